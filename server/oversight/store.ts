/** Projects, their records and photos. */
import { sql } from 'kysely';
import type { PhotoRef, Plan } from '../../core/contract/projects.ts';
import type { AccountId, CongressId, CycleId, FileId, ProjectId, RecordId } from '../../core/ids.ts';
import type { ProjectState } from '../../core/oversight/project.ts';
import type { Transaction } from '../database/pool.ts';

/** Makes the acts of one congress's oversight wait for each other: numbers are given in order, and nobody overwrites what he has not seen. */
export async function lockOversight(trx: Transaction, congress: CongressId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('piaojue oversight'), hashtext(${congress}))`.execute(trx);
}

export type ProjectRow = Awaited<ReturnType<typeof listProjects>>[number];

export const listProjects = (trx: Transaction, congress: CongressId, cycle: CycleId) =>
  trx
    .selectFrom('project')
    .selectAll()
    .where('congress_id', '=', congress)
    .where('cycle_id', '=', cycle)
    .orderBy('position')
    .orderBy('code')
    .execute();

export const findProject = (trx: Transaction, congress: CongressId, id: ProjectId): Promise<ProjectRow | undefined> =>
  trx.selectFrom('project').selectAll().where('congress_id', '=', congress).where('id', '=', id).executeTakeFirst();

/** Every public project of a congress, with its year. */
export const publicProjects = (trx: Transaction, congress: CongressId) =>
  trx
    .selectFrom('project')
    .innerJoin('cycle', (join) =>
      join.onRef('cycle.congress_id', '=', 'project.congress_id').onRef('cycle.id', '=', 'project.cycle_id'),
    )
    .selectAll('project')
    .select('cycle.year')
    .where('project.congress_id', '=', congress)
    .where('published', '=', true)
    .orderBy('year', 'desc')
    .orderBy('position')
    .orderBy('code')
    .execute();

export async function insertProjects(
  trx: Transaction,
  rows: readonly Omit<ProjectRow, 'plan' | 'reporters' | 'state'>[],
): Promise<void> {
  if (rows.length === 0) return;
  await trx
    .insertInto('project')
    .values(rows.map((row) => ({ ...row, plan: null })))
    .execute();
}

export async function updateProject(
  trx: Transaction,
  congress: CongressId,
  id: ProjectId,
  set: {
    published?: boolean;
    plan?: Plan;
    reporters?: AccountId[];
    state?: ProjectState;
    content?: string;
    finish?: string | null;
    budget?: number;
  },
): Promise<void> {
  const { plan, reporters, ...rest } = set;
  await trx
    .updateTable('project')
    .set({
      ...rest,
      ...(plan ? { plan: JSON.stringify(plan) } : {}),
      ...(reporters ? { reporters } : {}),
    })
    .where('congress_id', '=', congress)
    .where('id', '=', id)
    .execute();
}

const records = (trx: Transaction, congress: CongressId) =>
  trx
    .selectFrom('project_record as r')
    .innerJoin('account as a', (join) =>
      join.onRef('a.congress_id', '=', 'r.congress_id').onRef('a.id', '=', 'r.account_id'),
    )
    .leftJoin('supervision_topic as t', (join) =>
      join.onRef('t.congress_id', '=', 'r.congress_id').onRef('t.id', '=', 'r.topic_id'),
    )
    .selectAll('r')
    .select(['a.name as by', 't.topic'])
    .where('r.congress_id', '=', congress);

export type RecordRow = Awaited<ReturnType<typeof recordsOf>>[number];

/** Records of projects in the order in which they were made, withdrawn ones too. */
export async function recordsOf(trx: Transaction, congress: CongressId, projects: readonly ProjectId[]) {
  if (projects.length === 0) return [];
  return records(trx, congress).where('r.project_id', 'in', projects).orderBy('r.number').execute();
}

export const findRecord = (trx: Transaction, congress: CongressId, id: RecordId): Promise<RecordRow | undefined> =>
  records(trx, congress).where('r.id', '=', id).executeTakeFirst();

export async function nextRecordNumber(trx: Transaction, congress: CongressId, project: ProjectId): Promise<number> {
  const { last } = await trx
    .selectFrom('project_record')
    .select((eb) => eb.fn.coalesce(eb.fn.max('number'), sql<number>`0`).as('last'))
    .where('congress_id', '=', congress)
    .where('project_id', '=', project)
    .executeTakeFirstOrThrow();
  return last + 1;
}

type RecordValues = Pick<RecordRow, 'on_day' | 'content' | 'people' | 'spent' | 'done' | 'topic_id'>;

export async function putRecord(
  trx: Transaction,
  row: RecordValues & Pick<RecordRow, 'congress_id' | 'id' | 'project_id' | 'kind' | 'number' | 'account_id'>,
): Promise<void> {
  const { on_day, content, people, spent, done, topic_id } = row;
  const set = { on_day, content, people, spent, done, topic_id };
  await trx
    .insertInto('project_record')
    .values(row)
    .onConflict((conflict) => conflict.columns(['congress_id', 'id']).doUpdateSet(set))
    .execute();
}

export async function updateRecord(
  trx: Transaction,
  congress: CongressId,
  id: RecordId,
  set: { published?: boolean; withdrawn_reason?: string },
): Promise<void> {
  await trx.updateTable('project_record').set(set).where('congress_id', '=', congress).where('id', '=', id).execute();
}

/** The photos of these subjects, each in its order. */
export async function photosOf(
  trx: Transaction,
  congress: CongressId,
  subjects: readonly string[],
): Promise<Map<string, PhotoRef[]>> {
  const map = new Map<string, PhotoRef[]>();
  if (subjects.length === 0) return map;
  const rows = await trx
    .selectFrom('oversight_photo')
    .select(['subject_id', 'file_id', 'phase', 'caption'])
    .where('congress_id', '=', congress)
    .where('subject_id', 'in', subjects)
    .orderBy('position')
    .execute();
  for (const { subject_id, file_id, phase, caption } of rows) {
    const list = map.get(subject_id) ?? [];
    list.push({ file: file_id, phase, caption });
    map.set(subject_id, list);
  }
  return map;
}

export async function putPhotos(
  trx: Transaction,
  congress: CongressId,
  subject: string,
  photos: readonly PhotoRef[],
): Promise<void> {
  await trx
    .deleteFrom('oversight_photo')
    .where('congress_id', '=', congress)
    .where('subject_id', '=', subject)
    .execute();
  if (photos.length > 0)
    await trx
      .insertInto('oversight_photo')
      .values(
        photos.map(({ file, phase, caption }, i) => ({
          congress_id: congress,
          subject_id: subject,
          position: i + 1,
          file_id: file,
          phase,
          caption,
        })),
      )
      .execute();
}

/** Those of the files that were uploaded for oversight; photos only, if so asked. */
export async function filesKnown(
  trx: Transaction,
  congress: CongressId,
  ids: readonly FileId[],
  photos: boolean,
): Promise<boolean> {
  if (ids.length === 0) return true;
  let query = trx
    .selectFrom('file')
    .select('id')
    .where('congress_id', '=', congress)
    .where('purpose', '=', 'project')
    .where('id', 'in', ids);
  if (photos) query = query.where('type', '=', 'image/jpeg');
  return (await query.execute()).length === new Set(ids).size;
}

/** Accounts of the government in use. */
export const governmentAccounts = (trx: Transaction, congress: CongressId) =>
  trx
    .selectFrom('account')
    .select(['id', 'name'])
    .where('congress_id', '=', congress)
    .where('role', '=', 'government')
    .where('active', '=', true)
    .orderBy('name')
    .execute();

/** Whether a public record shows the file still, other than this one. */
export async function shownElsewhere(
  trx: Transaction,
  congress: CongressId,
  except: RecordId,
  file: FileId,
): Promise<boolean> {
  const row = await trx
    .selectFrom('oversight_photo as p')
    .innerJoin('project_record as r', (join) =>
      join.onRef('r.congress_id', '=', 'p.congress_id').onRef('r.id', '=', 'p.subject_id'),
    )
    .select('r.id')
    .where('p.congress_id', '=', congress)
    .where('p.file_id', '=', file)
    .where('r.published', '=', true)
    .where('r.id', '!=', except)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
