import { sql } from 'kysely';
import type { Receipt } from '../../core/collection/receipt.ts';
import type { Channel, SuggestionState } from '../../core/collection/suggestion.ts';
import { wordsOf } from '../../core/collection/words.ts';
import type {
  AccountId,
  CategoryId,
  CongressId,
  CycleId,
  DeputyId,
  FileId,
  SuggestionId,
  VillageId,
} from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';
import { intArray } from './store.ts';

/** A suggestion as it comes in. */
export interface NewSuggestion {
  readonly id: SuggestionId;
  readonly receipt: Receipt;
  readonly title: string;
  readonly content: string;
  readonly reason: string;
  readonly village: VillageId | null;
  readonly place: string;
  readonly category: CategoryId | null;
  readonly channel: Channel;
  readonly state: SuggestionState;
  readonly deputy: DeputyId | null;
  readonly account: AccountId | null;
  readonly heardOn: string | null;
  readonly people: number;
  readonly importKey: string | null;
  readonly carriedFrom: SuggestionId | null;
}

/** Well below the 65,535 parameters of one statement. */
const CHUNK = 500;

/** Takes the next numbers of a cycle's ledger; others wait until the transaction ends. @returns the first. */
export async function takeNumbers(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  count: number,
): Promise<number> {
  const row = await trx
    .insertInto('collection')
    .values({
      congress_id: congress,
      cycle_id: cycle,
      next_number: count + 1,
      opens: null,
      closes: null,
      least_days: null,
      contacts_deleted_at: null,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['congress_id', 'cycle_id'])
        .doUpdateSet({ next_number: sql<number>`collection.next_number + ${count}` }),
    )
    .returning('next_number')
    .executeTakeFirstOrThrow();
  return row.next_number - count;
}

/** Stores suggestions under the next numbers of the ledger, in their order. What staff enter counts as looked at by them. @returns the first number. */
export async function insertSuggestions(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  list: readonly NewSuggestion[],
): Promise<number> {
  const first = await takeNumbers(trx, congress, cycle, list.length);
  for (let at = 0; at < list.length; at += CHUNK) {
    await trx
      .insertInto('suggestion')
      .values(
        list.slice(at, at + CHUNK).map((one, i) => ({
          congress_id: congress,
          cycle_id: cycle,
          id: one.id,
          number: first + at + i,
          receipt: one.receipt,
          title: one.title,
          content: one.content,
          reason: one.reason,
          village_id: one.village,
          place: one.place,
          category_id: one.category,
          channel: one.channel,
          state: one.state,
          deputy_id: one.deputy,
          account_id: one.account,
          heard_on: one.heardOn,
          people: one.people,
          looked_at: one.state === 'received' ? null : sql<Date>`now()`,
          looked_by: one.state === 'received' ? null : one.account,
          import_key: one.importKey,
          carried_from: one.carriedFrom,
          ...wordColumns(one),
        })),
      )
      .execute();
  }
  return first;
}

/** The columns that search uses, of a suggestion's texts. */
export const wordColumns = ({
  title,
  content,
  reason,
  place,
}: Pick<NewSuggestion, 'title' | 'content' | 'reason' | 'place'>) => ({
  words: intArray(wordsOf(title, content, reason, place)),
  title_words: intArray(wordsOf(title)),
});

/** Whoever seconds counts once. @returns whether this was the first time. */
export async function addSeconder(
  trx: Transaction,
  congress: CongressId,
  suggestion: SuggestionId,
  seconder: string,
  deputy: DeputyId | null,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('suggestion_second')
    .values({ congress_id: congress, suggestion_id: suggestion, seconder, deputy_id: deputy })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (!numInsertedOrUpdatedRows) return false;
  await trx
    .updateTable('suggestion')
    .set({ seconds: sql<number>`seconds + 1` })
    .where('congress_id', '=', congress)
    .where('id', '=', suggestion)
    .execute();
  return true;
}

/** The photos of a suggestion, in order. */
export const photosOf = async (trx: Transaction, congress: CongressId, suggestion: SuggestionId): Promise<FileId[]> =>
  (
    await trx
      .selectFrom('suggestion_photo')
      .select('file_id')
      .where('congress_id', '=', congress)
      .where('suggestion_id', '=', suggestion)
      .orderBy('position')
      .execute()
  ).map(({ file_id }) => file_id);

/** Makes changes of one suggestion wait for each other. */
export async function lockSuggestion(trx: Transaction, congress: CongressId, suggestion: SuggestionId): Promise<void> {
  await trx
    .selectFrom('suggestion')
    .select('id')
    .where('congress_id', '=', congress)
    .where('id', '=', suggestion)
    .forNoKeyUpdate()
    .execute();
}

export async function addPhoto(
  trx: Transaction,
  congress: CongressId,
  suggestion: SuggestionId,
  position: number,
  file: FileId,
): Promise<void> {
  await trx
    .insertInto('suggestion_photo')
    .values({ congress_id: congress, suggestion_id: suggestion, position, file_id: file })
    .execute();
}

/** Rewrites what a suggestion says. */
export async function updateSuggestion(
  trx: Transaction,
  congress: CongressId,
  id: SuggestionId,
  one: Pick<
    NewSuggestion,
    'title' | 'content' | 'reason' | 'village' | 'place' | 'category' | 'channel' | 'heardOn' | 'people'
  >,
): Promise<void> {
  const { title, content, reason, village, place, category, channel, heardOn, people } = one;
  await trx
    .updateTable('suggestion')
    .set({
      ...{ title, content, reason, place, channel, people },
      village_id: village,
      category_id: category,
      heard_on: heardOn,
      ...wordColumns(one),
    })
    .where('congress_id', '=', congress)
    .where('id', '=', id)
    .execute();
}

/** Names of the deputies who second a suggestion. */
export const deputiesSeconding = async (
  trx: Transaction,
  congress: CongressId,
  suggestion: SuggestionId,
): Promise<string[]> =>
  (
    await trx
      .selectFrom('suggestion_second')
      .innerJoin('deputy', (join) =>
        join
          .onRef('deputy.congress_id', '=', 'suggestion_second.congress_id')
          .onRef('deputy.id', '=', 'suggestion_second.deputy_id'),
      )
      .select('deputy.name')
      .where('suggestion_second.congress_id', '=', congress)
      .where('suggestion_id', '=', suggestion)
      .orderBy('deputy.number')
      .execute()
  ).map(({ name }) => name);

/** The keys of the rows that were imported into a ledger. */
export const importKeys = async (trx: Transaction, congress: CongressId, cycle: CycleId): Promise<Set<string>> =>
  new Set(
    (
      await trx
        .selectFrom('suggestion')
        .select('import_key')
        .where('congress_id', '=', congress)
        .where('cycle_id', '=', cycle)
        .where('import_key', 'is not', null)
        .execute()
    ).map(({ import_key }) => import_key!),
  );
