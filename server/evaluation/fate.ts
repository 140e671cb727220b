import type { Fate } from '../../core/collection/became-of.ts';
import type { CongressId, SuggestionId } from '../../core/ids.ts';
import { ballotOf } from '../ballot/store.ts';
import type { Transaction } from '../database/pool.ts';
import { listSessions } from '../session/store.ts';
import { mergedInto } from '../shortlisting/fate.ts';
import { rectificationsOf } from './rectification-store.ts';
import { evaluationRows } from './store.ts';

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
  const sessions = new Map((await listSessions(trx, congress)).map((one) => [one.id, one]));
  const rectifications = await rectificationsOf(trx, congress);
  for (const { session_id, source_session, second_of } of await evaluationRows(trx, congress)) {
    // The second one shows as the rectification's end.
    if (second_of !== null || sessions.get(session_id)?.rehearsal_of !== null) continue;
    const ballot = await ballotOf(trx, congress, session_id);
    if (ballot?.state !== 'published' || !ballot.outcome?.evaluation) continue;
    const cycle = sessions.get(source_session)?.cycle_id;
    for (const { id, code } of merged.filter((one) => one.cycle === cycle)) {
      const grade = ballot.outcome.evaluation.projects.find((one) => one.code === code)?.outcome?.grade;
      if (!grade) continue;
      const own = rectifications.find((one) => one.session_id === session_id && one.code === code);
      fates.set(id, {
        evaluation: { grade: grades[grade] },
        ...(own ? { rectification: { finished: own.state === 'closed' } } : {}),
      });
    }
  }
  return fates;
}
