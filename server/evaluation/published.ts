import type { PublicProject } from '../../core/contract/portal.ts';
import { dayOf } from '../../core/day.ts';
import type { CongressId, CycleId, ElectionUuid } from '../../core/ids.ts';
import type { EvaluationOutcome } from '../../core/rules/evaluation.ts';
import type { Grade } from '../../core/rules/grade.ts';
import { ballotOf } from '../ballot/store.ts';
import type { Transaction } from '../database/pool.ts';
import { listSessions, type SessionRow } from '../session/store.ts';
import { rectificationsOf } from './rectification-store.ts';
import { evaluationRows } from './store.ts';

/** An evaluation whose result is public. */
export interface PublishedEvaluation {
  readonly session: SessionRow;
  readonly uuid: ElectionUuid;
  readonly publishedAt: Date;
  /** The year whose projects it grades. */
  readonly cycle: CycleId;
  /** Whether it grades again what was put right. */
  readonly second: boolean;
  readonly outcome: EvaluationOutcome;
}

/** The published evaluations of a congress's real sessions, the first first. */
export async function publishedEvaluations(trx: Transaction, congress: CongressId): Promise<PublishedEvaluation[]> {
  const sessions = new Map((await listSessions(trx, congress)).map((one) => [one.id, one]));
  const list: PublishedEvaluation[] = [];
  for (const { session_id, source_session, second_of } of await evaluationRows(trx, congress)) {
    const [session, source] = [sessions.get(session_id), sessions.get(source_session)];
    if (!session || !source || session.rehearsal_of !== null) continue;
    const ballot = await ballotOf(trx, congress, session_id);
    const outcome = ballot?.outcome?.evaluation;
    if (ballot?.state !== 'published' || !ballot.published_at || !outcome) continue;
    const { uuid, published_at: publishedAt } = ballot;
    list.push({ session, uuid, publishedAt, cycle: source.cycle_id, second: second_of !== null, outcome });
  }
  return list.sort((a, b) => a.publishedAt.getTime() - b.publishedAt.getTime());
}

/** The grade of one project; undefined where it was not graded, or the ballot was not valid. */
export const gradeOf = ({ projects }: EvaluationOutcome, code: string): Grade | undefined =>
  projects.find((one) => one.code === code)?.outcome?.grade;

/** How deputies graded one project, and how its rectification stands, as the public reads it. */
export async function gradesOfProject(
  trx: Transaction,
  congress: CongressId,
  { cycle, code }: { readonly cycle: CycleId; readonly code: string },
): Promise<Pick<PublicProject, 'evaluations' | 'rectification'>> {
  const mine = (await publishedEvaluations(trx, congress)).filter((one) => one.cycle === cycle);
  const sessions = new Set(mine.map(({ session }) => session.id));
  const own = (await rectificationsOf(trx, congress))
    .filter((one) => one.code === code && sessions.has(one.session_id))
    .sort((a, b) => a.opened_on.localeCompare(b.opened_on))
    .at(-1);
  return {
    evaluations: mine.flatMap(({ session, uuid, publishedAt, second, outcome }) => {
      const grade = gradeOf(outcome, code);
      return grade ? [{ uuid, session: session.name, on: dayOf(publishedAt), grade, second }] : [];
    }),
    rectification: own ? { state: own.state, deadline: own.deadline, plan: own.plan, report: own.report } : null,
  };
}
