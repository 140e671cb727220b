import { sql } from 'kysely';
import type { BallotId, CongressId, ElectionUuid } from '../../core/ids.ts';
import type { Method } from '../../core/rules/method.ts';
import type { BallotKind } from '../../core/rules/rounds.ts';
import type { Transaction } from '../database/pool.ts';
import type { BallotKey, BallotRow } from './store.ts';

/** Whether a ballot of this id exists in the congress. */
export async function ballotExists(trx: Transaction, congress: CongressId, id: BallotId): Promise<boolean> {
  const row = await trx
    .selectFrom('ballot')
    .select('id')
    .where('congress_id', '=', congress)
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

export interface NewBallot {
  readonly id: BallotId;
  readonly uuid: ElectionUuid;
  readonly kind: BallotKind;
  readonly follows: BallotId | null;
  readonly repeats: BallotId | null;
  /** Null: the session's own, until it opens. */
  readonly method: Method | null;
}

/** Adds the session's next ballot with the key of the one before, made and compared as it was; after a ballot on paper there is none. */
export async function addBallot(trx: Transaction, before: BallotRow, ballot: NewBallot): Promise<void> {
  const { congress_id, session_id, ordinal, attempt, trustees, public_key, key_fingerprint, medium } = before;
  await trx
    .insertInto('ballot')
    .values({
      ...ballot,
      ...{ congress_id, session_id, attempt, trustees, public_key, key_fingerprint, medium },
      method: ballot.method && JSON.stringify(ballot.method),
      ordinal: ordinal + 1,
      state: public_key === null ? 'preparing' : 'keyed',
    })
    .execute();
  if (public_key === null) return;
  await sql`
    insert into trustee (congress_id, ballot_id, position, account_id, cert, commitment, verification, compared)
    select congress_id, ${ballot.id}, position, account_id, cert, commitment, verification, compared
    from trustee where congress_id = ${congress_id} and ballot_id = ${before.id}`.execute(trx);
}

/** Puts these projects of another ballot's paper on this one's, in the order they had there. @returns how many */
export async function copyPaper(
  trx: Transaction,
  ballot: BallotKey,
  from: BallotId,
  codes: readonly string[] | 'all',
): Promise<number> {
  const { rows } = await sql<{ code: string }>`
    insert into ballot_project (congress_id, ballot_id, position, code, title, content, place, budget, unit, finish)
    select congress_id, ${ballot.id}, row_number() over (order by position) - 1, code, title, content, place, budget, unit, finish
    from ballot_project where congress_id = ${ballot.congress_id} and ballot_id = ${from}
      and (${codes === 'all'} or code = any (${codes === 'all' ? [] : codes}::text[]))
    returning code`.execute(trx);
  return rows.length;
}

export async function deleteBallot(trx: Transaction, ballot: BallotKey): Promise<void> {
  await trx.deleteFrom('ballot').where('congress_id', '=', ballot.congress_id).where('id', '=', ballot.id).execute();
}
