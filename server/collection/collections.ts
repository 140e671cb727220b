import { randomUUID } from 'node:crypto';
import { usualCategories, usualLeastDays } from '../../core/collection/suggestion.ts';
import type { CollectionSettings, CollectionState, PublicCollection } from '../../core/contract/collection.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { Category, Village } from '../../core/contract/suggestions.ts';
import type { CategoryId, CongressId, CycleId, VillageId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { actorOf, append } from '../audit/append.ts';
import type { Transaction } from '../database/pool.ts';
import { recordChange } from '../history/record.ts';
import type { Caller } from '../http/caller.ts';
import { findCongress } from '../identity/store.ts';
import { listCategories, listVillages, putCategories, putVillages } from './places-store.ts';
import {
  type CollectionRow,
  contactsUntil,
  countContacts,
  countStates,
  currentCollection,
  daysCollected,
  findCollection,
  putSettings,
} from './settings-store.ts';

/** Suggestions are taken while a cycle stands at collection, whatever the clock says (domain.md section 2). */
export const takes = (row: Pick<CollectionRow, 'stage'> | undefined): boolean => row?.stage === 'collection';

/** The ledger is worked on until shortlisting ends. */
export const ledgerOpen = (row: Pick<CollectionRow, 'stage'>): boolean =>
  row.stage === null || row.stage === 'collection' || row.stage === 'shortlisting';

/** The congress's categories; those to begin with where it has none yet. */
export async function categoriesOf(trx: Transaction, congress: CongressId): Promise<Category[]> {
  const known = await listCategories(trx, congress);
  if (known.length > 0) return known;
  await putCategories(
    trx,
    congress,
    usualCategories.map(({ zh }) => ({ id: randomUUID() as CategoryId, name: zh })),
  );
  return listCategories(trx, congress);
}

/** What the public's pages show of a congress. */
export async function publicCollection(
  trx: Transaction,
  congress: CongressId,
): Promise<Result<PublicCollection, Problem>> {
  const found = await findCongress(trx, congress);
  if (!found) return err(problem('not-found'));
  const row = await currentCollection(trx, congress);
  const offered = <T extends { active: boolean }>(list: readonly T[]) => list.filter(({ active }) => active);
  return ok({
    congress: { id: found.id, name: found.name },
    open: takes(row),
    year: row?.year ?? null,
    opens: row?.opens ?? null,
    closes: row?.closes ?? null,
    ways: row?.ways ?? '',
    villages: offered(await listVillages(trx, congress)),
    categories: offered(await categoriesOf(trx, congress)),
  });
}

/** What staff see of a cycle's collection at a glance. */
export async function seeCollection(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
): Promise<Result<CollectionState, Problem>> {
  const row = await findCollection(trx, congress, cycle);
  if (!row) return err(problem('not-found'));
  const { opens, closes, leastDays, contactDays, ways } = row;
  return ok({
    cycle,
    year: row.year,
    open: takes(row),
    settings: { opens, closes, leastDays, contactDays, ways },
    leastDays: leastDays ?? usualLeastDays(row.level),
    days: await daysCollected(trx, congress, cycle),
    villages: await listVillages(trx, congress),
    categories: await categoriesOf(trx, congress),
    ...(await countStates(trx, congress, cycle)),
    contacts: await countContacts(trx, congress, cycle),
    contactsUntil: await contactsUntil(trx, congress, cycle),
    contactsDeletedAt: row.contactsDeletedAt?.toISOString() ?? null,
  });
}

export async function saveSettings(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  wanted: CollectionSettings,
): Promise<Result<CollectionState, Problem>> {
  const row = await findCollection(trx, caller.congress, cycle);
  if (!row) return err(problem('not-found'));
  if (wanted.opens && wanted.closes && wanted.closes < wanted.opens) return err(problem('dates-reversed'));
  const { opens, closes, leastDays, contactDays, ways } = row;
  const before: CollectionSettings = { opens, closes, leastDays, contactDays, ways };
  if (JSON.stringify(before) !== JSON.stringify({ ...before, ...wanted })) {
    await putSettings(trx, caller.congress, cycle, wanted);
    await recordChange(trx, caller.congress, caller, {
      kind: 'cycle',
      subject: cycle,
      act: '设定征集安排',
      before,
      after: wanted,
    });
    await append(trx, caller.congress, actorOf(caller), {
      kind: 'collection-set',
      subject: { type: 'cycle', id: cycle },
      detail: {
        opens: wanted.opens,
        closes: wanted.closes,
        leastDays: wanted.leastDays,
        contactDays: wanted.contactDays,
      },
    });
  }
  return seeCollection(trx, caller.congress, cycle);
}

/** The first name that stands twice in a list, if one does. */
const twice = (list: readonly { name: string }[]): string | undefined =>
  list.find(({ name }, i) => list.findIndex((other) => other.name === name) !== i)?.name;

export async function saveVillages(
  trx: Transaction,
  caller: Caller,
  list: readonly { id: VillageId; name: string }[],
): Promise<Result<Village[], Problem>> {
  const known = await listVillages(trx, caller.congress);
  const name = twice([...list, ...known.filter(({ id }) => !list.some((one) => one.id === id))]);
  if (name) return err(problem('name-twice', { name }));
  await putVillages(trx, caller.congress, list);
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'places-set',
    subject: null,
    detail: { villages: list.length },
  });
  return ok(await listVillages(trx, caller.congress));
}

export async function saveCategories(
  trx: Transaction,
  caller: Caller,
  list: readonly { id: CategoryId; name: string }[],
): Promise<Result<Category[], Problem>> {
  const known = await listCategories(trx, caller.congress);
  const name = twice([...list, ...known.filter(({ id }) => !list.some((one) => one.id === id))]);
  if (name) return err(problem('name-twice', { name }));
  await putCategories(trx, caller.congress, list);
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'places-set',
    subject: null,
    detail: { categories: list.length },
  });
  return ok(await listCategories(trx, caller.congress));
}
