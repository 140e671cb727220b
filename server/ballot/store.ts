import type { Selectable, Updateable } from 'kysely';
import type { BallotId, CongressId, SessionId } from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';
import type { Database } from '../database/schema.ts';

export type BallotRow = Selectable<Database['ballot']>;
export type TrusteeRow = Selectable<Database['trustee']>;
/** What names a ballot in the keys of its tables. */
export type BallotKey = { readonly congress_id: CongressId; readonly id: BallotId };

/**
 * The session's present ballot: the newest. `update` is for whoever changes its state: everything that depends on the state (a cast, a card's activation) takes
 * the row `for share`, and so either sees the change or is finished before it.
 */
export async function ballotOf(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
  lock?: 'update' | 'share',
): Promise<BallotRow | undefined> {
  let query = trx
    .selectFrom('ballot')
    .selectAll()
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .orderBy('ordinal', 'desc')
    .limit(1);
  if (lock === 'update') query = query.forUpdate();
  if (lock === 'share') query = query.forShare();
  return query.executeTakeFirst();
}

/** Changes the ballot's row; the caller holds it locked. */
export async function saveBallot(
  trx: Transaction,
  ballot: BallotKey,
  values: Updateable<Database['ballot']>,
): Promise<void> {
  await trx
    .updateTable('ballot')
    .set(values)
    .where('congress_id', '=', ballot.congress_id)
    .where('id', '=', ballot.id)
    .execute();
}

/** The ballot's trustees in the order of their number; none before the ceremony. */
export async function trusteesOf(trx: Transaction, ballot: BallotKey): Promise<TrusteeRow[]> {
  return trx
    .selectFrom('trustee')
    .selectAll()
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .orderBy('position')
    .execute();
}

/** Changes one trustee's row. */
export async function saveTrustee(
  trx: Transaction,
  ballot: BallotKey,
  position: number,
  values: Updateable<Database['trustee']>,
): Promise<void> {
  await trx
    .updateTable('trustee')
    .set(values)
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .where('position', '=', position)
    .execute();
}
