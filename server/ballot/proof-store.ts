import { sql } from 'kysely';
import type { ElectionUuid } from '../../core/ids.ts';
import type { Db, Transaction } from '../database/pool.ts';
import type { BallotKey } from './store.ts';

/** Ballots of open boxes whose proofs nobody has finished checking, without their text. */
export async function pendingBallots(
  trx: Transaction,
): Promise<{ uuid: ElectionUuid; hash: string; credential: string }[]> {
  return trx
    .selectFrom('cast_ballot as c')
    .innerJoin('ballot as b', (join) =>
      join.onRef('b.congress_id', '=', 'c.congress_id').onRef('b.id', '=', 'c.ballot_id'),
    )
    .select(['b.uuid', 'c.hash', 'c.credential'])
    .where('c.proofs', '=', 'pending')
    .where('b.state', '=', 'open')
    .orderBy('c.hash')
    .limit(500)
    .execute();
}

/** A ballot's text while its proofs are pending. */
export async function pendingBody(
  trx: Transaction,
  ballot: BallotKey,
  credential: string,
  hash: string,
): Promise<string | undefined> {
  const row = await trx
    .selectFrom('cast_ballot')
    .select('body')
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .where('credential', '=', credential)
    .where('hash', '=', hash)
    .where('proofs', '=', 'pending')
    .executeTakeFirst();
  return row?.body;
}

/** Marks ballots whose proofs hold. */
export async function markValid(
  trx: Transaction,
  ballot: BallotKey,
  credentials: readonly string[],
  hashes: readonly string[],
): Promise<void> {
  await sql`
    update cast_ballot c set proofs = 'valid' from unnest(${credentials}::text[], ${hashes}::text[]) as v (credential, hash)
    where c.congress_id = ${ballot.congress_id} and c.ballot_id = ${ballot.id}
      and c.credential = v.credential and c.hash = v.hash and c.proofs = 'pending'`.execute(trx);
}

/**
 * Takes a ballot out of the box, so that its card may vote again. @returns false if it was not there, or was judged before.
 * @param which `any` is for who holds the ballot's row locked and knows it open; what is still pending is in no closed box
 */
export async function reject(
  trx: Transaction,
  ballot: BallotKey,
  credential: string,
  hash: string,
  reason: string,
  which: 'pending' | 'any' = 'pending',
): Promise<boolean> {
  let taking = trx
    .deleteFrom('cast_ballot')
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .where('credential', '=', credential)
    .where('hash', '=', hash);
  if (which === 'pending') taking = taking.where('proofs', '=', 'pending');
  const gone = await taking.returning('hash').execute();
  if (gone.length === 0) return false;
  await trx
    .insertInto('rejected_ballot')
    .values({ congress_id: ballot.congress_id, ballot_id: ballot.id, hash, reason })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return true;
}

/** What the live topic `turnout` carries: of the present ballot in the hall. */
export async function turnoutOf(
  db: Db,
  congress: string,
): Promise<{ present: number; issued: number; returned: number; pendingProofs: number } | undefined> {
  const { rows } = await sql<{ present: number; issued: number; returned: number; pendingProofs: number }>`
    select
      (select count(*) from attendance a join deputy d on d.congress_id = a.congress_id and d.id = a.deputy_id
        where a.congress_id = s.congress_id and a.session_id = s.id and a.present and d.in_office) as present,
      coalesce(b.issued, 0) + b.paper_issued as issued,
      coalesce(b.returned, (select count(*) from cast_ballot c where c.congress_id = b.congress_id and c.ballot_id = b.id)) + b.paper_void as returned,
      (select count(*) from cast_ballot c where c.congress_id = b.congress_id and c.ballot_id = b.id and c.proofs = 'pending') as "pendingProofs"
    from session s join ballot b on b.congress_id = s.congress_id and b.session_id = s.id
    where s.congress_id = ${congress} and s.in_hall order by b.ordinal desc limit 1`.execute(db);
  return rows[0];
}
