import type { Random, Result } from '../result.ts';
import type { Election } from './election.ts';
import type { Trustees } from './trustee-types.ts';

export interface OwnedDecryption {
  /** 1-based owner in the flattened list of trustees. */
  readonly owner: number;
  /** The `partial_decryption` record. */
  readonly json: string;
}
export type DecryptionError =
  | { readonly kind: 'owner' | 'format' | 'factor' | 'proof'; readonly owner: number }
  | { readonly kind: 'too_few'; readonly valid: readonly number[] }
  | { readonly kind: 'undecodable'; readonly tried: number };

/** A trustee's partial decryption of the encrypted tally with its proofs (spec section 4). `share` is the decimal of TrusteeState3. */
export function partialDecryption(
  _election: Election,
  _share: string,
  _encryptedTally: string,
  _random: Random,
): string {
  throw new Error('not yet');
}
export function verifyPartialDecryption(
  _election: Election,
  _trustees: Trustees,
  _encryptedTally: string,
  _partial: OwnedDecryption,
): Result<undefined, DecryptionError> {
  throw new Error('not yet');
}
export function ownedJson(_partial: OwnedDecryption): string {
  throw new Error('not yet');
}
/** `maximum` is the largest total possible: the sum of the weights. `owners` is the subset that decodes: only it goes into the archive. */
export function combineDecryptions(
  _election: Election,
  _trustees: Trustees,
  _encryptedTally: string,
  _partials: readonly OwnedDecryption[],
  _maximum: number,
): Result<{ result: number[][]; json: string; owners: number[] }, DecryptionError> {
  throw new Error('not yet');
}
