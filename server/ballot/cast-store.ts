import { sql } from 'kysely';
import type { CongressId, ElectionUuid, SessionId } from '../../core/ids.ts';
import type { BallotState } from '../../core/workflow/ballot.ts';
import type { Db, Transaction } from '../database/pool.ts';
import type { BallotKey } from './store.ts';

export interface Put {
  /** Null where the ballot has been wiped. */
  readonly state: BallotState | null;
  /** Whether this statement put it into the box. */
  readonly inserted: boolean;
  /** Hash of the credential's ballot in the box, if one was there when the statement began. */
  readonly existing: string | null;
  /** Whether this very ballot was put aside before, because its proofs do not hold. */
  readonly aside: boolean;
}

/**
 * The cast: one statement, committed with fsync before it answers. It takes the ballot's row `for share`, so that a close under way is waited
 * for and, once it has committed, seen: the row is then read again as it stands, `state` is no longer open and nothing is inserted. A close
 * takes the row `for update`, so it waits for every cast that has begun. A ballot that was put aside does not come back. The one function here
 * that is given the pool and not a transaction, because it is a transaction: begin and commit would be two more round trips in the hall's
 * busiest minute.
 */
export async function putIntoBox(
  db: Db,
  ballot: BallotKey,
  credential: string,
  hash: string,
  body: string,
): Promise<Put> {
  const { rows } = await sql<Put>`
    with box as (
      select congress_id, id, state from ballot where congress_id = ${ballot.congress_id} and id = ${ballot.id} for share
    ), who as (
      select credential from issued_credential
      where congress_id = ${ballot.congress_id} and ballot_id = ${ballot.id} and credential = ${credential}
    ), aside as (
      select hash from rejected_ballot
      where congress_id = ${ballot.congress_id} and ballot_id = ${ballot.id} and hash = ${hash}
    ), put as (
      insert into cast_ballot (congress_id, ballot_id, credential, hash, body)
      select box.congress_id, box.id, who.credential, ${hash}, ${body} from box, who
      where box.state = 'open' and not exists (select from aside)
      on conflict do nothing
      returning hash
    )
    select
      (select state from box) as state,
      exists (select from put) as inserted,
      exists (select from aside) as aside,
      (select hash from cast_ballot
        where congress_id = ${ballot.congress_id} and ballot_id = ${ballot.id} and credential = ${credential}) as existing`.execute(
    db,
  );
  return rows[0]!;
}

/** Hash of the credential's ballot in the box. */
export async function ballotInBox(
  trx: Transaction,
  ballot: BallotKey,
  credential: string,
): Promise<string | undefined> {
  const row = await trx
    .selectFrom('cast_ballot')
    .select('hash')
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .where('credential', '=', credential)
    .executeTakeFirst();
  return row?.hash;
}

/** State of the card that has this credential in the election, `paper` where it is set aside for papers; undefined where no card of the session has. */
export async function cardState(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
  uuid: ElectionUuid,
  credential: string,
): Promise<'printed' | 'activated' | 'revoked' | 'paper' | undefined> {
  const row = await trx
    .selectFrom('card_credential as k')
    .innerJoin('card as c', (join) =>
      join
        .onRef('c.congress_id', '=', 'k.congress_id')
        .onRef('c.session_id', '=', 'k.session_id')
        .onRef('c.serial', '=', 'k.serial'),
    )
    .select(['c.state', 'c.purpose'])
    .where('k.congress_id', '=', congress)
    .where('k.session_id', '=', session)
    .where('k.uuid', '=', uuid)
    .where('k.credential', '=', credential)
    .executeTakeFirst();
  return row?.state === 'activated' && row.purpose === 'paper' ? 'paper' : row?.state;
}

/** The ballot of an election, whatever its state. */
export async function stateOf(trx: Transaction, uuid: ElectionUuid) {
  return trx
    .selectFrom('ballot')
    .select(['congress_id', 'id', 'session_id', 'state', 'election', 'medium'])
    .where('uuid', '=', uuid)
    .executeTakeFirst();
}
