import { sql } from 'kysely';
import type { Comment, DelegationState, Freeze, Paper, Request } from '../../core/contract/deliberation.ts';
import type { AccountId, CandidateId, CongressId, CycleId, DelegationId, DeputyId } from '../../core/ids.ts';
import { compareNatural } from '../congress/order.ts';
import type { Transaction } from '../database/pool.ts';
import { describeFiles } from '../files/keep.ts';

export const deliberationRow = (trx: Transaction, congress: CongressId, cycle: CycleId) =>
  trx
    .selectFrom('deliberation')
    .selectAll()
    .where('congress_id', '=', congress)
    .where('cycle_id', '=', cycle)
    .executeTakeFirst();

interface Change {
  readonly papers_due?: string | null;
  readonly papers_at?: Date;
  readonly adopted_on?: string;
  readonly adopted_note?: string;
  readonly adopted_motion?: import('../../core/ids.ts').MotionId | null;
}

export async function putDeliberation(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  change: Change,
): Promise<void> {
  const row = { papers_due: null, papers_at: null, adopted_on: null, adopted_motion: null, ...change };
  await trx
    .insertInto('deliberation')
    .values({ congress_id: congress, cycle_id: cycle, ...row })
    .onConflict((conflict) => conflict.columns(['congress_id', 'cycle_id']).doUpdateSet(change))
    .execute();
}

/** The papers in their order; withdrawn ones too, for staff. */
export async function papersOf(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  deputy: DeputyId | null,
): Promise<Paper[]> {
  const rows = await trx
    .selectFrom('paper as p')
    .select((eb) => [
      'p.id',
      'p.title',
      'p.text',
      'p.file_id as file',
      'p.withdrawn',
      eb
        .selectFrom('paper_read as r')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('r.congress_id', '=', 'p.congress_id')
        .whereRef('r.paper_id', '=', 'p.id')
        .as('read'),
      eb
        .exists(
          eb
            .selectFrom('paper_read as r')
            .select('r.paper_id')
            .whereRef('r.congress_id', '=', 'p.congress_id')
            .whereRef('r.paper_id', '=', 'p.id')
            .where('r.deputy_id', '=', deputy),
        )
        .as('readByMe'),
    ])
    .where('p.congress_id', '=', congress)
    .where('p.cycle_id', '=', cycle)
    .orderBy('p.position')
    .execute();
  const files = await describeFiles(
    trx,
    congress,
    rows.flatMap(({ file }) => file ?? []),
  );
  return rows.map((row) => ({
    ...row,
    file: files.find(({ id }) => id === row.file) ?? null,
    read: row.read ?? 0,
    readByMe: Boolean(row.readByMe),
  }));
}

/** The delegations: how many of their deputies in office have opened every paper, and what they said. */
export async function delegationStates(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
): Promise<DelegationState[]> {
  const { rows } = await sql<
    Omit<DelegationState, 'recorder'> & { account: AccountId | null; recorder: string | null }
  >`
    with wanted as (select id from paper where congress_id = ${congress} and cycle_id = ${cycle} and withdrawn = ''),
    readers as (
      select r.deputy_id from paper_read r join wanted w on w.id = r.paper_id where r.congress_id = ${congress}
      group by r.deputy_id having count(*) = (select count(*) from wanted)
    )
    select g.id, g.name, count(d.id)::int4 as deputies, count(readers.deputy_id)::int4 as read,
      (select count(*)::int4 from deliberation_comment c where c.congress_id = g.congress_id and c.cycle_id = ${cycle}
        and c.delegation_id = g.id and c.withdrawn = '') as comments,
      a.id as account, a.name as recorder
    from delegation g
    left join deputy d on d.congress_id = g.congress_id and d.delegation_id = g.id and d.in_office
    left join readers on readers.deputy_id = d.id
    left join recorder k on k.congress_id = g.congress_id and k.cycle_id = ${cycle} and k.delegation_id = g.id
    left join account a on a.congress_id = k.congress_id and a.id = k.account_id
    where g.congress_id = ${congress}
    group by g.congress_id, g.id, g.name, a.id, a.name
    having count(d.id) > 0`.execute(trx);
  return rows
    .map(({ account, recorder, ...row }) => ({
      ...row,
      recorder: account ? { account, name: recorder ?? '' } : null,
    }))
    .sort((a, b) => compareNatural(a.name, b.name));
}

export interface CommentFilter {
  readonly delegation?: DelegationId | undefined;
  readonly candidate?: CandidateId | undefined;
  readonly search?: string | undefined;
  readonly after?: string | undefined;
}

/** A page of comments, newest first. */
export async function commentPage(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  account: AccountId,
  { delegation, candidate, search, after }: CommentFilter,
  size = 50,
): Promise<{ comments: Comment[]; next: string | null }> {
  let query = trx
    .selectFrom('deliberation_comment as m')
    .innerJoin('delegation as g', (join) =>
      join.onRef('g.congress_id', '=', 'm.congress_id').onRef('g.id', '=', 'm.delegation_id'),
    )
    .innerJoin('account as a', (join) =>
      join.onRef('a.congress_id', '=', 'm.congress_id').onRef('a.id', '=', 'm.account_id'),
    )
    .leftJoin('candidate as c', (join) =>
      join.onRef('c.congress_id', '=', 'm.congress_id').onRef('c.id', '=', 'm.candidate_id'),
    )
    .select([
      'm.id',
      'g.name as delegation',
      'm.candidate_id as candidate',
      'c.code',
      'm.speaker',
      'm.text',
      'm.at',
      'a.name as by',
      'm.account_id as account',
      'm.withdrawn',
    ])
    .where('m.congress_id', '=', congress)
    .where('m.cycle_id', '=', cycle);
  if (delegation) query = query.where('m.delegation_id', '=', delegation);
  if (candidate) query = query.where('m.candidate_id', '=', candidate);
  if (search) query = query.where(sql<boolean>`strpos(m.text || m.speaker, ${search}) > 0`);
  const [at, id] = after?.split('~') ?? [];
  if (at && id) query = query.where(sql<boolean>`(m.at, m.id::text) < (${at}::timestamptz, ${id})`);
  // The database keeps microseconds; the place of a page must not lose them.
  const rows = await query
    .select(sql<string>`to_char(m.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.USZ')`.as('exact'))
    .orderBy('m.at', 'desc')
    .orderBy(sql`m.id::text`, 'desc')
    .limit(size + 1)
    .execute();
  const page = rows.slice(0, size);
  const last = rows.length > size ? page.at(-1) : undefined;
  return {
    comments: page.map(({ account: by, exact: _, at, ...row }) => ({
      ...row,
      at: at.toISOString(),
      mine: by === account,
    })),
    next: last ? `${last.exact}~${last.id}` : null,
  };
}

