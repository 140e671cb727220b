import { sql } from 'kysely';
import { likeness, SIMILAR, wordsOf } from '../../core/collection/words.ts';
import type { CongressId, CycleId, SuggestionId } from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';
import { intArray } from './store.ts';

export interface Similar {
  readonly id: SuggestionId;
  /** 0 … 1 */
  readonly likeness: number;
}

/** Pairs that are looked up: the rarest; the others only count towards likeness. */
const LOOKED_UP = 6;
/** Suggestions that are compared one by one at most. */
const COMPARED = 2000;

/**
 * Suggestions of the cycle whose titles are like this one, the likest first; only published ones unless `all`. The rarest pairs of the title are looked up,
 * by how often the database's statistics say that they occur: 建设 is in a third of all titles and finds nothing.
 */
export async function similarTo(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  title: string,
  { all = false, most = 5, except }: { all?: boolean; most?: number; except?: SuggestionId } = {},
): Promise<Similar[]> {
  const words = wordsOf(title);
  if (words.length === 0) return [];
  const common = await commonWords(trx);
  const rarest = [...words].sort((a, b) => (common.get(a) ?? 0) - (common.get(b) ?? 0)).slice(0, LOOKED_UP);
  const found = new Map<SuggestionId, Similar & { demand: number }>();
  // The nearest first: titles that have all of the rarest four, then two of them, then any. With enough found, the rest are further off.
  for (const fitting of ['four', 'two', 'any'] as const) {
    let query = trx
      .selectFrom('suggestion')
      .select(['id', 'title_words as words', sql<number>`people + seconds`.as('demand')])
      .where('congress_id', '=', congress)
      .where('cycle_id', '=', cycle)
      .where(
        'title_words',
        fitting === 'any' ? '&&' : '@>',
        intArray(fitting === 'any' ? rarest : rarest.slice(0, fitting === 'four' ? 4 : 2)),
      );
    query = all ? query.where('state', '!=', 'withheld') : query.where('state', '=', 'published');
    if (except) query = query.where('id', '!=', except);
    for (const { id, words: other, demand } of await query.limit(COMPARED).execute()) {
      const like = likeness(words, other);
      if (like >= SIMILAR) found.set(id, { id, likeness: like, demand });
    }
    if (found.size >= most) break;
  }
  return [...found.values()]
    .sort((a, b) => b.likeness - a.likeness || b.demand - a.demand)
    .slice(0, most)
    .map(({ id, likeness }) => ({ id, likeness }));
}

/** Share of titles that have a pair, of the most common ones, as the database last counted. */
async function commonWords(trx: Transaction): Promise<Map<number, number>> {
  const { rows } = await sql<{ words: number[]; shares: number[] }>`
    select most_common_elems::text::int4[] as words, most_common_elem_freqs as shares from pg_stats
    where schemaname = current_schema() and tablename = 'suggestion' and attname = 'title_words'
      and most_common_elems is not null`.execute(trx);
  const [row] = rows;
  return new Map(row?.words.map((word, i) => [word, row.shares[i] ?? 0]));
}
