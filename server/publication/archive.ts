import { type ArchiveWriter, startArchive } from '../../core/belenios/index.ts';
import { nextBallots } from '../ballot/box-reader.ts';
import { decryptionsOf } from '../ballot/decrypt-store.ts';
import type { BallotRow } from '../ballot/store.ts';
import { type Db, inTransaction, type Transaction } from '../database/pool.ts';
import { ballotRecordBytes } from './store.ts';

/** The one timestamp of the archive, in seconds: when the box closed. */
const timestampOf = (ballot: BallotRow): number => Math.floor(ballot.closed_at!.getTime() / 1000);

const credentialsOf = (ballot: BallotRow): string[] => JSON.parse(ballot.public_credentials!) as string[];

/** What follows the ballots. */
async function ending(trx: Transaction, ballot: BallotRow, writer: ArchiveWriter): Promise<Uint8Array[]> {
  const parts = [writer.endBallots(), writer.encryptedTally(ballot.encrypted_tally!, ballot.sized_tally!)];
  for (const { owner, json, used } of await decryptionsOf(trx, ballot))
    if (used) parts.push(writer.partialDecryption(owner, json));
  parts.push(writer.result(ballot.result!));
  return parts;
}

/** Setup and ballots. Each piece is read in a transaction of its own, so that a slow reader holds no connection; nothing in a closed box changes. */
async function* setupAndBallots(db: Db, ballot: BallotRow, writer: ArchiveWriter): AsyncGenerator<Uint8Array> {
  yield writer.setup(ballot.election!, ballot.trustees!, credentialsOf(ballot));
  for (let after = ''; ; ) {
    const rows = await inTransaction(db, (trx) => nextBallots(trx, ballot, after));
    for (const { body } of rows) yield writer.ballot(body);
    const last = rows.at(-1);
    if (!last) break;
    after = last.hash;
  }
}

/**
 * The archive of a tallied ballot (spec section 5), written from the rows piece by piece: a large box has hundreds of megabytes.
 */
export async function* archivePieces(db: Db, ballot: BallotRow): AsyncGenerator<Uint8Array> {
  const writer = startArchive(timestampOf(ballot));
  yield* setupAndBallots(db, ballot, writer);
  yield* await inTransaction(db, (trx) => ending(trx, ballot, writer));
  if (writer.lastEventHash() !== ballot.last_event) throw new Error('the archive does not end in the published event');
}

/**
 * The closed box for the scrutineers' devices, which work out the tally from it themselves: the archive up to EndBallots, the event
 * whose hash the projector shows.
 */
export async function* boxPieces(db: Db, ballot: BallotRow): AsyncGenerator<Uint8Array> {
  const writer = startArchive(timestampOf(ballot));
  yield* setupAndBallots(db, ballot, writer);
  yield writer.endBallots();
  if (writer.lastEventHash() !== ballot.closing_event) throw new Error('the box does not end in the event announced');
}

/** Size of the closed box in bytes, without reading the ballots. */
export async function boxBytes(trx: Transaction, ballot: BallotRow): Promise<number> {
  const writer = startArchive(timestampOf(ballot));
  const setup = writer.setup(ballot.election!, ballot.trustees!, credentialsOf(ballot)).length;
  return setup + (await ballotRecordBytes(trx, ballot)) + writer.endBallots().length;
}

/** Size of the archive in bytes, without reading the ballots. */
export async function archiveBytes(trx: Transaction, ballot: BallotRow): Promise<number> {
  const writer = startArchive(timestampOf(ballot));
  const setup = writer.setup(ballot.election!, ballot.trustees!, credentialsOf(ballot)).length;
  const end = (await ending(trx, ballot, writer)).reduce((sum, part) => sum + part.length, 0);
  return setup + (await ballotRecordBytes(trx, ballot)) + end;
}
