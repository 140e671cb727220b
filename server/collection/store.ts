/** Suggestions of a cycle: reading them, by page, search and id. Writing is in write-store.ts. */
import { type ExpressionBuilder, type SelectQueryBuilder, sql } from 'kysely';
import { type Receipt, readReceipt } from '../../core/collection/receipt.ts';
import { searchWords } from '../../core/collection/words.ts';
import type { LedgerFilter, LedgerOrder, LedgerPage, Suggestion } from '../../core/contract/suggestions.ts';
import type { CategoryId, CongressId, CycleId, SuggestionId, VillageId } from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';
import type { Database } from '../database/schema.ts';

/** An int4[] for the query, in which the planner sees the single pairs. */
export const intArray = (words: readonly number[]) => sql<number[]>`${`{${words.join(',')}}`}::int4[]`;

const rows = (trx: Transaction, congress: CongressId) =>
  trx
    .selectFrom('suggestion as s')
    .leftJoin('village as v', (join) =>
      join.onRef('v.congress_id', '=', 's.congress_id').onRef('v.id', '=', 's.village_id'),
    )
    .leftJoin('category as c', (join) =>
      join.onRef('c.congress_id', '=', 's.congress_id').onRef('c.id', '=', 's.category_id'),
    )
    .leftJoin('deputy as d', (join) =>
      join.onRef('d.congress_id', '=', 's.congress_id').onRef('d.id', '=', 's.deputy_id'),
    )
    .select((eb) => [
      's.id',
      's.number',
      's.receipt',
      's.title',
      's.content',
      's.reason',
      's.village_id as villageId',
      'v.name as village',
      's.place',
      's.category_id as categoryId',
      'c.name as category',
      's.channel',
      's.state',
      's.withheld_reason as withheldReason',
      's.deputy_id as deputyId',
      'd.name as deputy',
      's.heard_on as heardOn',
      's.people',
      's.seconds',
      's.made_at as madeAt',
      's.looked_at as lookedAt',
      eb
        .exists(
          eb
            .selectFrom('suggestion_contact as k')
            .select('k.suggestion_id')
            .whereRef('k.congress_id', '=', 's.congress_id')
            .whereRef('k.suggestion_id', '=', 's.id'),
        )
        .as('hasContact'),
      eb
        .selectFrom('suggestion_photo as p')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('p.congress_id', '=', 's.congress_id')
        .whereRef('p.suggestion_id', '=', 's.id')
        .as('photos'),
    ])
    .where('s.congress_id', '=', congress);

type Row = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number];

const shown = (row: Row): Suggestion => ({
  ...row,
  hasContact: Boolean(row.hasContact),
  photos: row.photos ?? 0,
  madeAt: row.madeAt.toISOString(),
  lookedAt: row.lookedAt?.toISOString() ?? null,
});

type Tables = Database & { s: Database['suggestion'] };

/** Narrows a query on `suggestion as s` to what a filter lets through. */
export function narrowed<O>(
  query: SelectQueryBuilder<Tables, 's', O>,
  filter: LedgerFilter,
): SelectQueryBuilder<Tables, 's', O> {
  const { village, category, channel, state, from, to, deputy, search } = filter;
  let q = query;
  if (village) q = village === 'whole' ? q.where('s.village_id', 'is', null) : q.where('s.village_id', '=', village);
  if (category)
    q = category === 'none' ? q.where('s.category_id', 'is', null) : q.where('s.category_id', '=', category);
  if (channel) q = q.where('s.channel', '=', channel);
  if (state) q = q.where('s.state', '=', state);
  if (deputy) q = q.where('s.deputy_id', '=', deputy);
  if (from) q = q.where('s.made_at', '>=', sql<Date>`${from}::date`);
  if (to) q = q.where('s.made_at', '<', sql<Date>`${to}::date + 1`);
  if (search) q = q.where((eb) => found(eb, search));
  return q;
}

