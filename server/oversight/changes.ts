import type { z } from 'zod';
import type { oversight } from '../../core/contract/oversight.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { Change } from '../../core/contract/projects.ts';
import type { ChangeId, FileId, ProjectId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import {
  afterChange,
  type ChangeAct,
  changeCauseWords,
  changeKindWords,
  changeStateWords,
  decidedBy,
  possibleChanges,
  stateAfterChange,
} from '../../core/workflow/change.ts';
import { actorOf, append } from '../audit/append.ts';
import { today } from '../cycle/store.ts';
import type { Transaction } from '../database/pool.ts';
import { recordChange } from '../history/record.ts';
import type { Caller } from '../http/caller.ts';
import { findCongress } from '../identity/store.ts';
import { type ChangeRow, changesOfProject, findChange, putChange, updateChange } from './change-store.ts';
import { notRunning, reportsIt, stateWords } from './projects.ts';
import { filesKnown, findProject, lockOversight, updateProject } from './store.ts';
import { changesOf } from './view.ts';

type Wanted = z.output<typeof oversight.requestChange.body>;

/** Requests a change under the client's id; the same id corrects it until it is decided. One request of a project at a time. */
export async function requestChange(
  trx: Transaction,
  caller: Caller,
  projectId: ProjectId,
  id: ChangeId,
  body: Wanted,
): Promise<Result<Change, Problem>> {
  await lockOversight(trx, caller.congress);
  const project = await findProject(trx, caller.congress, projectId);
  if (!project) return err(problem('not-found'));
  const mine = await reportsIt(trx, caller, project);
  if (!mine.ok) return mine;
  const before = await findChange(trx, caller.congress, id);
  if (before && before.project_id !== projectId) return err(problem('conflict'));
  // Only a major change names what becomes of content, finish and budget.
  const major = body.kind === 'content' ? body : { ...body, content: null, finish: null, budget: null };
  if (before && JSON.stringify(wantedOf(before)) === JSON.stringify(wantedOf({ ...major, file_id: major.file })))
    return seen(trx, caller, id);
  if (before && before.state !== 'requested') return err(notNow(before, { zh: '更正', en: 'correct' }));
  const others = await changesOfProject(trx, caller.congress, projectId);
  if (others.some((one) => one.id !== id && one.state === 'requested')) return err(problem('change-open'));
  if (!possibleChanges(project.state).includes(body.kind)) return err(notRunning(project.state));
  if (major.kind === 'content' && major.content === null && major.finish === null && major.budget === null)
    return err(problem('change-empty'));
  if (major.file && !(await filesKnown(trx, caller.congress, [major.file], false))) return err(problem('not-found'));
  const { file, ...values } = major;
  await putChange(trx, {
    congress_id: caller.congress,
    id,
    project_id: projectId,
    ...values,
    file_id: file,
    requested_on: before?.requested_on ?? (await today(trx)),
  });
  const after = inWords(major);
  await record(trx, caller, id, projectId, {
    act: `${before ? '更正' : '提出'}${changeKindWords[body.kind].zh}申请`,
    reason: body.reason,
    before: before ? inWords(before) : null,
    after,
  });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'change-requested',
    subject: { type: 'project', id: projectId },
    detail: { change: id, kind: body.kind, cause: body.cause },
  });
  return seen(trx, caller, id);
}

const wantedOf = ({
  kind,
  cause,
  reason,
  content,
  finish,
  budget,
  file_id,
}: Omit<Wanted, 'file'> & { file_id: FileId | null }) => ({ kind, cause, reason, content, finish, budget, file_id });

const inWords = ({ kind, cause, content, finish, budget }: Omit<Wanted, 'file' | 'reason'>) => ({
  kind: changeKindWords[kind].zh,
  cause: changeCauseWords[cause].zh,
  ...(content === null ? {} : { content }),
  ...(finish === null ? {} : { finish }),
  ...(budget === null ? {} : { budget }),
});

/** A change stands in its own history and in its project's. */
async function record(
  trx: Transaction,
  caller: Caller,
  id: ChangeId,
  project: ProjectId,
  what: { act: string; reason?: string; before?: Record<string, unknown> | null; after?: Record<string, unknown> },
): Promise<void> {
  await recordChange(trx, caller.congress, caller, { kind: 'change', subject: id, ...what });
  await recordChange(trx, caller.congress, caller, { kind: 'project', subject: project, ...what });
}

const notNow = (row: Pick<ChangeRow, 'state'>, act: { zh: string; en: string }): Problem =>
  problem('not-possible-now', {
    state: changeStateWords[row.state].zh,
    stateEn: changeStateWords[row.state].en,
    act: act.zh,
    actEn: act.en,
  });

const actWords: Record<ChangeAct, { zh: string; en: string }> = {
  approve: { zh: '登记同意', en: 'record the approval' },
  refuse: { zh: '登记不同意', en: 'record the refusal' },
  withdraw: { zh: '撤回申请', en: 'withdraw' },
  notice: { zh: '登记公告', en: 'record the notice' },
  report: { zh: '登记向代表大会报告', en: 'record the report to the plenary' },
};

type Set = Parameters<typeof updateChange>[3];

