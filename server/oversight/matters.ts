import type { z } from 'zod';
import type { oversight } from '../../core/contract/oversight.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { Matter, PhotoRef } from '../../core/contract/projects.ts';
import type { CycleId, MatterId, ProjectId, TopicId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { afterMatter, type MatterAct, matterActWords, matterStateWords } from '../../core/workflow/matter.ts';
import { actorOf, append } from '../audit/append.ts';
import { findCycle, today } from '../cycle/store.ts';
import type { Transaction } from '../database/pool.ts';
import { recordChange } from '../history/record.ts';
import type { Caller } from '../http/caller.ts';
import { findCongress } from '../identity/store.ts';
import { findReport, updateReport } from './change-store.ts';
import {
  countMatters,
  findMatter,
  findTopic,
  type MatterFilter,
  type MatterRow,
  matterPage,
  nextMatterNumber,
  putMatter,
  putTopic,
  updateMatter,
} from './matter-store.ts';
import { reportsIt } from './projects.ts';
import { filesKnown, findProject, findRecord, listProjects, lockOversight, photosOf, putPhotos } from './store.ts';
import { matterOf } from './view.ts';

const PAGE = 50;
const kindWords = { problem: '问题', opinion: '意见' } as const;

/** A page of the problem list or the opinions. `next` is how many came before the following page. */
export async function seeMatters(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  filter: MatterFilter,
  after = 0,
): Promise<{ matters: Matter[]; next: number | null; count: number }> {
  const day = await today(trx);
  const rows = await matterPage(trx, caller.congress, cycle, filter, after, PAGE + 1);
  const page = rows.slice(0, PAGE);
  const photos = await photosOf(
    trx,
    caller.congress,
    page.map(({ id }) => id),
  );
  return {
    matters: page.map((row) => matterOf(row, photos.get(row.id) ?? [], day)),
    next: rows.length > PAGE ? after + PAGE : null,
    count: await countMatters(trx, caller.congress, cycle, filter),
  };
}

/** All of them, for the workbook: a year has hundreds, not thousands. */
export async function mattersBook(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  filter: MatterFilter,
): Promise<Result<{ head: string; year: number; list: Matter[] }, Problem>> {
  const known = await findCycle(trx, caller.congress, cycle);
  const congress = await findCongress(trx, caller.congress);
  if (!known || !congress) return err(problem('not-found'));
  const day = await today(trx);
  const rows = await matterPage(trx, caller.congress, cycle, filter, 0, null);
  return ok({
    head: `${congress.name}　${known.year} 年度民生实事项目`,
    year: known.year,
    list: rows.map((row) => matterOf(row, [], day)),
  });
}

/** Raises a problem or an opinion under the client's id; the same id corrects it while it is open. */
export async function raise(
  trx: Transaction,
  caller: Caller,
  projectId: ProjectId,
  id: MatterId,
  body: z.output<typeof oversight.raise.body>,
): Promise<Result<void, Problem>> {
  await lockOversight(trx, caller.congress);
  const before = await findMatter(trx, caller.congress, id);
  if (before && (before.project_id !== projectId || before.kind !== body.kind)) return err(problem('conflict'));
  if (!(await findProject(trx, caller.congress, projectId))) return err(problem('not-found'));
  const inspection = body.inspection && (await findRecord(trx, caller.congress, body.inspection));
  if (body.inspection && (!inspection || inspection.project_id !== projectId)) return err(problem('not-found'));
  const citizen = body.citizenReport && (await findReport(trx, caller.congress, body.citizenReport));
  if (body.citizenReport && (!citizen || citizen.project_id !== projectId)) return err(problem('not-found'));
  const { content, owner, due } = body;
  const values = { content, owner, due };
  const shown = (one: typeof values) => ({ content: one.content, owner: one.owner, due: one.due });
  if (before && JSON.stringify(shown(before)) === JSON.stringify(values) && before.record_id === body.inspection)
    return ok(undefined);
  if (before && before.state !== 'open') return err(notNow(before, { zh: '更正', en: 'correct' }));
  const number = before?.number ?? (await nextMatterNumber(trx, caller.congress, body.kind));
  await putMatter(trx, {
    congress_id: caller.congress,
    id,
    project_id: projectId,
    kind: body.kind,
    number,
    ...values,
    record_id: body.inspection,
    citizen_report_id: before ? before.citizen_report_id : body.citizenReport,
    raised_on: before?.raised_on ?? (await today(trx)),
  });
  if (!before && citizen) await updateReport(trx, caller.congress, citizen.id, { state: 'listed' });
  await recordChange(trx, caller.congress, caller, {
    kind: 'problem',
    subject: id,
    act: `${before ? '更正' : '提出'}${kindWords[body.kind]}（第 ${number} 号）`,
    before: before ? shown(before) : null,
    after: values,
  });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'matter-raised',
    subject: { type: 'project', id: projectId },
    detail: { matter: id, kind: body.kind, number },
  });
  return ok(undefined);
}

const notNow = (row: Pick<MatterRow, 'state'>, act: { zh: string; en: string }): Problem =>
  problem('not-possible-now', {
    state: matterStateWords[row.state].zh,
    stateEn: matterStateWords[row.state].en,
    act: act.zh,
    actEn: act.en,
  });

