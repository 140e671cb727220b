import type { OwnedDecryption } from '../../core/belenios/index.ts';
import type { Transaction } from '../database/pool.ts';
import type { BallotKey } from './store.ts';

/** The partial decryptions that are in, by trustee number. */
export async function decryptionsOf(
  trx: Transaction,
  ballot: BallotKey,
): Promise<(OwnedDecryption & { used: boolean })[]> {
  return trx
    .selectFrom('decryption')
    .select(['position as owner', 'body as json', 'used'])
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .orderBy('position')
    .execute();
}

/** Stores a trustee's decryption in place of an earlier one. */
export async function putDecryption(
  trx: Transaction,
  ballot: BallotKey,
  position: number,
  body: string,
): Promise<void> {
  await trx
    .insertInto('decryption')
    .values({ congress_id: ballot.congress_id, ballot_id: ballot.id, position, body })
    .onConflict((conflict) =>
      conflict.columns(['congress_id', 'ballot_id', 'position']).doUpdateSet({ body, used: false }),
    )
    .execute();
}

/** Marks the subset that decoded the result: exactly these stand in the archive. */
export async function markUsed(trx: Transaction, ballot: BallotKey, positions: readonly number[]): Promise<void> {
  await trx
    .updateTable('decryption')
    .set({ used: true })
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .where('position', 'in', positions)
    .execute();
}

/** Codes of the projects on the ballot paper, in its order. */
export async function projectCodes(trx: Transaction, ballot: BallotKey): Promise<string[]> {
  const rows = await trx
    .selectFrom('ballot_project')
    .select('code')
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .orderBy('position')
    .execute();
  return rows.map(({ code }) => code);
}
