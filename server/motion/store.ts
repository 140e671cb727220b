import { type Selectable, sql, type Updateable } from 'kysely';
import type { Motion } from '../../core/contract/motion.ts';
import type { CongressId, MotionId, SessionId } from '../../core/ids.ts';
import { type MotionCounts, motionOutcome, sumOf } from '../../core/rules/motion.ts';
import type { Transaction } from '../database/pool.ts';
import type { Database } from '../database/schema.ts';

export type MotionRow = Selectable<Database['motion']>;
/** What names a motion in the keys of its tables. */
export type MotionKey = Pick<MotionRow, 'congress_id' | 'id'>;

/** A motion by its id alone, as a tablet names it. `share` holds off a close until this transaction ends. */
export async function motionById(trx: Transaction, id: MotionId, lock?: 'share'): Promise<MotionRow | undefined> {
  const query = trx.selectFrom('motion').selectAll().where('id', '=', id);
  return (lock ? query.forShare() : query).executeTakeFirst();
}

/** A motion of a session, locked for its change. */
export const lockMotion = (trx: Transaction, congress: CongressId, id: MotionId): Promise<MotionRow | undefined> =>
  trx
    .selectFrom('motion')
    .selectAll()
    .where('congress_id', '=', congress)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();

/** The motion that is open in the session. */
export const openMotionOf = (
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
): Promise<MotionRow | undefined> =>
  trx
    .selectFrom('motion')
    .selectAll()
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .where('state', '=', 'open')
    .executeTakeFirst();

/** All motions of the session, newest first. */
export async function motionsOf(trx: Transaction, congress: CongressId, session: SessionId): Promise<Motion[]> {
  const rows = await trx
    .selectFrom('motion')
    .selectAll()
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .orderBy('position', 'desc')
    .execute();
  const cards = await countActivated(trx, congress, session);
  return Promise.all(rows.map(async (row) => motionOf(row, await countVoters(trx, row), cards)));
}

/** A motion in the contract's form. */
export function motionOf(row: MotionRow, voted: number, cards: number): Motion {
  const { id, title, way, rule, state, subject, repeats, reason } = row;
  return { id, title, way, rule, state, voted, cards, result: resultOf(row), subject, repeats, reason };
}

/** The result, once it closed; also of one made void after that. */
export function resultOf(row: MotionRow): Motion['result'] {
  if (row.votes_for === null || row.votes_against === null || row.votes_abstain === null) return null;
  const counts = { for: row.votes_for, against: row.votes_against, abstain: row.votes_abstain };
  const heads = { entitled: row.entitled!, present: presentIn(row, counts) };
  return { ...heads, counts, ...motionOutcome(heads, counts, row.rule) };
}

/** 实到: the larger of the two counts, and never fewer than voted: somebody may have voted and left while another came. */
const presentIn = (row: MotionRow, counts: MotionCounts): number =>
  Math.max(row.present_at_open ?? 0, row.present_at_close ?? 0, sumOf(counts));

export const countVoters = async (trx: Transaction, motion: MotionKey): Promise<number> =>
  (
    await trx
      .selectFrom('motion_voter')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('congress_id', '=', motion.congress_id)
      .where('motion_id', '=', motion.id)
      .executeTakeFirstOrThrow()
  ).count;

/** Cards that can vote by tablet. */
export const countActivated = async (trx: Transaction, congress: CongressId, session: SessionId): Promise<number> =>
  (
    await trx
      .selectFrom('card')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('congress_id', '=', congress)
      .where('session_id', '=', session)
      .where('state', '=', 'activated')
      .where('purpose', '=', 'deputy')
      .executeTakeFirstOrThrow()
  ).count;

/** Adds a draft at the end of the session's list; the caller holds the session locked. */
export async function insertMotion(
  trx: Transaction,
  values: Pick<MotionRow, 'congress_id' | 'id' | 'session_id' | 'subject' | 'title' | 'way' | 'rule' | 'repeats'>,
): Promise<void> {
  const { last } = await trx
    .selectFrom('motion')
    .select((eb) => eb.fn.max('position').as('last'))
    .where('congress_id', '=', values.congress_id)
    .where('session_id', '=', values.session_id)
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('motion')
    .values({ ...values, position: (last ?? 0) + 1 })
    .execute();
}

export async function saveMotionRow(
  trx: Transaction,
  motion: MotionKey,
  values: Updateable<Database['motion']>,
): Promise<void> {
  await trx
    .updateTable('motion')
    .set(values)
    .where('congress_id', '=', motion.congress_id)
    .where('id', '=', motion.id)
    .execute();
}

export async function deleteMotion(trx: Transaction, motion: MotionKey): Promise<void> {
  await trx.deleteFrom('motion').where('congress_id', '=', motion.congress_id).where('id', '=', motion.id).execute();
}

/** The rows a secret motion counts in, at zero. */
export async function startCount(trx: Transaction, motion: MotionKey): Promise<void> {
  await trx
    .insertInto('motion_count')
    .values(
      (['for', 'against', 'abstain'] as const).map((choice) => ({
        congress_id: motion.congress_id,
        motion_id: motion.id,
        choice,
      })),
    )
    .execute();
}

/** What was chosen so far: of an open motion from its voters, of a secret one from the count. */
export async function countVotes(trx: Transaction, motion: MotionRow): Promise<MotionCounts> {
  const { rows } = await (motion.way === 'secret'
    ? sql<{ choice: keyof MotionCounts; votes: number }>`
        select choice, votes from motion_count where congress_id = ${motion.congress_id} and motion_id = ${motion.id}`
    : sql<{ choice: keyof MotionCounts; votes: number }>`
        select choice, count(*)::int as votes from motion_voter
        where congress_id = ${motion.congress_id} and motion_id = ${motion.id} group by choice`
  ).execute(trx);
  const votes = (choice: keyof MotionCounts) => rows.find((row) => row.choice === choice)?.votes ?? 0;
  return { for: votes('for'), against: votes('against'), abstain: votes('abstain') };
}

/**
 * After the close, or when it is made void: the voters are written anew without what they chose, in the order of their credentials and by one
 * transaction, and the running count goes. A row's place and the transaction that wrote it told in which order cards voted, and of the last
 * one what it chose.
 */
export async function forgetVotes(trx: Transaction, motion: MotionKey): Promise<void> {
  await sql`
    with gone as (
      delete from motion_voter where congress_id = ${motion.congress_id} and motion_id = ${motion.id} returning *
    )
    insert into motion_voter (congress_id, motion_id, credential, seal)
    select congress_id, motion_id, credential, seal from gone order by credential collate "C"`.execute(trx);
  await trx
    .deleteFrom('motion_count')
    .where('congress_id', '=', motion.congress_id)
    .where('motion_id', '=', motion.id)
    .execute();
}
