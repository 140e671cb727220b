import { sql } from 'kysely';
import type { CollectionSettings } from '../../core/contract/collection.ts';
import type { Level } from '../../core/contract/common.ts';
import type { AccountId, CongressId, CycleId, SuggestionId } from '../../core/ids.ts';
import type { Stage } from '../../core/workflow/cycle.ts';
import type { Transaction } from '../database/pool.ts';

export interface CollectionRow {
  readonly congress: CongressId;
  readonly congressName: string;
  readonly level: Level;
  readonly cycle: CycleId;
  readonly year: number;
  readonly stage: Stage | null;
  readonly opens: string | null;
  readonly closes: string | null;
  readonly leastDays: number | null;
  readonly contactDays: number;
  readonly ways: string;
  readonly contactsDeletedAt: Date | null;
}

const rows = (trx: Transaction, congress: CongressId) =>
  trx
    .selectFrom('cycle')
    .innerJoin('congress', 'congress.congress_id', 'cycle.congress_id')
    .leftJoin('collection', (join) =>
      join.onRef('collection.congress_id', '=', 'cycle.congress_id').onRef('collection.cycle_id', '=', 'cycle.id'),
    )
    .select([
      'cycle.congress_id as congress',
      'congress.name as congressName',
      'congress.level',
      'cycle.id as cycle',
      'cycle.year',
      'cycle.stage',
      'collection.opens',
      'collection.closes',
      'collection.least_days as leastDays',
      sql<number>`coalesce(collection.contact_days, 180)`.as('contactDays'),
      sql<string>`coalesce(collection.ways, '')`.as('ways'),
      'collection.contacts_deleted_at as contactsDeletedAt',
    ])
    .where('cycle.congress_id', '=', congress);

export const findCollection = (
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
): Promise<CollectionRow | undefined> => rows(trx, congress).where('cycle.id', '=', cycle).executeTakeFirst();

/** The cycle that collects now; else the newest year that is kept, whose suggestions people may still read. */
export const currentCollection = (trx: Transaction, congress: CongressId): Promise<CollectionRow | undefined> =>
  rows(trx, congress)
    .where('cycle.stage', 'is not', null)
    .orderBy(sql`cycle.stage = 'collection'`, 'desc')
    .orderBy('cycle.year', 'desc')
    .limit(1)
    .executeTakeFirst();

export async function putSettings(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  { opens, closes, leastDays, contactDays, ways }: CollectionSettings,
): Promise<void> {
  const values = { opens, closes, least_days: leastDays, contact_days: contactDays, ways };
  await trx
    .insertInto('collection')
    .values({ congress_id: congress, cycle_id: cycle, contacts_deleted_at: null, ...values })
    .onConflict((conflict) => conflict.columns(['congress_id', 'cycle_id']).doUpdateSet(values))
    .execute();
}

/** Days since the cycle entered collection, the first counted, by the calendar where the congress is; null: it never did here. */
export async function daysCollected(trx: Transaction, congress: CongressId, cycle: CycleId): Promise<number | null> {
  const row = await trx
    .selectFrom('cycle_stage')
    .select(sql<number>`now()::date - entered_at::date + 1`.as('days'))
    .where('congress_id', '=', congress)
    .where('cycle_id', '=', cycle)
    .where('stage', '=', 'collection')
    .where('entered_at', 'is not', null)
    .executeTakeFirst();
  return row?.days ?? null;
}

export async function countStates(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
): Promise<{ received: number; published: number; withheld: number }> {
  const list = await trx
    .selectFrom('suggestion')
    .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
    .where('congress_id', '=', congress)
    .where('cycle_id', '=', cycle)
    .groupBy('state')
    .execute();
  const count = (state: string) => list.find((one) => one.state === state)?.count ?? 0;
  return { received: count('received'), published: count('published'), withheld: count('withheld') };
}

/** How many nobody has looked at. */
export async function countUnlooked(trx: Transaction, congress: CongressId, cycle: CycleId): Promise<number> {
  const { count } = await trx
    .selectFrom('suggestion')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('congress_id', '=', congress)
    .where('cycle_id', '=', cycle)
    .where('state', '=', 'received')
    .executeTakeFirstOrThrow();
  return count;
}

export interface DemandRow {
  readonly id: string | null;
  readonly name: string | null;
  readonly suggestions: number;
  readonly demand: number;
}

/** Suggestions and demand by village or category, in the congress's order, those without one last. */
export async function demandBy(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  by: 'village' | 'category',
): Promise<DemandRow[]> {
  const column = sql.ref(`s.${by}_id`);
  const { rows: list } = await sql<DemandRow>`
    select g.id, n.name, coalesce(g.suggestions, 0)::int as suggestions, coalesce(g.demand, 0)::int as demand
    from (
      select ${column} as id, count(*) as suggestions, sum(s.people + s.seconds) as demand from suggestion s
      where s.congress_id = ${congress} and s.cycle_id = ${cycle} and s.state <> 'withheld' group by ${column}
    ) g left join ${sql.table(by)} n on n.congress_id = ${congress} and n.id = g.id
    order by n.position nulls last, n.name`.execute(trx);
  return list;
}