/** What is asked of the presidium, newest first. */
export async function requestsOf(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  account: AccountId,
  deputy: DeputyId | null,
): Promise<Request[]> {
  const rows = await trx
    .selectFrom('deliberation_request as q')
    .innerJoin('account as a', (join) =>
      join.onRef('a.congress_id', '=', 'q.congress_id').onRef('a.id', '=', 'q.account_id'),
    )
    .leftJoin('account as p', (join) =>
      join.onRef('p.congress_id', '=', 'q.congress_id').onRef('p.id', '=', 'q.decided_by'),
    )
    .leftJoin('candidate as c', (join) =>
      join.onRef('c.congress_id', '=', 'q.congress_id').onRef('c.id', '=', 'q.candidate_id'),
    )
    .selectAll('q')
    .select(['a.name as by', 'p.name as decider', 'c.code', 'c.title'])
    .where('q.congress_id', '=', congress)
    .where('q.cycle_id', '=', cycle)
    .orderBy('q.made_at', 'desc')
    .execute();
  const signed = await signatures(trx, congress, cycle);
  return rows.map((row) => {
    const names = signed.filter(({ request }) => request === row.id);
    return {
      id: row.id,
      kind: row.kind,
      state: row.state,
      candidate: row.candidate_id,
      code: row.code,
      title: row.before?.title ?? row.after?.title ?? row.title ?? '',
      before: row.before,
      after: row.after,
      reason: row.reason,
      by: row.by,
      madeAt: row.made_at.toISOString(),
      decidedAt: row.decided_at?.toISOString() ?? null,
      decidedBy: row.decider,
      decisionNote: row.decision_note,
      signatures: names.map(({ name }) => name),
      signedByMe: deputy !== null && names.some((one) => one.deputy === deputy),
      mine: row.account_id === account,
    };
  });
}

const signatures = (trx: Transaction, congress: CongressId, cycle: CycleId) =>
  trx
    .selectFrom('joint_signature as s')
    .innerJoin('deputy as d', (join) =>
      join.onRef('d.congress_id', '=', 's.congress_id').onRef('d.id', '=', 's.deputy_id'),
    )
    .innerJoin('deliberation_request as q', (join) =>
      join.onRef('q.congress_id', '=', 's.congress_id').onRef('q.id', '=', 's.request_id'),
    )
    .select(['s.request_id as request', 's.deputy_id as deputy', 'd.name'])
    .where('s.congress_id', '=', congress)
    .where('q.cycle_id', '=', cycle)
    .orderBy('s.at')
    .execute();

/** Every freeze of the year's list, the newest first; at most one stands. */
export async function freezesOf(trx: Transaction, congress: CongressId, cycle: CycleId): Promise<Freeze[]> {
  const rows = await trx
    .selectFrom('list_freeze as f')
    .innerJoin('account as a', (join) =>
      join.onRef('a.congress_id', '=', 'f.congress_id').onRef('a.id', '=', 'f.frozen_by'),
    )
    .leftJoin('account as q', (join) =>
      join.onRef('q.congress_id', '=', 'f.congress_id').onRef('q.id', '=', 'f.lift_asked_by'),
    )
    .leftJoin('account as l', (join) =>
      join.onRef('l.congress_id', '=', 'f.congress_id').onRef('l.id', '=', 'f.lifted_by'),
    )
    .select([
      'f.id',
      'f.hash',
      'f.list',
      'f.frozen_at',
      'f.lift_reason as liftReason',
      'f.lifted_at',
      'a.name as frozenBy',
      'q.name as liftAskedBy',
      'l.name as liftedBy',
    ])
    .where('f.congress_id', '=', congress)
    .where('f.cycle_id', '=', cycle)
    .orderBy('f.frozen_at', 'desc')
    .execute();
  return rows.map(({ list, frozen_at, lifted_at, ...row }) => ({
    ...row,
    projects: list.length,
    frozenAt: frozen_at.toISOString(),
    liftedAt: lifted_at?.toISOString() ?? null,
  }));
}

/** Closed motions of the year's real sessions to adopt the method. */
export const methodMotions = (trx: Transaction, congress: CongressId, cycle: CycleId) =>
  trx
    .selectFrom('motion')
    .innerJoin('session', (join) =>
      join.onRef('session.congress_id', '=', 'motion.congress_id').onRef('session.id', '=', 'motion.session_id'),
    )
    .selectAll('motion')
    .where('motion.congress_id', '=', congress)
    .where('session.cycle_id', '=', cycle)
    .where('session.rehearsal_of', 'is', null)
    .where('motion.subject', '=', 'method')
    .where('motion.state', '=', 'closed')
    .execute();