/** The unit says what it did. */
export async function answerMatter(
  trx: Transaction,
  caller: Caller,
  id: MatterId,
  { answer, photos }: { answer: string; photos: PhotoRef[] },
): Promise<Result<Matter, Problem>> {
  await lockOversight(trx, caller.congress);
  const row = await findMatter(trx, caller.congress, id);
  if (!row) return err(problem('not-found'));
  const mine = await reportsIt(trx, caller, (await findProject(trx, caller.congress, row.project_id))!);
  if (!mine.ok) return mine;
  const known = (await photosOf(trx, caller.congress, [id])).get(id) ?? [];
  if (row.state === 'answered' && row.answer === answer && JSON.stringify(known) === JSON.stringify(photos))
    return seen(trx, caller, id);
  const files = photos.map(({ file }) => file);
  if (!(await filesKnown(trx, caller.congress, files, true))) return err(problem('not-found'));
  const done = await move(trx, caller, row, 'answer', { answer, answered_on: await today(trx) }, answer);
  if (!done.ok) return done;
  await putPhotos(trx, caller.congress, id, photos);
  return seen(trx, caller, id);
}

/** The presidium closes it after a check, returns it, or withdraws it. */
export async function settleMatter(
  trx: Transaction,
  caller: Caller,
  id: MatterId,
  act: 'close' | 'return' | 'withdraw',
  note: string,
): Promise<Result<Matter, Problem>> {
  await lockOversight(trx, caller.congress);
  const row = await findMatter(trx, caller.congress, id);
  if (!row) return err(problem('not-found'));
  const after = { close: 'closed', return: 'open', withdraw: 'withdrawn' } as const;
  if (row.state === after[act] && row.note === note) return seen(trx, caller, id);
  if (act !== 'close' && note === '') return err(problem('note-needed'));
  const closed_on = act === 'close' ? await today(trx) : null;
  const done = await move(trx, caller, row, act, { note, closed_on }, note);
  return done.ok ? seen(trx, caller, id) : done;
}

async function move(
  trx: Transaction,
  caller: Caller,
  row: MatterRow,
  act: MatterAct,
  set: Partial<Pick<MatterRow, 'answer' | 'answered_on' | 'note' | 'closed_on'>>,
  reason: string,
): Promise<Result<void, Problem>> {
  const state = afterMatter(row.state, act);
  if (state === null) return err(notNow(row, matterActWords[act]));
  await updateMatter(trx, caller.congress, row.id, { ...set, state });
  await recordChange(trx, caller.congress, caller, {
    kind: 'problem',
    subject: row.id,
    act: matterActWords[act].zh,
    reason,
    before: { state: matterStateWords[row.state].zh, answer: row.answer },
    after: { state: matterStateWords[state].zh, answer: set.answer ?? row.answer },
  });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'matter-changed',
    subject: { type: 'project', id: row.project_id },
    detail: { matter: row.id, kind: row.kind, number: row.number, state },
  });
  return ok(undefined);
}

async function seen(trx: Transaction, caller: Caller, id: MatterId): Promise<Result<Matter, Problem>> {
  const row = (await findMatter(trx, caller.congress, id))!;
  const photos = await photosOf(trx, caller.congress, [id]);
  return ok(matterOf(row, photos.get(id) ?? [], await today(trx)));
}

/** Saves a topic of the year's supervision plan; with a reason it is withdrawn. */
export async function saveTopic(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: TopicId,
  { withdrawnReason, ...body }: z.output<typeof oversight.topic.body>,
): Promise<Result<void, Problem>> {
  await lockOversight(trx, caller.congress);
  if (!(await findCycle(trx, caller.congress, cycle))) return err(problem('not-found'));
  const before = await findTopic(trx, caller.congress, id);
  if (before && before.cycle_id !== cycle) return err(problem('conflict'));
  const projects = await listProjects(trx, caller.congress, cycle);
  if (!body.projects.every((one) => projects.some((project) => project.id === one))) return err(problem('not-found'));
  const titles = (ids: readonly ProjectId[]) =>
    projects
      .filter((one) => ids.includes(one.id))
      .map(({ title }) => title)
      .join('、');
  const shown = ({ quarter, topic, method, projects: ids }: typeof body, withdrawn: string) => ({
    ...{ quarter, topic, method },
    projects: titles(ids),
    withdrawn,
  });
  const after = shown(body, withdrawnReason);
  const was = before ? shown(before, before.withdrawn_reason) : null;
  if (JSON.stringify(was) === JSON.stringify(after)) return ok(undefined);
  await putTopic(trx, {
    congress_id: caller.congress,
    id,
    cycle_id: cycle,
    ...body,
    withdrawn_reason: withdrawnReason,
  });
  await recordChange(trx, caller.congress, caller, {
    kind: 'cycle',
    subject: cycle,
    act: withdrawnReason ? '撤回监督议题' : before ? '修改监督议题' : '列入监督计划',
    reason: withdrawnReason,
    before: was,
    after,
  });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'supervision-planned',
    subject: { type: 'cycle', id: cycle },
    detail: { topic: body.topic, quarter: body.quarter, withdrawn: withdrawnReason !== '' },
  });
  return ok(undefined);
}
