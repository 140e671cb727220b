/** Changes of projects, and what citizens say of them. */
import { type SelectQueryBuilder, sql } from 'kysely';
import type { ChangeId, CitizenReportId, CongressId, CycleId, ProjectId } from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';
import type { Database } from '../database/schema.ts';

const changes = (trx: Transaction, congress: CongressId) =>
  trx
    .selectFrom('project_change as c')
    .innerJoin('project as p', (join) =>
      join.onRef('p.congress_id', '=', 'c.congress_id').onRef('p.id', '=', 'c.project_id'),
    )
    .selectAll('c')
    .select(['p.title', 'p.cycle_id'])
    .where('c.congress_id', '=', congress);

export type ChangeRow = Awaited<ReturnType<typeof changesOfProject>>[number];

/** Of one project, oldest first. */
export const changesOfProject = (trx: Transaction, congress: CongressId, project: ProjectId) =>
  changes(trx, congress).where('c.project_id', '=', project).orderBy('c.requested_on').orderBy('c.id').execute();

/** Of a year, newest first. */
export const changesOfCycle = (trx: Transaction, congress: CongressId, cycle: CycleId): Promise<ChangeRow[]> =>
  changes(trx, congress).where('p.cycle_id', '=', cycle).orderBy('c.requested_on', 'desc').orderBy('c.id').execute();

export const findChange = (trx: Transaction, congress: CongressId, id: ChangeId): Promise<ChangeRow | undefined> =>
  changes(trx, congress).where('c.id', '=', id).executeTakeFirst();

type Request = Pick<
  ChangeRow,
  'congress_id' | 'id' | 'project_id' | 'kind' | 'cause' | 'reason' | 'content' | 'finish' | 'budget' | 'file_id'
> & { requested_on: string };

export async function putChange(trx: Transaction, row: Request): Promise<void> {
  const { kind, cause, reason, content, finish, budget, file_id } = row;
  await trx
    .insertInto('project_change')
    .values({ ...row, before: null, decided_on: null, decision_file_id: null, notice_on: null, reported_on: null })
    .onConflict((conflict) =>
      conflict.columns(['congress_id', 'id']).doUpdateSet({ kind, cause, reason, content, finish, budget, file_id }),
    )
    .execute();
}

export async function updateChange(
  trx: Transaction,
  congress: CongressId,
  id: ChangeId,
  set: Partial<
    Pick<
      ChangeRow,
      | 'state'
      | 'decided_on'
      | 'decided_by'
      | 'decision_number'
      | 'decision_file_id'
      | 'note'
      | 'notice_on'
      | 'notice_number'
      | 'reported_on'
    >
  > & { before?: string },
): Promise<void> {
  await trx.updateTable('project_change').set(set).where('congress_id', '=', congress).where('id', '=', id).execute();
}

const reports = (trx: Transaction) =>
  trx
    .selectFrom('citizen_report as s')
    .innerJoin('project as p', (join) =>
      join.onRef('p.congress_id', '=', 's.congress_id').onRef('p.id', '=', 's.project_id'),
    )
    .selectAll('s')
    .select('p.title');

export type ReportRow = Awaited<ReturnType<typeof reportPage>>[number];

export interface ReportFilter {
  readonly state?: ReportRow['state'] | undefined;
  readonly search?: string | undefined;
}
type Narrowable = Database & { s: Database['citizen_report']; p: Database['project'] };
function narrowed<O>(
  query: SelectQueryBuilder<Narrowable, 's' | 'p', O>,
  congress: CongressId,
  cycle: CycleId,
  { state, search }: ReportFilter,
) {
  let q = query.where('s.congress_id', '=', congress).where('p.cycle_id', '=', cycle);
  if (state) q = q.where('s.state', '=', state);
  if (search) q = q.where(sql<boolean>`strpos(lower(s.content || ' ' || p.title), lower(${search})) > 0`);
  return q;
}

/** A page, newest first; `after` is the number of the last one before it. */
export async function reportPage(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  filter: ReportFilter,
  after: number | undefined,
  size: number,
) {
  const base = reports(trx);
  type Row = Awaited<ReturnType<typeof base.execute>>[number];
  let query = narrowed(base as unknown as SelectQueryBuilder<Narrowable, 's' | 'p', Row>, congress, cycle, filter);
  if (after !== undefined) query = query.where('s.number', '<', after);
  return query.orderBy('s.number', 'desc').limit(size).execute();
}

export async function countReports(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  filter: ReportFilter,
): Promise<number> {
  const query = trx
    .selectFrom('citizen_report as s')
    .innerJoin('project as p', (join) =>
      join.onRef('p.congress_id', '=', 's.congress_id').onRef('p.id', '=', 's.project_id'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count'));
  const { count } = await narrowed(
    query as unknown as SelectQueryBuilder<Narrowable, 's' | 'p', { count: number }>,
    congress,
    cycle,
    filter,
  ).executeTakeFirstOrThrow();
  return count;
}

export const findReport = (
  trx: Transaction,
  congress: CongressId,
  id: CitizenReportId,
): Promise<ReportRow | undefined> =>
  reports(trx).where('s.congress_id', '=', congress).where('s.id', '=', id).executeTakeFirst();

export const reportByReceipt = (trx: Transaction, receipt: string): Promise<ReportRow | undefined> =>
  reports(trx).where('s.receipt', '=', receipt).executeTakeFirst();

/** The state of the problem that a report was put on the list as. */
export async function listedMatter(trx: Transaction, congress: CongressId, report: CitizenReportId) {
  return trx
    .selectFrom('oversight_matter')
    .select(['state', 'answer', 'note'])
    .where('congress_id', '=', congress)
    .where('citizen_report_id', '=', report)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function nextReportNumber(trx: Transaction, congress: CongressId): Promise<number> {
  const { last } = await trx
    .selectFrom('citizen_report')
    .select((eb) => eb.fn.coalesce(eb.fn.max('number'), sql<number>`0`).as('last'))
    .where('congress_id', '=', congress)
    .executeTakeFirstOrThrow();
  return last + 1;
}

export async function insertReport(
  trx: Transaction,
  row: Pick<ReportRow, 'congress_id' | 'id' | 'project_id' | 'receipt' | 'number' | 'content' | 'phone' | 'made_on'>,
): Promise<void> {
  await trx
    .insertInto('citizen_report')
    .values({ ...row, answered_on: null })
    .execute();
}

export async function updateReport(
  trx: Transaction,
  congress: CongressId,
  id: CitizenReportId,
  set: Partial<Pick<ReportRow, 'state' | 'answer' | 'answered_on'>>,
): Promise<void> {
  await trx.updateTable('citizen_report').set(set).where('congress_id', '=', congress).where('id', '=', id).execute();
}
