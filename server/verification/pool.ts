import type { BallotError } from '../../core/belenios/index.ts';
import type { Result } from '../../core/result.ts';

export interface ProofPool {
  /** Checks a ballot's proofs (and its cheap checks again) in a worker thread. */
  check(electionJson: string, ballotJson: string): Promise<Result<undefined, BallotError>>;
  /** Ballots waiting or being checked. */
  readonly queued: number;
  /** Ends the threads; ballots still waiting are refused with an exception. */
  close(): Promise<void>;
}

/** Worker threads that check ballots' proofs; `size` defaults to the number of cores. */
export function createProofPool(_options: { size?: number } = {}): ProofPool {
  throw new Error('not yet');
}
