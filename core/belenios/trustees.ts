import type { Result } from '../result.ts';
import type { Group } from './group.ts';
import type {
  Round2Message,
  SignedMessage,
  TrusteeError,
  Trustees,
  TrusteesError,
  VerificationKey,
} from './trustee-types.ts';

/** The trustees record from the three rounds' messages, all checked; `names[i]` is shown beside trustee i+1's key. */
export function assembleTrustees(
  _group: Group,
  _certs: readonly SignedMessage[],
  _round2: readonly Round2Message[],
  _round3: readonly VerificationKey[],
  _names?: readonly string[],
): Result<Trustees, TrusteeError> {
  throw new Error('not yet');
}
/** Reads and checks a trustees record. */
export function verifyTrustees(_group: Group, _json: string): Result<Trustees, TrusteesError> {
  throw new Error('not yet');
}
/** Four groups of four uppercase hex digits of the SHA-256 of the election's public key text, to be compared by eye and voice. */
export function keyFingerprint(_publicKeyText: string): string {
  throw new Error('not yet');
}
