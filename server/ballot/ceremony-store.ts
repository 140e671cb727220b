import type { AccountId, CongressId, SessionId } from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';
import type { BallotKey } from './store.ts';

/** The session's scrutineers with their names, the chief first. */
export async function appointed(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
): Promise<{ position: number; account: AccountId; name: string }[]> {
  return trx
    .selectFrom('session_scrutineer as s')
    .innerJoin('account as a', (join) =>
      join.onRef('a.congress_id', '=', 's.congress_id').onRef('a.id', '=', 's.account_id'),
    )
    .select(['s.position', 's.account_id as account', 'a.name'])
    .where('s.congress_id', '=', congress)
    .where('s.session_id', '=', session)
    .orderBy('s.position')
    .execute();
}

/** Forgets the trustees of an attempt and everything they sent. */
export async function unseatTrustees(trx: Transaction, ballot: BallotKey): Promise<void> {
  await dropShares(trx, ballot);
  await trx
    .deleteFrom('trustee')
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .execute();
}

/** Forgets an earlier attempt and makes these accounts the trustees, in order. */
export async function seatTrustees(trx: Transaction, ballot: BallotKey, accounts: readonly AccountId[]): Promise<void> {
  await unseatTrustees(trx, ballot);
  await trx
    .insertInto('trustee')
    .values(
      accounts.map((account_id, i) => ({
        congress_id: ballot.congress_id,
        ballot_id: ballot.id,
        position: i + 1,
        account_id,
        cert: null,
        commitment: null,
        verification: null,
      })),
    )
    .execute();
}

/** The shares one trustee sealed for the others, `sealed[j-1]` for trustee j. */
export async function saveShares(
  trx: Transaction,
  ballot: BallotKey,
  sender: number,
  sealed: readonly string[],
): Promise<void> {
  await trx
    .insertInto('trustee_share')
    .values(
      sealed.map((text, i) => ({
        congress_id: ballot.congress_id,
        ballot_id: ballot.id,
        sender,
        recipient: i + 1,
        sealed: text,
      })),
    )
    .execute();
}

/** Sealed shares of the ballot, only those from `sender` or to `recipient` where given, in order. */
export async function sharesOf(
  trx: Transaction,
  ballot: BallotKey,
  which: { sender?: number; recipient?: number } = {},
): Promise<{ sender: number; recipient: number; sealed: string }[]> {
  let query = trx
    .selectFrom('trustee_share')
    .select(['sender', 'recipient', 'sealed'])
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .orderBy('sender')
    .orderBy('recipient');
  if (which.sender !== undefined) query = query.where('sender', '=', which.sender);
  if (which.recipient !== undefined) query = query.where('recipient', '=', which.recipient);
  return query.execute();
}

/** Once the key is made nobody needs the sealed shares again. */
export async function dropShares(trx: Transaction, ballot: BallotKey): Promise<void> {
  await trx
    .deleteFrom('trustee_share')
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .execute();
}
