import type { Selectable } from 'kysely';
import type { BallotProject } from '../../core/contract/hall.ts';
import type { CongressId, DeputyId, SessionId } from '../../core/ids.ts';
import type { EvaluationMethod } from '../../core/rules/grade.ts';
import type { Transaction } from '../database/pool.ts';
import type { Database } from '../database/schema.ts';

export type EvaluationRow = Selectable<Database['evaluation']>;

/** The evaluation that a session's ballot is; undefined where it is a ballot on projects. */
export const evaluationRow = (
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
): Promise<EvaluationRow | undefined> =>
  trx
    .selectFrom('evaluation')
    .selectAll()
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .executeTakeFirst();

export const evaluationRows = (trx: Transaction, congress: CongressId): Promise<EvaluationRow[]> =>
  trx.selectFrom('evaluation').selectAll().where('congress_id', '=', congress).execute();

/** What is graded, in the order of the paper; `content` is the final report. */
export const evaluationProjects = (
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
): Promise<BallotProject[]> =>
  trx
    .selectFrom('evaluation_project')
    .select(['code', 'title', 'content', 'place', 'budget', 'unit', 'finish'])
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .orderBy('position')
    .execute();

/** The standing committee's members who grade; none: all deputies do. */
export async function membersOf(trx: Transaction, congress: CongressId, session: SessionId): Promise<DeputyId[]> {
  const rows = await trx
    .selectFrom('evaluation_member')
    .select('deputy_id')
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .orderBy('deputy_id')
    .execute();
  return rows.map(({ deputy_id }) => deputy_id);
}

export interface NewEvaluation {
  readonly source: SessionId;
  readonly secondOf: SessionId | null;
  readonly rules: EvaluationMethod;
  readonly members: readonly DeputyId[];
  readonly projects: readonly BallotProject[];
}

/** Writes what the session's ballot evaluates, in place of what it was. */
export async function putEvaluation(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
  { source, secondOf, rules, members, projects }: NewEvaluation,
): Promise<void> {
  const values = { source_session: source, second_of: secondOf, rules: JSON.stringify(rules) };
  const own = { congress_id: congress, session_id: session };
  await trx
    .insertInto('evaluation')
    .values({ ...own, ...values })
    .onConflict((conflict) => conflict.columns(['congress_id', 'session_id']).doUpdateSet(values))
    .execute();
  for (const table of ['evaluation_project', 'evaluation_member'] as const)
    await trx.deleteFrom(table).where('congress_id', '=', congress).where('session_id', '=', session).execute();
  await trx
    .insertInto('evaluation_project')
    .values(projects.map((project, position) => ({ ...own, position, ...project })))
    .execute();
  if (members.length > 0)
    await trx
      .insertInto('evaluation_member')
      .values(members.map((deputy_id) => ({ ...own, deputy_id })))
      .execute();
}

export async function deleteEvaluation(trx: Transaction, congress: CongressId, session: SessionId): Promise<void> {
  await trx.deleteFrom('evaluation').where('congress_id', '=', congress).where('session_id', '=', session).execute();
}
