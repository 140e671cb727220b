import type { Random, Result } from '../result.ts';
import type { BallotOpening, EncryptedBallot } from './ballot-types.ts';
import type { Credential } from './credential.ts';
import type { Election } from './election.ts';
import type { Plaintexts } from './questions.ts';

/**
 * Encrypts, proves and signs a ballot (spec section 3). Plaintexts that break a question's rules throw a RangeError: the caller's
 * screen must not let them happen. `onProgress(done, total)` counts ciphertexts and proofs.
 */
export function encryptBallot(
  _election: Election,
  _credential: Credential,
  _plaintexts: Plaintexts,
  _random: Random,
  _onProgress?: (done: number, total: number) => void,
): EncryptedBallot {
  throw new Error('not yet');
}

/** What another device learns from a challenged ballot: the plaintexts, when the opening explains every ciphertext (spec section 10.10). */
export function openBallot(
  _election: Election,
  _ballotJson: string,
  _opening: BallotOpening,
): Result<Plaintexts, { question: number; choice: number }> {
  throw new Error('not yet');
}
