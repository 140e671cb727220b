import type { ProofText } from './proofs.ts';

/** The closed list of reasons to refuse a ballot. */
export type BallotCode =
  /** Longer than `maxBallotBytes`. */
  | 'too_large'
  /** Not the one canonical text: other keys, order, spelling of numbers or points, or no JSON at all. */
  | 'not_canonical'
  /** Another election's uuid or fingerprint. */
  | 'wrong_election'
  /** The credential is no member of the group, or its identity. */
  | 'credential_invalid'
  /** Number of answers, choices or proofs is not the questions'. */
  | 'shape'
  /** Encoding C: a ciphertext of question 0 is not that of its project (spec section 6). */
  | 'encoding'
  | 'signature'
  /** A ciphertext is outside the group, for example has a torsion component (spec section 10.1). */
  | 'element'
  | 'identity_alpha'
  | 'individual_proof'
  | 'overall_proof'
  | 'blank_proof';

/** Why a ballot is refused; indexes count from 0. */
export interface BallotError {
  readonly code: BallotCode;
  readonly question?: number;
  readonly choice?: number;
}

/** One answer as it stands in the text; its scalars are canonical. */
export interface Answer {
  readonly choices: readonly { readonly alpha: string; readonly beta: string }[];
  readonly individual_proofs: readonly (readonly ProofText[])[];
  readonly overall_proof: readonly ProofText[];
  readonly blank_proof?: readonly ProofText[];
}

/** A ballot that passed the cheap checks: its text is canonical and its signature holds; its proofs are not checked yet. */
export interface Ballot {
  readonly json: string;
  /** Hex SHA-256 of the text: names the archive record. */
  readonly hash: string;
  /** The same digest in base64, 43 characters: what the voter keeps. */
  readonly tracker: string;
  readonly credential: string;
  readonly answers: readonly Answer[];
}

/** The randomness of a ballot's ciphertexts, canonical decimals per question and choice. Reveals the vote: show only to spoil. */
export type BallotOpening = readonly (readonly string[])[];

export interface EncryptedBallot {
  readonly json: string;
  readonly tracker: string;
  readonly hash: string;
  /** What may be shown before the ballot is cast or opened (challenge.ts). */
  readonly commitment: string;
  /** What the ciphertexts' randomness comes from. Reveals the vote, as `opening` does: show only to spoil, and forget what was cast. */
  readonly seed: Uint8Array;
  readonly opening: BallotOpening;
}
