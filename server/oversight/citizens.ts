import { makeReceipt, readReceipt } from '../../core/collection/receipt.ts';
import type { StoredFile } from '../../core/contract/files.ts';
import { type FollowedReport, MOST_CITIZEN_PHOTOS } from '../../core/contract/portal.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { CitizenReport, PhotoRef } from '../../core/contract/projects.ts';
import type { CitizenReportId, CongressId, CycleId, FileId, ProjectId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { actorOf, append } from '../audit/append.ts';
import { today } from '../cycle/store.ts';
import type { Transaction } from '../database/pool.ts';
import { keepFile, type Prepared } from '../files/keep.ts';
import { recordChange } from '../history/record.ts';
import type { Caller } from '../http/caller.ts';
import { random } from '../random.ts';
import {
  countReports,
  findReport,
  insertReport,
  listedMatter,
  nextReportNumber,
  type ReportFilter,
  type ReportRow,
  reportByReceipt,
  reportPage,
  updateReport,
} from './change-store.ts';
import { findProject, lockOversight, photosOf, putPhotos } from './store.ts';

const PAGE = 50;
const thePublic = { id: null, name: '公众', role: 'public' } as const;

/** A citizen says that something is not so. Nothing of it is public; whoever has the receipt number reads the answer. */
export async function say(
  trx: Transaction,
  congress: CongressId,
  projectId: ProjectId,
  id: CitizenReportId,
  { content, phone, website }: { content: string; phone: string; website: string },
): Promise<Result<{ receipt: string }, Problem>> {
  if (website !== '') return err(problem('looks-automatic'));
  await lockOversight(trx, congress);
  const project = await findProject(trx, congress, projectId);
  if (!project?.published) return err(problem('project-not-public'));
  const before = await findReport(trx, congress, id);
  if (before)
    return before.project_id === projectId && before.content === content && before.phone === phone
      ? ok({ receipt: before.receipt })
      : err(problem('conflict'));
  const receipt = makeReceipt(random);
  const number = await nextReportNumber(trx, congress);
  await insertReport(trx, {
    ...{ congress_id: congress, id, project_id: projectId, receipt, number, content, phone },
    made_on: await today(trx),
  });
  // The telephone number is in no history: only those who handle the report see it.
  await recordChange(trx, congress, thePublic, {
    kind: 'problem',
    subject: id,
    act: '群众反映情况',
    after: { number, project: project.title, content },
  });
  return ok({ receipt });
}

/** Whether the receipt still takes this photo, and which it has: asked before a picture is read and decoded. */
export async function takesPhoto(
  trx: Transaction,
  typed: string,
  id: FileId,
): Promise<Result<{ readonly row: ReportRow; readonly photos: readonly PhotoRef[] }, Problem>> {
  const receipt = readReceipt(typed);
  const row = receipt && (await reportByReceipt(trx, receipt));
  if (row?.state !== 'received') return err(problem('receipt-unknown'));
  const photos = (await photosOf(trx, row.congress_id, [row.id])).get(row.id) ?? [];
  return photos.length < MOST_CITIZEN_PHOTOS || photos.some(({ file }) => file === id)
    ? ok({ row, photos })
    : err(problem('photos-full', { limit: MOST_CITIZEN_PHOTOS }));
}

/** Keeps a photo of a report that nobody has handled yet. */
export async function keepCitizenPhoto(
  trx: Transaction,
  typed: string,
  id: FileId,
  prepared: Prepared,
): Promise<Result<StoredFile, Problem>> {
  const found = await takesPhoto(trx, typed, id);
  if (!found.ok) return found;
  const { congress_id: congress, id: report } = found.value.row;
  // Two photos at once do not both take the last place.
  await lockOversight(trx, congress);
  const now = await takesPhoto(trx, typed, id);
  if (!now.ok) return now;
  const { photos } = now.value;
  const kept = await keepFile(trx, congress, null, id, 'citizen', prepared);
  if (kept.ok && !photos.some(({ file }) => file === id))
    await putPhotos(trx, congress, report, [...photos, { file: id, phase: 'during', caption: '' }]);
  return kept;
}

/** What became of a report. */
export async function followReport(trx: Transaction, typed: string): Promise<Result<FollowedReport, Problem>> {
  const receipt = readReceipt(typed);
  const row = receipt && (await reportByReceipt(trx, receipt));
  if (!row) return err(problem('receipt-unknown'));
  const matter = row.state === 'listed' ? await listedMatter(trx, row.congress_id, row.id) : undefined;
  const mended = matter?.state === 'closed';
  return ok({
    receipt: row.receipt,
    project: row.project_id,
    projectTitle: row.title,
    content: row.content,
    madeOn: row.made_on,
    photos: ((await photosOf(trx, row.congress_id, [row.id])).get(row.id) ?? []).length,
    state: mended ? 'mended' : row.state,
    answer: row.answer || (mended ? (matter?.answer ?? '') : ''),
  });
}

/** A page of what citizens said. */
export async function seeReports(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  filter: ReportFilter,
  after: number | undefined,
): Promise<{ reports: CitizenReport[]; next: number | null; count: number }> {
  const rows = await reportPage(trx, congress, cycle, filter, after, PAGE + 1);
  const page = rows.slice(0, PAGE);
  const photos = await photosOf(
    trx,
    congress,
    page.map(({ id }) => id),
  );
  return {
    reports: page.map((row) => reportOf(row, photos.get(row.id) ?? [])),
    next: rows.length > PAGE ? page.at(-1)!.number : null,
    count: await countReports(trx, congress, cycle, filter),
  };
}

const reportOf = (row: ReportRow, photos: PhotoRef[]): CitizenReport => ({
  id: row.id,
  number: row.number,
  project: row.project_id,
  projectTitle: row.title,
  content: row.content,
  phone: row.phone,
  photos,
  state: row.state,
  answer: row.answer,
  madeOn: row.made_on,
  answeredOn: row.answered_on,
});

/** Answers a citizen. A report that is on the problem list stays there. */
export async function answerCitizen(
  trx: Transaction,
  caller: Caller,
  id: CitizenReportId,
  answer: string,
): Promise<Result<CitizenReport, Problem>> {
  await lockOversight(trx, caller.congress);
  const row = await findReport(trx, caller.congress, id);
  if (!row) return err(problem('not-found'));
  if (row.answer !== answer) {
    const state = row.state === 'listed' ? 'listed' : 'answered';
    await updateReport(trx, caller.congress, id, { state, answer, answered_on: await today(trx) });
    await recordChange(trx, caller.congress, caller, {
      kind: 'problem',
      subject: id,
      act: '答复群众反映',
      before: { answer: row.answer },
      after: { answer },
    });
    await append(trx, caller.congress, actorOf(caller), {
      kind: 'citizen-report-handled',
      subject: { type: 'project', id: row.project_id },
      detail: { number: row.number, state },
    });
  }
  const photos = await photosOf(trx, caller.congress, [id]);
  return ok(reportOf((await findReport(trx, caller.congress, id))!, photos.get(id) ?? []));
}
