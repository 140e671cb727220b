import { sql } from 'kysely';
import type { MotionChoice } from '../../core/rules/motion.ts';
import type { Transaction } from '../database/pool.ts';
import type { MotionKey, MotionRow } from './store.ts';

export interface Voter {
  readonly seal: string;
  readonly choice: MotionChoice | null;
}

/** The vote of this credential on the motion, if it has voted. */
export const voterOf = (trx: Transaction, motion: MotionKey, credential: string): Promise<Voter | undefined> =>
  trx
    .selectFrom('motion_voter')
    .select(['seal', 'choice'])
    .where('congress_id', '=', motion.congress_id)
    .where('motion_id', '=', motion.id)
    .where('credential', '=', credential)
    .executeTakeFirst();

/**
 * Puts a vote down, once per credential. In an open motion the choice stands beside the credential; in a secret one it is only counted. The
 * count's three rows are all written with every vote, so that none of them says by the transaction that wrote it what the last card chose.
 * @returns whether it was this request that put it down
 */
export async function putVote(
  trx: Transaction,
  motion: MotionRow,
  credential: string,
  seal: string,
  choice: MotionChoice,
): Promise<boolean> {
  const put = await trx
    .insertInto('motion_voter')
    .values({
      congress_id: motion.congress_id,
      motion_id: motion.id,
      credential,
      seal,
      choice: motion.way === 'open' ? choice : null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('seal')
    .executeTakeFirst();
  if (put && motion.way === 'secret')
    await sql`
      with counts as (
        select choice from motion_count
        where congress_id = ${motion.congress_id} and motion_id = ${motion.id} order by choice for update
      )
      update motion_count m set votes = m.votes + (m.choice = ${choice})::int from counts
      where m.congress_id = ${motion.congress_id} and m.motion_id = ${motion.id} and m.choice = counts.choice`.execute(
      trx,
    );
  return put !== undefined;
}
