import { sql } from 'kysely';
import type { Answer } from '../../core/belenios/index.ts';
import type { Transaction } from '../database/pool.ts';
import type { BallotKey } from './store.ts';

/** The order of the archive, whatever the database's own collation. */
const byHash = sql<string>`hash collate "C"`;

/** Ballots read at a time: some megabytes. */
const CHUNK = 50;

export interface BoxedBallot {
  readonly hash: string;
  readonly credential: string;
  readonly body: string;
  /** Of a ballot that was checked before it was marked: its form is known. */
  readonly answers: readonly Answer[];
}

/** The next ballots after a hash, in the order of the hashes; `valid` leaves out those whose proofs are still being checked. */
export async function nextBallots(
  trx: Transaction,
  ballot: BallotKey,
  after: string,
  which: 'valid' | 'all' = 'all',
): Promise<{ hash: string; credential: string; body: string }[]> {
  let query = trx
    .selectFrom('cast_ballot')
    .select(['hash', 'credential', 'body'])
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .where(byHash, '>', after)
    .orderBy(byHash)
    .limit(CHUNK);
  if (which === 'valid') query = query.where('proofs', '=', 'valid');
  return query.execute();
}

/**
 * All ballots in a box in the order of their hashes, a few read at a time; after each one others get their turn, for a large box takes seconds
 * to go through.
 */
export async function* readBox(
  trx: Transaction,
  ballot: BallotKey,
  which: 'valid' | 'all' = 'all',
): AsyncGenerator<BoxedBallot> {
  let rows = await nextBallots(trx, ballot, '', which);
  while (rows.length > 0) {
    for (const row of rows) {
      yield { ...row, answers: (JSON.parse(row.body) as { answers: Answer[] }).answers };
      await new Promise((resolve) => setImmediate(resolve));
    }
    rows = await nextBallots(trx, ballot, rows.at(-1)!.hash, which);
  }
}
