import { sql } from 'kysely';
import type { Fate } from '../../core/collection/became-of.ts';
import type { CandidateId, CongressId, CycleId, SuggestionId } from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';
import { standingFreeze } from '../deliberation/gate.ts';

/** The year into which the suggestion, or the candidate it was merged into, was brought from the reserve bank. */
const carriedTo = sql<number | null>`coalesce(
  (select y.year from candidate_sheet n join candidate c2 on c2.congress_id = n.congress_id and c2.id = n.candidate_id
    join cycle y on y.congress_id = c2.congress_id and y.id = c2.cycle_id
    where n.congress_id = a.congress_id and n.carried_from = a.candidate_id),
  (select y.year from suggestion n join cycle y on y.congress_id = n.congress_id and y.id = n.cycle_id
    where n.congress_id = a.congress_id and n.carried_from = a.suggestion_id))`;

/**
 * What shortlisting and deliberation made of suggestions, as those who made them read it: a candidate that was taken off the list answers all
 * that were merged into it.
 */
export async function shortlistingFate(
  trx: Transaction,
  congress: CongressId,
  suggestions: readonly SuggestionId[],
): Promise<ReadonlyMap<SuggestionId, Fate>> {
  const fates = new Map<SuggestionId, Fate>();
  if (suggestions.length === 0) return fates;
  const rows = await trx
    .selectFrom('suggestion_answer as a')
    .leftJoin('candidate as c', (join) =>
      join.onRef('c.congress_id', '=', 'a.congress_id').onRef('c.id', '=', 'a.candidate_id'),
    )
    .leftJoin('candidate_sheet as f', (join) =>
      join.onRef('f.congress_id', '=', 'a.congress_id').onRef('f.candidate_id', '=', 'a.candidate_id'),
    )
    .select((eb) => [
      'a.suggestion_id as id',
      'f.reserve_reason as bank',
      carriedTo.as('carriedTo'),
      'a.cycle_id as cycle',
      'a.kind',
      'a.reason',
      'c.code',
      'c.title',
      'c.standing',
      'c.standing_reason',
      eb
        .selectFrom('suggestion_answer as o')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('o.congress_id', '=', 'a.congress_id')
        .whereRef('o.candidate_id', '=', 'a.candidate_id')
        .as('suggestions'),
    ])
    .where('a.congress_id', '=', congress)
    .where('a.suggestion_id', 'in', suggestions)
    .execute();
  const frozen = new Map<string, boolean>();
  for (const { cycle } of rows)
    if (!frozen.has(cycle)) frozen.set(cycle, (await standingFreeze(trx, congress, cycle)) !== undefined);
  for (const row of rows) {
    const { code, title, standing, standing_reason: why } = row;
    const carried = row.carriedTo === null ? {} : { carriedTo: row.carriedTo };
    if (row.kind !== 'merged' || code === null || title === null) {
      fates.set(row.id, {
        ...carried,
        shortlisting: { kind: row.kind === 'reserve' ? 'reserve' : 'rejected', reason: row.reason },
      });
      continue;
    }
    const merged = { kind: 'merged', code, title, suggestions: row.suggestions ?? 1 } as const;
    if (standing === 'rejected' || standing === 'reserve')
      fates.set(row.id, { ...carried, shortlisting: { kind: standing, reason: why ?? '' } });
    else if (standing === 'withdrawn')
      fates.set(row.id, { shortlisting: merged, deliberation: { kind: 'withdrawn', reason: why ?? '' } });
    else
      fates.set(row.id, {
        ...carried,
        shortlisting: merged,
        ...(row.bank ? { bank: { reason: row.bank } } : {}),
        ...(frozen.get(row.cycle) ? { deliberation: { kind: 'listed' } } : {}),
      });
  }
  return fates;
}

/** The candidates that suggestions were merged into, for the later stages to say what became of those. */
export async function mergedInto(
  trx: Transaction,
  congress: CongressId,
  suggestions: readonly SuggestionId[],
): Promise<{ id: SuggestionId; candidate: CandidateId; cycle: CycleId; code: string }[]> {
  if (suggestions.length === 0) return [];
  return trx
    .selectFrom('suggestion_answer as a')
    .innerJoin('candidate as c', (join) =>
      join.onRef('c.congress_id', '=', 'a.congress_id').onRef('c.id', '=', 'a.candidate_id'),
    )
    .select(['a.suggestion_id as id', 'c.id as candidate', 'c.cycle_id as cycle', 'c.code'])
    .where('a.congress_id', '=', congress)
    .where('a.suggestion_id', 'in', suggestions)
    .where('a.kind', '=', 'merged')
    .execute();
}
