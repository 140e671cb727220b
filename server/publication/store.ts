import { sql } from 'kysely';
import type { PublicResult } from '../../core/contract/hall.ts';
import type { CongressId, ElectionUuid } from '../../core/ids.ts';
import { type BallotKey, type BallotRow, trusteesOf } from '../ballot/store.ts';
import type { Transaction } from '../database/pool.ts';

/** The ballot of an election. */
export async function ballotByUuid(trx: Transaction, uuid: ElectionUuid): Promise<BallotRow | undefined> {
  return trx.selectFrom('ballot').selectAll().where('uuid', '=', uuid).executeTakeFirst();
}

/** Published ballots of a congress, newest first. */
export async function publishedBallots(trx: Transaction, congress: CongressId) {
  return trx
    .selectFrom('ballot as b')
    .innerJoin('session as s', (join) =>
      join.onRef('s.congress_id', '=', 'b.congress_id').onRef('s.id', '=', 'b.session_id'),
    )
    .innerJoin('cycle as y', (join) =>
      join.onRef('y.congress_id', '=', 's.congress_id').onRef('y.id', '=', 's.cycle_id'),
    )
    .select(['b.uuid', 'b.session_id', 's.name as session', 'y.year', 's.rehearsal_of', 'b.published_at'])
    .where('b.congress_id', '=', congress)
    .where('b.state', '=', 'published')
    .orderBy('b.published_at', 'desc')
    .execute();
}

/** One ballot of the box, by its hash. */
export async function ballotBody(trx: Transaction, ballot: BallotKey, hash: string): Promise<string | undefined> {
  const row = await trx
    .selectFrom('cast_ballot')
    .select('body')
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .where('hash', '=', hash)
    .executeTakeFirst();
  return row?.body;
}

/** How many ballots are in the box now. */
export async function countReturned(trx: Transaction, ballot: BallotKey): Promise<number> {
  const { count } = await trx
    .selectFrom('cast_ballot')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .executeTakeFirstOrThrow();
  return count;
}

/** How many scrutineers have decrypted. */
export async function countDecrypted(trx: Transaction, ballot: BallotKey): Promise<number> {
  const { count } = await trx
    .selectFrom('decryption')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .executeTakeFirstOrThrow();
  return count;
}

/** The scrutineers with what each of them did. */
export async function scrutineersOf(trx: Transaction, ballot: BallotRow): Promise<PublicResult['scrutineers']> {
  const names = await trx
    .selectFrom('trustee as t')
    .innerJoin('account as a', (join) =>
      join.onRef('a.congress_id', '=', 't.congress_id').onRef('a.id', '=', 't.account_id'),
    )
    .select(['t.position', 'a.name'])
    .where('t.congress_id', '=', ballot.congress_id)
    .where('t.ballot_id', '=', ballot.id)
    .execute();
  const decrypted = await trx
    .selectFrom('decryption')
    .select('position')
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .execute();
  return (await trusteesOf(trx, ballot)).map(({ position, certified }) => ({
    name: names.find((row) => row.position === position)?.name ?? '',
    chief: position === 1,
    decrypted: decrypted.some((row) => row.position === position),
    certified,
  }));
}

/** Bytes of the archive's ballots, each a data record and an event (spec section 5), without reading them. */
export async function ballotRecordBytes(trx: Transaction, ballot: BallotKey): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select coalesce(sum(512 + (octet_length(body) + 511) / 512 * 512 + 1024), 0)::bigint as bytes
    from cast_ballot where congress_id = ${ballot.congress_id} and ballot_id = ${ballot.id}`.execute(trx);
  return rows[0]!.bytes;
}
