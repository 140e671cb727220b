import type { Result } from '../result.ts';
import type { BallotError } from './ballot-types.ts';
import type { Groups } from './group.ts';

/** Runs `checkProofs` on one ballot, perhaps in another thread. */
export type ProofRunner = (electionJson: string, ballotJson: string) => Promise<Result<undefined, BallotError>>;

export interface VerifyOptions {
  readonly groups?: Groups;
  readonly proofs?: ProofRunner;
  /** Hex hash of the last event, as published at the close of voting or in the minutes. */
  readonly lastEvent?: string;
  readonly onProgress?: (done: number, total: number) => void;
}
export interface Check {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  /** How many things the check looked at. */
  readonly count: number;
  readonly passed: boolean;
}
export interface Failure {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}
export interface VerifyReport {
  readonly valid: boolean;
  /** False when the bytes are no archive at all. */
  readonly isArchive: boolean;
  readonly checks: readonly Check[];
  readonly failure: Failure | undefined;
  readonly election:
    | { readonly uuid: string; readonly name: string; readonly group: string; readonly fingerprint: string }
    | undefined;
  readonly questions: readonly {
    readonly question: string;
    readonly answers: readonly string[];
    readonly totals: readonly number[];
  }[];
  readonly ballots: number;
  readonly credentials: number;
  readonly lastEvent: string | undefined;
  readonly lastBallotEvent: string | undefined;
  readonly notes: readonly { readonly zh: string; readonly en: string }[];
}
export function verifyArchive(_bytes: Uint8Array, _options: VerifyOptions = {}): Promise<VerifyReport> {
  throw new Error('not yet');
}
