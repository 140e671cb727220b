/** Problems and opinions, topics of the supervision plan. */
import { type SelectQueryBuilder, sql } from 'kysely';
import type { CongressId, CycleId, MatterId, ProjectId, TopicId } from '../../core/ids.ts';
import type { MatterKind, MatterState } from '../../core/workflow/matter.ts';
import type { Transaction } from '../database/pool.ts';
import type { Database } from '../database/schema.ts';

const matters = (trx: Transaction, congress: CongressId) =>
  trx
    .selectFrom('oversight_matter as m')
    .innerJoin('project as p', (join) =>
      join.onRef('p.congress_id', '=', 'm.congress_id').onRef('p.id', '=', 'm.project_id'),
    )
    .leftJoin('project_record as r', (join) =>
      join.onRef('r.congress_id', '=', 'm.congress_id').onRef('r.id', '=', 'm.record_id'),
    )
    .selectAll('m')
    .select(['p.title', 'r.number as inspection'])
    .where('m.congress_id', '=', congress);

export type MatterRow = Awaited<ReturnType<typeof mattersOf>>[number];

export const mattersOf = (trx: Transaction, congress: CongressId, project: ProjectId) =>
  matters(trx, congress).where('m.project_id', '=', project).orderBy('m.number').execute();

export const findMatter = (trx: Transaction, congress: CongressId, id: MatterId): Promise<MatterRow | undefined> =>
  matters(trx, congress).where('m.id', '=', id).executeTakeFirst();

/** How many matters of each project are not closed. */
export async function openMatters(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
): Promise<Map<ProjectId, number>> {
  const rows = await trx
    .selectFrom('oversight_matter as m')
    .innerJoin('project as p', (join) =>
      join.onRef('p.congress_id', '=', 'm.congress_id').onRef('p.id', '=', 'm.project_id'),
    )
    .select(['m.project_id', (eb) => eb.fn.countAll<number>().as('count')])
    .where('m.congress_id', '=', congress)
    .where('p.cycle_id', '=', cycle)
    .where('m.state', 'in', ['open', 'answered'])
    .groupBy('m.project_id')
    .execute();
  return new Map(rows.map(({ project_id, count }) => [project_id, count]));
}

/** Matters that somebody has to answer or check, the earliest due first. */
export const mattersAtHand = (trx: Transaction, congress: CongressId, cycle: CycleId) =>
  matters(trx, congress)
    .where('p.cycle_id', '=', cycle)
    .where('m.state', 'in', ['open', 'answered'])
    .orderBy('m.due')
    .orderBy('m.number')
    .limit(100)
    .execute();

/** Matters not closed that are due by the day, the latest first. */
export const dueMatters = (trx: Transaction, congress: CongressId, cycle: CycleId, by: string) =>
  matters(trx, congress)
    .where('p.cycle_id', '=', cycle)
    .where('m.state', '=', 'open')
    .where('m.due', '<=', by)
    .orderBy('m.due')
    .limit(50)
    .execute();

export interface MatterFilter {
  readonly kind: MatterKind;
  readonly state?: MatterState | undefined;
  readonly search?: string | undefined;
}
type Narrowable = Database & { m: Database['oversight_matter']; p: Database['project'] };

function narrowed<O>(query: SelectQueryBuilder<Narrowable, 'm' | 'p', O>, cycle: CycleId, filter: MatterFilter) {
  let q = query.where('p.cycle_id', '=', cycle).where('m.kind', '=', filter.kind);
  if (filter.state) q = q.where('m.state', '=', filter.state);
  if (filter.search)
    q = q.where(
      sql<boolean>`strpos(lower(m.content || ' ' || m.owner || ' ' || p.title), lower(${filter.search})) > 0`,
    );
  return q;
}

/** A page of the list: what is not closed first, by its day; `after` is how many came before. */
export const matterPage = (
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  filter: MatterFilter,
  after: number,
  /** null: all */
  size: number | null,
): Promise<MatterRow[]> =>
  narrowed(matters(trx, congress) as unknown as SelectQueryBuilder<Narrowable, 'm' | 'p', MatterRow>, cycle, filter)
    .orderBy(sql`m.state in ('closed', 'withdrawn')`)
    .orderBy('m.due')
    .orderBy('m.number')
    .offset(after)
    .$if(size !== null, (query) => query.limit(size!))
    .execute();

export async function countMatters(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  filter: MatterFilter,
): Promise<number> {
  const query = trx
    .selectFrom('oversight_matter as m')
    .innerJoin('project as p', (join) =>
      join.onRef('p.congress_id', '=', 'm.congress_id').onRef('p.id', '=', 'm.project_id'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('m.congress_id', '=', congress);
  const { count } = await narrowed(
    query as unknown as SelectQueryBuilder<Narrowable, 'm' | 'p', { count: number }>,
    cycle,
    filter,
  ).executeTakeFirstOrThrow();
  return count;
}

export async function nextMatterNumber(trx: Transaction, congress: CongressId, kind: MatterKind): Promise<number> {
  const { last } = await trx
    .selectFrom('oversight_matter')
    .select((eb) => eb.fn.coalesce(eb.fn.max('number'), sql<number>`0`).as('last'))
    .where('congress_id', '=', congress)
    .where('kind', '=', kind)
    .executeTakeFirstOrThrow();
  return last + 1;
}

type NewMatter = Omit<MatterRow, 'title' | 'inspection' | 'state' | 'answer' | 'answered_on' | 'note' | 'closed_on'>;
export async function putMatter(trx: Transaction, row: NewMatter): Promise<void> {
  const { content, owner, due, record_id } = row;
  await trx
    .insertInto('oversight_matter')
    .values({ ...row, answered_on: null, closed_on: null })
    .onConflict((conflict) => conflict.columns(['congress_id', 'id']).doUpdateSet({ content, owner, due, record_id }))
    .execute();
}

export async function updateMatter(
  trx: Transaction,
  congress: CongressId,
  id: MatterId,
  set: Partial<Pick<MatterRow, 'state' | 'answer' | 'answered_on' | 'note' | 'closed_on'>>,
): Promise<void> {
  await trx.updateTable('oversight_matter').set(set).where('congress_id', '=', congress).where('id', '=', id).execute();
}

/** The year's topics with how many inspections were held under each. */
export const topicsOf = (trx: Transaction, congress: CongressId, cycle: CycleId) =>
  trx
    .selectFrom('supervision_topic as t')
    .selectAll('t')
    .select((eb) =>
      eb
        .selectFrom('project_record as r')
        .select((count) => count.fn.countAll<number>().as('held'))
        .whereRef('r.congress_id', '=', 't.congress_id')
        .whereRef('r.topic_id', '=', 't.id')
        .where('r.withdrawn_reason', '=', '')
        .as('held'),
    )
    .where('t.congress_id', '=', congress)
    .where('t.cycle_id', '=', cycle)
    .orderBy('t.quarter')
    .orderBy('t.topic')
    .execute();

export const findTopic = (trx: Transaction, congress: CongressId, id: TopicId) =>
  trx
    .selectFrom('supervision_topic')
    .selectAll()
    .where('congress_id', '=', congress)
    .where('id', '=', id)
    .executeTakeFirst();

export async function putTopic(trx: Transaction, row: Database['supervision_topic']): Promise<void> {
  const { quarter, topic, method, projects, withdrawn_reason } = row;
  await trx
    .insertInto('supervision_topic')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['congress_id', 'id']).doUpdateSet({ quarter, topic, method, projects, withdrawn_reason }),
    )
    .execute();
}