/** Moves a change on, with everything that keeps it on record. `effect` is what it makes of the project. */
async function move(
  trx: Transaction,
  caller: Caller,
  row: ChangeRow,
  act: ChangeAct,
  set: Set,
  note: string,
  detail: Record<string, unknown> = {},
): Promise<Result<Change, Problem>> {
  const { level } = (await findCongress(trx, caller.congress))!;
  const state = afterChange(row.state, act, level);
  if (state === null) return err(notNow(row, actWords[act]));
  await updateChange(trx, caller.congress, row.id, { ...set, state });
  await record(trx, caller, row.id, row.project_id, {
    act: `${changeKindWords[row.kind].zh}：${changeStateWords[state].zh}`,
    reason: note,
    before: { change: changeStateWords[row.state].zh },
    after: { change: changeStateWords[state].zh, ...detail },
  });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'change-decided',
    subject: { type: 'project', id: row.project_id },
    detail: {
      change: row.id,
      kind: row.kind,
      state,
      decidedBy: set.decided_by ?? row.decided_by,
      number: set.notice_number ?? set.decision_number ?? '',
    },
  });
  return seen(trx, caller, row.id);
}

export async function withdrawChange(
  trx: Transaction,
  caller: Caller,
  id: ChangeId,
  reason: string,
): Promise<Result<Change, Problem>> {
  await lockOversight(trx, caller.congress);
  const row = await findChange(trx, caller.congress, id);
  if (!row) return err(problem('not-found'));
  const mine = await reportsIt(trx, caller, (await findProject(trx, caller.congress, row.project_id))!);
  if (!mine.ok) return mine;
  if (row.state === 'withdrawn') return seen(trx, caller, id);
  return move(trx, caller, row, 'withdraw', { note: reason }, reason);
}

/** Records what the body that domain.md names decided. Approved, it takes effect on the project at once. */
export async function decideChange(
  trx: Transaction,
  caller: Caller,
  id: ChangeId,
  { approved, on, number, file, note }: z.output<typeof oversight.decideChange.body>,
): Promise<Result<Change, Problem>> {
  await lockOversight(trx, caller.congress);
  const row = await findChange(trx, caller.congress, id);
  if (!row) return err(problem('not-found'));
  const decided = row.state !== 'requested' && row.state !== 'withdrawn';
  const same = row.decided_on === on && row.decision_number === number && approved === (row.state !== 'refused');
  if (decided && same) return seen(trx, caller, id);
  // A decision to approve changes what was voted: it must stand on a paper.
  if (approved && file === null) return err(problem('decision-incomplete'));
  if (!approved && note === '') return err(problem('note-needed'));
  if (file && !(await filesKnown(trx, caller.congress, [file], false))) return err(problem('not-found'));
  if (on > (await today(trx))) return err(problem('day-to-come', { day: on }));
  const body = decidedBy((await findCongress(trx, caller.congress))!.level).zh;
  const project = (await findProject(trx, caller.congress, row.project_id))!;
  if (approved && !possibleChanges(project.state).includes(row.kind)) return err(notRunning(project.state));
  const { content, finish, budget } = project;
  const done = await move(
    trx,
    caller,
    row,
    approved ? 'approve' : 'refuse',
    {
      decided_on: on,
      decided_by: body,
      decision_number: number,
      decision_file_id: file,
      note,
      ...(approved ? { before: JSON.stringify({ content, finish, budget }) } : {}),
    },
    note,
    { decidedBy: body, decidedOn: on, number },
  );
  if (!done.ok || !approved) return done;
  const after = {
    state: stateAfterChange(project.state, row.kind),
    content: row.content ?? content,
    finish: row.finish ?? finish,
    budget: row.budget ?? budget,
  };
  await updateProject(trx, caller.congress, project.id, after);
  await recordChange(trx, caller.congress, caller, {
    kind: 'project',
    subject: project.id,
    act: `${changeKindWords[row.kind].zh}生效`,
    before: { content, finish, budget, state: stateWords[project.state].zh },
    after: { ...after, state: stateWords[after.state].zh },
  });
  return seen(trx, caller, id);
}

/** Records the notice (公告) of a change. */
export async function noticeChange(
  trx: Transaction,
  caller: Caller,
  id: ChangeId,
  { on, number }: { on: string; number: string },
): Promise<Result<Change, Problem>> {
  await lockOversight(trx, caller.congress);
  const row = await findChange(trx, caller.congress, id);
  if (!row) return err(problem('not-found'));
  if (row.notice_on === on && row.notice_number === number) return seen(trx, caller, id);
  if (on > (await today(trx))) return err(problem('day-to-come', { day: on }));
  return move(trx, caller, row, 'notice', { notice_on: on, notice_number: number }, '', { noticeOn: on, number });
}

/** Records that the standing committee reported a change to the plenary. */
export async function reportChange(
  trx: Transaction,
  caller: Caller,
  id: ChangeId,
  on: string,
): Promise<Result<Change, Problem>> {
  await lockOversight(trx, caller.congress);
  const row = await findChange(trx, caller.congress, id);
  if (!row) return err(problem('not-found'));
  if (row.reported_on === on) return seen(trx, caller, id);
  if (on > (await today(trx))) return err(problem('day-to-come', { day: on }));
  return move(trx, caller, row, 'report', { reported_on: on }, '', { reportedOn: on });
}

async function seen(trx: Transaction, caller: Caller, id: ChangeId): Promise<Result<Change, Problem>> {
  const [change] = await changesOf(trx, caller.congress, [(await findChange(trx, caller.congress, id))!]);
  return ok(change!);
}
