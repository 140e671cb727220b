import { err, ok, type Result } from '../result.ts';
import { readArchive } from './archive.ts';
import { readBoxContents } from './archive-structure.ts';
import { startTally } from './tally.ts';
import {
  archiveFault,
  type Check,
  checkBox,
  type Failure,
  failure,
  type PlacedFault,
  type Progress,
  passed,
  type VerifyOptions,
} from './verify-checks.ts';

/** What a closed box holds and comes to, worked out from its bytes alone. */
export interface SoundBox {
  /** The election and the trustees' record, byte for byte, and the election's fingerprint φ. */
  readonly election: string;
  readonly electionHash: string;
  readonly trustees: string;
  /** The encrypted tally of the ballots in the box, multiplied together here. */
  readonly encryptedTally: string;
  /** Hash of EndBallots, which the projector shows. */
  readonly closingEvent: string;
  readonly credentials: number;
  readonly ballots: number;
}

/** What came of verifying a box: the checks that passed, and either what the box is or the first thing that does not hold. */
export interface BoxReport {
  readonly checks: readonly Check[];
  readonly box: Result<SoundBox, Failure>;
}

/**
 * Verifies a closed box, an archive that ends with EndBallots: everything `verifyArchive` checks but the tally, which is computed here, and
 * the decryptions, of which there are none yet. A card has one ballot in it. Never throws for anything the bytes may hold.
 */
export async function verifyBox(bytes: Uint8Array, options: Omit<VerifyOptions, 'lastEvent'> = {}): Promise<BoxReport> {
  const progress: Progress = { checks: [], notes: [] };
  const box = await judgeBox(bytes, options, progress);
  return { checks: progress.checks, box: box.ok ? box : err(failure(box.error)) };
}

async function judgeBox(
  bytes: Uint8Array,
  options: VerifyOptions,
  progress: Progress,
): Promise<Result<SoundBox, PlacedFault>> {
  const archive = readArchive(bytes);
  if (!archive.ok) return err(archiveFault(archive.error));
  passed(progress, 'archive', archive.value.records.length + 1);
  const read = readBoxContents(archive.value);
  if (!read.ok) return read;
  const contents = read.value;
  passed(progress, 'events', contents.events);
  const checked = await checkBox(contents, options, progress);
  if (!checked.ok) return checked;
  const { election, credentials, ballots } = checked.value;
  // Whatever the election says of itself: in a box that is decrypted here every card counts once.
  const weighted = [...credentials.values()].findIndex((weight) => weight !== 1);
  if (weighted >= 0) return err({ code: 'credential_weight', at: weighted + 1 });
  const sum = startTally(election);
  const seen = new Set<string>();
  for (const ballot of ballots) {
    if (seen.has(ballot.credential)) return err({ code: 'ballot_credential_twice', at: ballot.hash });
    seen.add(ballot.credential);
    sum.add(ballot);
  }
  passed(progress, 'tally', sum.ciphertexts().flat().length);
  return ok({
    election: contents.election,
    electionHash: election.fingerprint,
    trustees: contents.trustees,
    encryptedTally: sum.encryptedTally(),
    closingEvent: contents.closingEvent,
    credentials: credentials.size,
    ballots: ballots.length,
  });
}
