import type { Fate } from '../../core/collection/became-of.ts';
import type { CandidateId, CongressId, CycleId, SuggestionId } from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';
import { standingFreeze } from '../deliberation/gate.ts';

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
    .select((eb) => [
      'a.suggestion_id as id',
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
    if (row.kind !== 'merged' || code === null || title === null) {
      fates.set(row.id, {
        shortlisting: { kind: row.kind === 'reserve' ? 'reserve' : 'rejected', reason: row.reason },
      });
      continue;
    }
    const merged = { kind: 'merged', code, title, suggestions: row.suggestions ?? 1 } as const;
    if (standing === 'rejected' || standing === 'reserve')
      fates.set(row.id, { shortlisting: { kind: standing, reason: why ?? '' } });
    else if (standing === 'withdrawn')
      fates.set(row.id, { shortlisting: merged, deliberation: { kind: 'withdrawn', reason: why ?? '' } });
    else
      fates.set(row.id, {
        shortlisting: merged,
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