export const countChannels = (trx: Transaction, congress: CongressId, cycle: CycleId) =>
  trx
    .selectFrom('suggestion')
    .select((eb) => ['channel', eb.fn.countAll<number>().as('suggestions')])
    .where('congress_id', '=', congress)
    .where('cycle_id', '=', cycle)
    .where('state', '!=', 'withheld')
    .groupBy('channel')
    .orderBy('suggestions', 'desc')
    .execute();

export interface Contact {
  readonly name: string;
  readonly phone: string;
}

export async function putContact(
  trx: Transaction,
  congress: CongressId,
  suggestion: SuggestionId,
  { name, phone }: Contact,
): Promise<void> {
  if (name === '' && phone === '') {
    await trx
      .deleteFrom('suggestion_contact')
      .where('congress_id', '=', congress)
      .where('suggestion_id', '=', suggestion)
      .execute();
    return;
  }
  await trx
    .insertInto('suggestion_contact')
    .values({ congress_id: congress, suggestion_id: suggestion, name, phone })
    .onConflict((conflict) => conflict.columns(['congress_id', 'suggestion_id']).doUpdateSet({ name, phone }))
    .execute();
}

export const findContact = (
  trx: Transaction,
  congress: CongressId,
  suggestion: SuggestionId,
): Promise<Contact | undefined> =>
  trx
    .selectFrom('suggestion_contact')
    .select(['name', 'phone'])
    .where('congress_id', '=', congress)
    .where('suggestion_id', '=', suggestion)
    .executeTakeFirst();

const ofCycle = (congress: CongressId, cycle: CycleId) => sql<boolean>`exists (
  select from suggestion s where s.congress_id = suggestion_contact.congress_id and s.id = suggestion_contact.suggestion_id
    and s.congress_id = ${congress} and s.cycle_id = ${cycle})`;

export async function countContacts(trx: Transaction, congress: CongressId, cycle: CycleId): Promise<number> {
  const { count } = await trx
    .selectFrom('suggestion_contact')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('congress_id', '=', congress)
    .where(ofCycle(congress, cycle))
    .executeTakeFirstOrThrow();
  return count;
}

/** Deletes the contacts of a cycle. @returns how many there were. */
export async function dropContacts(trx: Transaction, congress: CongressId, cycle: CycleId): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom('suggestion_contact')
    .where('congress_id', '=', congress)
    .where(ofCycle(congress, cycle))
    .executeTakeFirst();
  await trx
    .insertInto('collection')
    .values({
      congress_id: congress,
      cycle_id: cycle,
      opens: null,
      closes: null,
      least_days: null,
      contacts_deleted_at: sql<Date>`now()`,
    })
    .onConflict((conflict) =>
      conflict.columns(['congress_id', 'cycle_id']).doUpdateSet({ contacts_deleted_at: sql<Date>`now()` }),
    )
    .execute();
  return Number(numDeletedRows);
}

/** The day on which the contacts of a closed cycle are deleted; null while it is not closed. */
export async function contactsUntil(trx: Transaction, congress: CongressId, cycle: CycleId): Promise<string | null> {
  const { rows: list } = await sql<{ day: string }>`
    select to_char(g.entered_at::date + coalesce(c.contact_days, 180), 'YYYY-MM-DD') as day
    from cycle_stage g left join collection c on c.congress_id = g.congress_id and c.cycle_id = g.cycle_id
    where g.congress_id = ${congress} and g.cycle_id = ${cycle} and g.stage = 'closed' and g.entered_at is not null`.execute(
    trx,
  );
  return list[0]?.day ?? null;
}

/** Closed cycles whose day has come and which still have contacts. */
export async function cyclesDue(trx: Transaction): Promise<{ congress: CongressId; cycle: CycleId }[]> {
  const { rows: list } = await sql<{ congress: CongressId; cycle: CycleId }>`
    select g.congress_id as congress, g.cycle_id as cycle
    from cycle_stage g left join collection c on c.congress_id = g.congress_id and c.cycle_id = g.cycle_id
    where g.stage = 'closed' and g.entered_at::date + coalesce(c.contact_days, 180) <= now()::date and exists (
      select from suggestion_contact k join suggestion s on s.congress_id = k.congress_id and s.id = k.suggestion_id
      where s.congress_id = g.congress_id and s.cycle_id = g.cycle_id)`.execute(trx);
  return list;
}

/** Sets the state of suggestions that staff have looked at. */
export async function setState(
  trx: Transaction,
  congress: CongressId,
  ids: readonly SuggestionId[],
  state: 'published' | 'withheld',
  reason: string,
  by: AccountId,
): Promise<void> {
  await trx
    .updateTable('suggestion')
    .set({ state, withheld_reason: reason, looked_at: sql<Date>`now()`, looked_by: by })
    .where('congress_id', '=', congress)
    .where('id', 'in', ids)
    .execute();
}

/** Stores the contacts of new suggestions; empty ones are left out. */
export async function putContacts(
  trx: Transaction,
  congress: CongressId,
  list: readonly (Contact & { readonly suggestion: SuggestionId })[],
): Promise<void> {
  const rows = list
    .filter(({ name, phone }) => name !== '' || phone !== '')
    .map(({ suggestion, name, phone }) => ({ congress_id: congress, suggestion_id: suggestion, name, phone }));
  for (let at = 0; at < rows.length; at += 1000)
    await trx
      .insertInto('suggestion_contact')
      .values(rows.slice(at, at + 1000))
      .execute();
}