/** A number is looked up in the ledger, a receipt by itself, anything else by its words: all of them, wherever they stand. */
function found(eb: ExpressionBuilder<Tables, 's'>, search: string) {
  const receipt = readReceipt(search);
  const { words, single } = searchWords(search);
  const byWords = [
    ...(words.length > 0 ? [eb('s.words', '@>', intArray(words))] : []),
    ...single.map((char) => sql<boolean>`strpos(lower(s.title || s.content || s.place), ${char}) > 0`),
  ];
  return eb.or([
    ...(receipt ? [eb('s.receipt', '=', receipt)] : []),
    ...(/^\d{1,9}$/.test(search) ? [eb('s.number', '=', Number(search))] : []),
    // Nothing that could be searched for, such as a lone dash, is found nowhere.
    byWords.length > 0 ? eb.and(byWords) : eb.lit(false),
  ]);
}

/**
 * A page of a cycle's ledger. Keyset-paged: `after` is the `next` of the page before, and no page costs more than the first. `newest` orders by
 * number, `demand` by people and seconders, most first.
 */
export async function ledgerPage(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  filter: LedgerFilter,
  { order = 'newest', after, size = 50 }: { order?: LedgerOrder; after?: string | undefined; size?: number } = {},
): Promise<LedgerPage> {
  const demand = sql<number>`(s.people + s.seconds)`;
  let keys = narrowed(
    trx
      .selectFrom('suggestion as s')
      .select(['s.id', 's.number', demand.as('demand')])
      .where('s.congress_id', '=', congress)
      .where('s.cycle_id', '=', cycle) as unknown as SelectQueryBuilder<
      Tables,
      's',
      { id: SuggestionId; number: number; demand: number }
    >,
    filter,
  );
  const place = after?.split('.').map(Number);
  if (order === 'demand') {
    if (place?.length === 2)
      keys = keys.where(sql<boolean>`((s.people + s.seconds), s.number) < (${place[0]!}, ${place[1]!})`);
    keys = keys.orderBy(demand, 'desc').orderBy('s.number', 'desc');
  } else {
    if (place?.length === 1) keys = keys.where('s.number', '<', place[0]!);
    keys = keys.orderBy('s.number', 'desc');
  }
  const list = await keys.limit(size + 1).execute();
  const page = list.slice(0, size);
  const last = page.at(-1);
  const next =
    list.length > size && last ? (order === 'demand' ? `${last.demand}.${last.number}` : `${last.number}`) : null;
  return {
    suggestions: await suggestionsById(
      trx,
      congress,
      page.map(({ id }) => id),
    ),
    next,
  };
}

/** Suggestions in the order of their ids; those that do not exist are left out. */
export async function suggestionsById(
  trx: Transaction,
  congress: CongressId,
  ids: readonly SuggestionId[],
): Promise<Suggestion[]> {
  if (ids.length === 0) return [];
  const list = await rows(trx, congress).where('s.id', 'in', ids).execute();
  const byId = new Map(list.map((row) => [row.id, shown(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export const findSuggestion = async (
  trx: Transaction,
  congress: CongressId,
  id: SuggestionId,
): Promise<(Suggestion & { readonly cycle: CycleId }) | undefined> => {
  const row = await rows(trx, congress).select('s.cycle_id as cycle').where('s.id', '=', id).executeTakeFirst();
  return row && { ...shown(row), cycle: row.cycle };
};

/** How many suggestions a filter lets through. */
export async function countSuggestions(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  filter: LedgerFilter,
): Promise<number> {
  const { count } = await narrowed(
    trx
      .selectFrom('suggestion as s')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('s.congress_id', '=', congress)
      .where('s.cycle_id', '=', cycle) as unknown as SelectQueryBuilder<Tables, 's', { count: number }>,
    filter,
  ).executeTakeFirstOrThrow();
  return count;
}

/** The suggestion of a receipt number, of whichever congress. */
export const suggestionByReceipt = (trx: Transaction, receipt: Receipt) =>
  trx
    .selectFrom('suggestion')
    .select(['congress_id as congress', 'id as suggestion'])
    .where('receipt', '=', receipt)
    .executeTakeFirst();

/** Whether village and category are offered by the congress; null is always. */
export async function placesKnown(
  trx: Transaction,
  congress: CongressId,
  village: VillageId | null,
  category: CategoryId | null,
): Promise<boolean> {
  const known = async (table: 'village' | 'category', id: string | null) =>
    id === null ||
    (await trx
      .selectFrom(table)
      .select('id')
      .where('congress_id', '=', congress)
      .where('id', '=', id as never)
      .where('active', '=', true)
      .executeTakeFirst()) !== undefined;
  return (await known('village', village)) && (await known('category', category));
}
