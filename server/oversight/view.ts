import type { Oversight } from '../../core/contract/oversight.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { Change, Matter, PhotoRef, ProjectDetail, ProjectRecord } from '../../core/contract/projects.ts';
import type { CongressId, CycleId, FileId, ProjectId } from '../../core/ids.ts';
import { byUrgency } from '../../core/oversight/project.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { changeIsOpen } from '../../core/workflow/change.ts';
import { listCandidates } from '../congress/store.ts';
import { findCycle, today } from '../cycle/store.ts';
import type { Transaction } from '../database/pool.ts';
import { describeFiles } from '../files/keep.ts';
import { findCongress } from '../identity/store.ts';
import { type ChangeRow, changesOfCycle, changesOfProject, countReports } from './change-store.ts';
import { electedVotes } from './elected.ts';
import { dueMatters, type MatterRow, mattersOf, openMatters, topicsOf } from './matter-store.ts';
import { lineOf } from './standing.ts';
import { findProject, governmentAccounts, listProjects, photosOf, type RecordRow, recordsOf } from './store.ts';

/** Days ahead that the digest looks. */
const DIGEST_DAYS = 7;
const later = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The year's projects, the late ones first, with what is due. */
export async function seeOversight(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
): Promise<Result<Oversight, Problem>> {
  const year = await findCycle(trx, congress, cycle);
  if (!year) return err(problem('not-found'));
  const day = await today(trx);
  const rows = await listProjects(trx, congress, cycle);
  const records = await recordsOf(
    trx,
    congress,
    rows.map(({ id }) => id),
  );
  const open = await openMatters(trx, congress, cycle);
  const { level } = (await findCongress(trx, congress))!;
  const changes = (await changesOfCycle(trx, congress, cycle)).filter(({ state }) => changeIsOpen(state, level));
  const votes = await electedVotes(trx, congress, cycle);
  const taken = new Set(rows.map(({ candidate_id }) => candidate_id));
  const due = await dueMatters(trx, congress, cycle, later(day, DIGEST_DAYS));
  return ok({
    today: day,
    year: year.year,
    level,
    projects: rows
      .map((row) =>
        lineOf(
          row,
          records.filter(({ project_id }) => project_id === row.id),
          day,
          open.get(row.id) ?? 0,
          changes.some(({ project_id }) => project_id === row.id),
        ),
      )
      .sort((a, b) => byUrgency(a.light, b.light) || (a.next?.due ?? '9').localeCompare(b.next?.due ?? '9')),
    candidates: (await listCandidates(trx, congress, cycle))
      // What the deputies did not choose is no project of theirs; where the ballot was held elsewhere nothing is known of it.
      .filter(({ id, code }) => !taken.has(id) && (votes.size === 0 || votes.has(code)))
      .map(({ id, code, title }) => ({ id, code, title, elected: votes.has(code) })),
    topics: (await topicsOf(trx, congress, cycle)).map(({ id, quarter, topic, method, projects, held, ...rest }) => ({
      ...{ id, quarter, topic, method, projects },
      held: held ?? 0,
      withdrawnReason: rest.withdrawn_reason,
    })),
    dueMatters: due.map((row) => matterOf(row, [], day)),
    openMatters: [...open.values()].reduce((sum, count) => sum + count, 0),
    newReports: await countReports(trx, congress, cycle, { state: 'received' }),
    openChanges: changes.length,
    accounts: await governmentAccounts(trx, congress),
  });
}

/** One project with everything that is kept of it. */
export async function seeProject(
  trx: Transaction,
  congress: CongressId,
  id: ProjectId,
): Promise<Result<ProjectDetail, Problem>> {
  const row = await findProject(trx, congress, id);
  if (!row) return err(problem('not-found'));
  const day = await today(trx);
  const records = await recordsOf(trx, congress, [id]);
  const matters = await mattersOf(trx, congress, id);
  const changes = await changesOfProject(trx, congress, id);
  const { level } = (await findCongress(trx, congress))!;
  const photos = await photosOf(
    trx,
    congress,
    [...records, ...matters].map((one) => one.id),
  );
  const open = matters.filter(({ state }) => state === 'open' || state === 'answered').length;
  const changing = changes.some(({ state }) => changeIsOpen(state, level));
  return ok({
    ...lineOf(row, records, day, open, changing),
    content: row.content,
    candidate: row.candidate_id,
    plan: row.plan,
    reporters: row.reporters,
    records: records.map((one) => recordOf(one, photos.get(one.id) ?? [])).reverse(),
    matters: matters.map((one) => matterOf(one, photos.get(one.id) ?? [], day)).reverse(),
    changes: (await changesOf(trx, congress, changes)).reverse(),
    today: day,
  });
}

const recordOf = (row: RecordRow, photos: PhotoRef[]): ProjectRecord => ({
  id: row.id,
  kind: row.kind,
  number: row.number,
  on: row.on_day,
  content: row.content,
  people: row.people,
  spent: row.spent,
  done: row.done,
  topic: row.topic,
  topicId: row.topic_id,
  photos,
  published: row.published,
  withdrawnReason: row.withdrawn_reason,
  by: row.by,
});

export const matterOf = (row: MatterRow, photos: PhotoRef[], day: string): Matter => ({
  id: row.id,
  project: row.project_id,
  projectTitle: row.title,
  kind: row.kind,
  number: row.number,
  content: row.content,
  owner: row.owner,
  due: row.due,
  late: row.state === 'open' && row.due < day,
  state: row.state,
  answer: row.answer,
  answeredOn: row.answered_on,
  photos,
  note: row.note,
  closedOn: row.closed_on,
  raisedOn: row.raised_on,
  inspection: row.inspection,
  citizenReport: row.citizen_report_id,
});

/** Changes with the files they name. */
export async function changesOf(trx: Transaction, congress: CongressId, rows: readonly ChangeRow[]): Promise<Change[]> {
  const ids = rows.flatMap((row) => [row.file_id, row.decision_file_id]).filter((id): id is FileId => id !== null);
  const files = new Map((await describeFiles(trx, congress, [...new Set(ids)])).map((file) => [file.id, file]));
  return rows.map((row) => ({
    id: row.id,
    project: row.project_id,
    projectTitle: row.title,
    kind: row.kind,
    cause: row.cause,
    reason: row.reason,
    content: row.content,
    finish: row.finish,
    budget: row.budget,
    before: row.before,
    file: (row.file_id && files.get(row.file_id)) ?? null,
    state: row.state,
    requestedOn: row.requested_on,
    decidedOn: row.decided_on,
    decidedBy: row.decided_by,
    decisionNumber: row.decision_number,
    decisionFile: (row.decision_file_id && files.get(row.decision_file_id)) ?? null,
    note: row.note,
    noticeOn: row.notice_on,
    noticeNumber: row.notice_number,
    reportedOn: row.reported_on,
  }));
}
