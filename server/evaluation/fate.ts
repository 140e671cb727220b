import type { Fate } from '../../core/collection/became-of.ts';
import type { CongressId, SuggestionId } from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';
import { mergedInto } from '../shortlisting/fate.ts';
import { gradeOf, publishedEvaluations } from './published.ts';
import { rectificationsOf } from './rectification-store.ts';

const grades = { satisfied: 'satisfied', 'basically-satisfied': 'basically', unsatisfied: 'unsatisfied' } as const;

/** How deputies graded the projects that suggestions led to, and whether what was 不满意 has been put right. */
export async function evaluationFate(
  trx: Transaction,
  congress: CongressId,
  suggestions: readonly SuggestionId[],
): Promise<ReadonlyMap<SuggestionId, Fate>> {
  const merged = await mergedInto(trx, congress, suggestions);
  const fates = new Map<SuggestionId, Fate>();
  if (merged.length === 0) return fates;
  const rectifications = await rectificationsOf(trx, congress);
  // The second one shows as the rectification's end.
  const first = (await publishedEvaluations(trx, congress)).filter(({ second }) => !second);
  for (const { session, cycle, outcome } of first) {
    for (const { id, code } of merged.filter((one) => one.cycle === cycle)) {
      const grade = gradeOf(outcome, code);
      if (!grade) continue;
      const own = rectifications.find((one) => one.session_id === session.id && one.code === code);
      fates.set(id, {
        evaluation: { grade: grades[grade] },
        ...(own ? { rectification: { finished: own.state === 'closed' } } : {}),
      });
    }
  }
  return fates;
}
