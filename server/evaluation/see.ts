import type { Evaluations, EvaluationView, PublicEvaluation, Rectification } from '../../core/contract/evaluation.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { BallotId, CongressId, ElectionUuid } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { rectificationOpen } from '../../core/workflow/rectification.ts';
import { type BallotRow, ballotOf } from '../ballot/store.ts';
import { listDeputies } from '../congress/store.ts';
import { today } from '../cycle/store.ts';
import type { Transaction } from '../database/pool.ts';
import { publishedBallot } from '../publication/result.ts';
import { paperOpen } from '../session/frozen.ts';
import { findSession, listSessions } from '../session/store.ts';
import { publishedUuids } from './paper.ts';
import { hasRated, ratingsOf } from './rating.ts';
import { type RectificationRow, rectificationsAround, rectificationsOf } from './rectification-store.ts';
import { sourcesOf } from './sources.ts';
import { type EvaluationRow, evaluationProjects, evaluationRow, evaluationRows, membersOf } from './store.ts';

/** Everything the console's page 测评整改 shows. */
export async function seeEvaluations(trx: Transaction, congress: CongressId): Promise<Evaluations> {
  const sessions = await listSessions(trx, congress);
  const rows = await evaluationRows(trx, congress);
  const evaluations: EvaluationView[] = [];
  for (const { id, name, year, rehearsal_of } of sessions) {
    const row = rows.find(({ session_id }) => session_id === id);
    const ballot = row && (await ballotOf(trx, congress, id));
    if (ballot) evaluations.push(await viewOf(trx, row, ballot, { name, year, rehearsal: rehearsal_of !== null }));
  }
  const day = await today(trx);
  const rectifications = await seeRectifications(trx, congress, await rectificationsOf(trx, congress), day);
  const deputies = (await listDeputies(trx, congress)).filter(({ inOffice }) => inOffice);
  return {
    sources: await sourcesOf(trx, congress),
    evaluations,
    rectifications: rectifications.sort(
      (a, b) => Number(rectificationOpen(b.state)) - Number(rectificationOpen(a.state)),
    ),
    deputies: deputies.map(({ id, name }) => ({ id, name })),
  };
}

async function viewOf(
  trx: Transaction,
  row: EvaluationRow,
  ballot: BallotRow,
  session: { name: string; year: number; rehearsal: boolean },
): Promise<EvaluationView> {
  const published = ballot.state === 'published' ? ballot.outcome?.evaluation : undefined;
  return {
    session: row.session_id,
    ...session,
    uuid: ballot.uuid,
    state: ballot.state,
    editable: !session.rehearsal && ballot.ordinal === 0 && paperOpen(ballot),
    source: row.source_session,
    secondOf: row.second_of,
    rules: row.rules,
    members: await membersOf(trx, row.congress_id, row.session_id),
    projects: await evaluationProjects(trx, row.congress_id, row.session_id),
    grades:
      published?.projects.flatMap(({ code, outcome }) => (outcome ? [{ code, grade: outcome.grade }] : [])) ?? null,
  };
}

async function seeRectifications(
  trx: Transaction,
  congress: CongressId,
  rows: readonly RectificationRow[],
  day: string,
): Promise<Rectification[]> {
  const names = new Map((await listSessions(trx, congress)).map(({ id, name }) => [id, name]));
  const uuids = await uuidsOf(
    trx,
    congress,
    rows.flatMap(({ graded_by }) => (graded_by === null ? [] : [graded_by])),
  );
  return rows.map((row) => ({
    id: row.id,
    ballot: row.ballot_id,
    session: row.session_id,
    sessionName: names.get(row.session_id) ?? '',
    code: row.code,
    title: row.title,
    unit: row.unit,
    openedOn: row.opened_on,
    deadline: row.deadline,
    state: row.state,
    late: row.deadline < (row.reported_on ?? row.graded_on ?? day),
    plan: row.plan,
    plannedOn: row.planned_on,
    report: row.report,
    reportedOn: row.reported_on,
    grade: row.grade,
    gradedOn: row.graded_on,
    gradedBy: (row.graded_by !== null && uuids.get(row.graded_by)) || null,
  }));
}

async function uuidsOf(
  trx: Transaction,
  congress: CongressId,
  ids: readonly BallotId[],
): Promise<Map<BallotId, ElectionUuid>> {
  if (ids.length === 0) return new Map();
  const rows = await trx
    .selectFrom('ballot')
    .select(['id', 'uuid'])
    .where('congress_id', '=', congress)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, uuid }) => [id, uuid]));
}

/** The published ballot of an evaluation. */
export async function publishedEvaluation(trx: Transaction, uuid: ElectionUuid): Promise<Result<BallotRow, Problem>> {
  const found = await publishedBallot(trx, uuid);
  return found.ok && found.value.kind !== 'evaluation' ? err(problem('not-an-evaluation')) : found;
}

/** What anybody may see beside the result of an evaluation. */
export async function publicEvaluation(
  trx: Transaction,
  uuid: ElectionUuid,
  token: string | null,
): Promise<Result<PublicEvaluation, Problem>> {
  const found = await publishedEvaluation(trx, uuid);
  if (!found.ok) return found;
  const ballot = found.value;
  const { congress_id: congress } = ballot;
  const row = (await evaluationRow(trx, congress, ballot.session_id))!;
  const source = (await findSession(trx, congress, row.source_session))!;
  const seconds: ElectionUuid[] = [];
  for (const other of await evaluationRows(trx, congress))
    if (other.second_of === ballot.session_id) seconds.push(...(await realUuids(trx, congress, other)));
  const around = await rectificationsAround(trx, congress, ballot.id);
  const rectifications = await seeRectifications(trx, congress, around, await today(trx));
  return ok({
    source: {
      session: source.name,
      year: source.year,
      uuids: await publishedUuids(trx, congress, row.source_session),
    },
    secondOf: await publishedUuids(trx, congress, row.second_of),
    seconds,
    rectifications: rectifications.map(({ id, ballot: _, session, sessionName, ...shown }) => shown),
    ...(await ratingsOf(trx, ballot)),
    rated: await hasRated(trx, ballot, token),
  });
}

/** The published elections of a second evaluation that is no rehearsal. */
async function realUuids(
  trx: Transaction,
  congress: CongressId,
  { session_id }: EvaluationRow,
): Promise<ElectionUuid[]> {
  const session = await findSession(trx, congress, session_id);
  return session?.rehearsal_of === null ? publishedUuids(trx, congress, session_id) : [];
}
