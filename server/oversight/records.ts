import type { RecordBody } from '../../core/contract/oversight.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { FileId, ProjectId, RecordId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { nameRoles } from '../../core/workflow/ballot.ts';
import { actorOf, append } from '../audit/append.ts';
import { today } from '../cycle/store.ts';
import type { Transaction } from '../database/pool.ts';
import { publishFiles } from '../files/keep.ts';
import { recordChange } from '../history/record.ts';
import type { Caller } from '../http/caller.ts';
import { findTopic } from './matter-store.ts';
import { notRunning, reportsIt } from './projects.ts';
import {
  filesKnown,
  findProject,
  findRecord,
  lockOversight,
  nextRecordNumber,
  type ProjectRow,
  photosOf,
  putPhotos,
  putRecord,
  type RecordRow,
  shownElsewhere,
  updateRecord,
} from './store.ts';

export const kindWords = { report: '进展报告', inspection: '检查记录' } as const;

/**
 * Saves a progress report (the unit's) or an inspection (the presidium's) under the client's id; the same id corrects it. What is public already
 * goes out of public sight when it is corrected, until staff have looked again.
 */
export async function saveRecord(
  trx: Transaction,
  caller: Caller,
  projectId: ProjectId,
  id: RecordId,
  body: RecordBody,
): Promise<Result<void, Problem>> {
  await lockOversight(trx, caller.congress);
  const project = await findProject(trx, caller.congress, projectId);
  if (!project) return err(problem('not-found'));
  const before = await findRecord(trx, caller.congress, id);
  if (before && (before.project_id !== projectId || before.kind !== body.kind)) return err(problem('conflict'));
  if (before && before.withdrawn_reason !== '') return err(problem('record-withdrawn'));
  const faulty = await bodyProblem(trx, caller, project, body);
  if (faulty) return err(faulty);
  const values = {
    on_day: body.on,
    content: body.content,
    people: body.people,
    spent: body.spent,
    done: body.done,
    topic_id: body.topic,
  };
  const photosBefore = (await photosOf(trx, caller.congress, [id])).get(id) ?? [];
  const shownBefore = before && { ...shown(before), photos: photosBefore.length };
  const same = before && JSON.stringify([pick(before), photosBefore]) === JSON.stringify([values, body.photos]);
  if (same) return ok(undefined);
  const number = before?.number ?? (await nextRecordNumber(trx, caller.congress, projectId));
  if (before?.published) await hide(trx, caller, before);
  await putRecord(trx, {
    congress_id: caller.congress,
    id,
    project_id: projectId,
    kind: body.kind,
    number,
    account_id: caller.id,
    ...values,
  });
  await putPhotos(trx, caller.congress, id, body.photos);
  await recordChange(trx, caller.congress, caller, {
    kind: 'project',
    subject: projectId,
    act: `${before ? '更正' : '填写'}${kindWords[body.kind]}（第 ${number} 号）`,
    before: shownBefore,
    after: { ...shown(values), photos: body.photos.length },
  });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'project-record-saved',
    subject: { type: 'project', id: projectId },
    detail: { record: id, kind: body.kind, number },
  });
  return ok(undefined);
}

type Values = Pick<RecordRow, 'on_day' | 'content' | 'people' | 'spent' | 'done' | 'topic_id'>;
const pick = ({ on_day, content, people, spent, done, topic_id }: Values): Values => ({
  ...{ on_day, content, people, spent, done, topic_id },
});
const shown = ({ on_day, content, people, spent, done }: Values) => ({
  ...{ on: on_day, content, people, spent },
  milestones: done.length,
});

async function bodyProblem(
  trx: Transaction,
  caller: Caller,
  project: ProjectRow,
  body: RecordBody,
): Promise<Problem | null> {
  if (body.kind === 'report') {
    const mine = await reportsIt(trx, caller, project);
    if (!mine.ok) return mine.error;
    if (project.state === 'ended') return notRunning(project.state);
    if (!project.plan) return problem('no-plan-yet');
    if (body.done.some((id) => !project.plan?.milestones.some((one) => one.id === id)))
      return problem('milestone-unknown');
  }
  if (body.on > (await today(trx))) return problem('day-to-come', { day: body.on });
  const topic = body.topic && (await findTopic(trx, caller.congress, body.topic));
  if (body.topic && !topic) return problem('not-found');
  const files = body.photos.map(({ file }) => file);
  return (await filesKnown(trx, caller.congress, files, true)) ? null : problem('not-found');
}

/** Shows a record with its photos to the public, or no longer. */
export async function publishRecord(
  trx: Transaction,
  caller: Caller,
  id: RecordId,
  published: boolean,
): Promise<Result<ProjectId, Problem>> {
  await lockOversight(trx, caller.congress);
  const row = await findRecord(trx, caller.congress, id);
  if (!row) return err(problem('not-found'));
  if (row.withdrawn_reason !== '') return err(problem('record-withdrawn'));
  if (row.published === published) return ok(row.project_id);
  if (published) {
    await updateRecord(trx, caller.congress, id, { published: true });
    await publishFiles(trx, caller.congress, await filesOf(trx, caller, id));
  } else await hide(trx, caller, row);
  await recordChange(trx, caller.congress, caller, {
    kind: 'project',
    subject: row.project_id,
    act: `${published ? '公开' : '停止公开'}${kindWords[row.kind]}（第 ${row.number} 号）`,
    before: { published: row.published },
    after: { published },
  });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'project-record-published',
    subject: { type: 'project', id: row.project_id },
    detail: { record: id, number: row.number, published },
  });
  return ok(row.project_id);
}

const filesOf = async (trx: Transaction, caller: Caller, id: RecordId): Promise<FileId[]> =>
  ((await photosOf(trx, caller.congress, [id])).get(id) ?? []).map(({ file }) => file);

/** Takes a record and its photos from the public page, but for photos that another public record shows. */
async function hide(trx: Transaction, caller: Caller, row: RecordRow): Promise<void> {
  await updateRecord(trx, caller.congress, row.id, { published: false });
  const alone: FileId[] = [];
  for (const file of await filesOf(trx, caller, row.id))
    if (!(await shownElsewhere(trx, caller.congress, row.id, file))) alone.push(file);
  await publishFiles(trx, caller.congress, alone, false);
}

/** Withdraws a record with its reason: the unit its reports, the presidium its inspections. What a report counted no longer counts. */
export async function withdrawRecord(
  trx: Transaction,
  caller: Caller,
  id: RecordId,
  reason: string,
): Promise<Result<ProjectId, Problem>> {
  await lockOversight(trx, caller.congress);
  const row = await findRecord(trx, caller.congress, id);
  if (!row) return err(problem('not-found'));
  const owner = row.kind === 'report' ? 'government' : 'presidium';
  if (caller.role !== owner) return err(problem('not-permitted', { roles: nameRoles([owner]) }));
  if (row.kind === 'report') {
    const mine = await reportsIt(trx, caller, (await findProject(trx, caller.congress, row.project_id))!);
    if (!mine.ok) return mine;
  }
  if (row.withdrawn_reason !== '') return ok(row.project_id);
  if (row.published) await hide(trx, caller, row);
  await updateRecord(trx, caller.congress, id, { withdrawn_reason: reason });
  await recordChange(trx, caller.congress, caller, {
    kind: 'project',
    subject: row.project_id,
    act: `撤回${kindWords[row.kind]}（第 ${row.number} 号）`,
    reason,
  });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'project-record-withdrawn',
    subject: { type: 'project', id: row.project_id },
    detail: { record: id, number: row.number, reason },
  });
  return ok(row.project_id);
}
