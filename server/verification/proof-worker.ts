import { parentPort } from 'node:worker_threads';
import {
  type BallotError,
  checkBallot,
  checkProofs,
  combineDecryptions,
  type Decrypted,
  type DecryptionError,
  type Election,
  type OwnedDecryption,
  parseElection,
  verifyPartialDecryption,
  verifyTrustees,
} from '../../core/belenios/index.ts';
import { err, ok, type Result, unreachable } from '../../core/result.ts';
import { fastGroups } from './fast-groups.ts';

/** A closed box's records, byte for byte. */
export interface Sealed {
  readonly trustees: string;
  readonly encryptedTally: string;
}

/** What a thread is asked; `election` is left out when it is the one sent last. */
export type ProofTask = { readonly election?: string } & (
  | { readonly kind: 'ballot'; readonly ballot: string }
  | { readonly kind: 'decryption'; readonly sealed: Sealed; readonly partial: OwnedDecryption }
  | {
      readonly kind: 'combine';
      readonly sealed: Sealed;
      readonly partials: readonly OwnedDecryption[];
      readonly maximum: number;
    }
);

/** What comes of each kind of task. */
export interface ProofOutcomes {
  readonly ballot: Result<undefined, BallotError>;
  readonly decryption: Result<undefined, DecryptionError>;
  readonly combine: Result<Decrypted, DecryptionError>;
}
export type ProofAnswer = ProofOutcomes[keyof ProofOutcomes];

let election: Election | undefined;

/** What was stored was checked when it was stored: what does not hold here is a bug, and ends the thread. */
function trusteesOf({ trustees }: Sealed) {
  const read = verifyTrustees(election!.group, trustees);
  if (!read.ok) throw new Error(`the stored trustees do not verify: ${read.error.kind}`);
  return read.value;
}

/** Does one task. An election that does not parse is the caller's bug and ends the thread. */
function run(task: ProofTask): ProofAnswer {
  if (task.election !== undefined) {
    const parsed = parseElection(task.election, fastGroups);
    if (!parsed.ok) throw new Error(`proof worker was given no election: ${parsed.error.kind}`);
    election = parsed.value;
  }
  switch (task.kind) {
    case 'ballot': {
      const cheap = checkBallot(election!, task.ballot);
      const checked = cheap.ok ? checkProofs(election!, cheap.value) : cheap;
      return checked.ok ? ok(undefined) : err(checked.error);
    }
    case 'decryption': {
      const { sealed, partial } = task;
      const valid = verifyPartialDecryption(election!, trusteesOf(sealed), sealed.encryptedTally, partial);
      return valid.ok ? ok(undefined) : valid;
    }
    case 'combine': {
      const { sealed, partials, maximum } = task;
      return combineDecryptions(election!, trusteesOf(sealed), sealed.encryptedTally, partials, maximum);
    }
    default:
      return unreachable(task);
  }
}

parentPort!.on('message', (task: ProofTask) => parentPort!.postMessage(run(task)));
