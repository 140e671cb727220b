import { sql } from 'kysely';
import type { Transaction } from '../database/pool.ts';
import type { BallotKey } from './store.ts';

/** How many ballots are in the box, and how many of them are still being checked. */
export async function countBox(trx: Transaction, ballot: BallotKey): Promise<{ returned: number; pending: number }> {
  const { rows } = await sql<{ returned: number; pending: number }>`
    select count(*) as returned, count(*) filter (where proofs = 'pending') as pending
    from cast_ballot where congress_id = ${ballot.congress_id} and ballot_id = ${ballot.id}`.execute(trx);
  return rows[0]!;
}

/** Hashes of the ballots in the box, ascending: the order of the archive. */
export async function hashesOf(trx: Transaction, ballot: BallotKey): Promise<string[]> {
  const rows = await trx
    .selectFrom('cast_ballot')
    .select('hash')
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .execute();
  return rows.map(({ hash }) => hash).sort();
}

/** Of a box that is annulled: ballots whose proofs are still being checked are left so for good; whoever checks them finds nothing to mark. */
export async function leaveUnchecked(trx: Transaction, ballot: BallotKey): Promise<void> {
  await trx
    .updateTable('cast_ballot')
    .set({ proofs: 'unchecked' })
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .where('proofs', '=', 'pending')
    .execute();
}

/**
 * Writes the box anew in the order of the hashes, in one transaction: a row keeps its place in the file and the number of the transaction that
 * wrote it, and both told in which order ballots were cast.
 */
export async function forgetCastOrder(trx: Transaction, ballot: BallotKey): Promise<void> {
  await sql`
    with gone as (
      delete from cast_ballot where congress_id = ${ballot.congress_id} and ballot_id = ${ballot.id} returning *
    )
    insert into cast_ballot (congress_id, ballot_id, credential, hash, body, proofs)
    select congress_id, ballot_id, credential, hash, body, proofs from gone order by hash collate "C"`.execute(trx);
}
