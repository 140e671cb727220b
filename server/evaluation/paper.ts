import type { BallotProject } from '../../core/contract/hall.ts';
import type { CongressId, ElectionUuid, SessionId } from '../../core/ids.ts';
import type { EvaluationMethod } from '../../core/rules/grade.ts';
import { chainRows } from '../ballot/chain-store.ts';
import type { Transaction } from '../database/pool.ts';
import { findSession } from '../session/store.ts';
import { evaluationProjects, evaluationRow, membersOf, putEvaluation } from './store.ts';

/** What an evaluation's ballot takes from here when it opens. */
export interface EvaluationPaper {
  readonly rules: EvaluationMethod;
  readonly projects: readonly BallotProject[];
  /** Year of the projects, which may be before that of the session. */
  readonly year: number;
  /** The published ballots of the session that chose the projects. */
  readonly source: readonly ElectionUuid[];
  /** The evaluation it repeats. */
  readonly secondOf: readonly ElectionUuid[];
}

/** The published elections of a session, in order. */
export async function publishedUuids(
  trx: Transaction,
  congress: CongressId,
  session: SessionId | null,
): Promise<ElectionUuid[]> {
  if (session === null) return [];
  const rows = await chainRows(trx, congress, session);
  return rows.filter(({ state }) => state === 'published').map(({ uuid }) => uuid);
}

/** The paper of a session's evaluation. The ballot's row says that it is one, so it exists. */
export async function evaluationPaper(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
): Promise<EvaluationPaper> {
  const row = await evaluationRow(trx, congress, session);
  const source = row && (await findSession(trx, congress, row.source_session));
  if (!source) throw new Error('an evaluation without what it evaluates');
  return {
    rules: row.rules,
    projects: await evaluationProjects(trx, congress, session),
    year: source.year,
    source: await publishedUuids(trx, congress, row.source_session),
    secondOf: await publishedUuids(trx, congress, row.second_of),
  };
}

/** Gives a rehearsal the paper of the session it rehearses. @returns whether that is an evaluation */
export async function copyEvaluation(
  trx: Transaction,
  congress: CongressId,
  from: SessionId,
  to: SessionId,
): Promise<boolean> {
  const row = await evaluationRow(trx, congress, from);
  if (!row) return false;
  await putEvaluation(trx, congress, to, {
    source: row.source_session,
    secondOf: row.second_of,
    rules: row.rules,
    members: await membersOf(trx, congress, from),
    projects: await evaluationProjects(trx, congress, from),
  });
  await markEvaluation(trx, congress, to, 'evaluation');
  return true;
}

/** Says of a session's ballot, which has not opened, what kind it is. */
export async function markEvaluation(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
  kind: 'projects' | 'evaluation',
): Promise<void> {
  await trx
    .updateTable('ballot')
    .set({ kind })
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .where('ordinal', '=', 0)
    .execute();
}
