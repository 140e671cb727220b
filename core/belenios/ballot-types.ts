import type { Element } from './group.ts';

/** A Schnorr or Chaum–Pedersen proof: canonical decimals in [0, q). */
export interface Proof {
  readonly challenge: bigint;
  readonly response: bigint;
}

export interface Ciphertext {
  readonly alpha: Element;
  readonly beta: Element;
}

export type BallotCode =
  | 'too_large'
  | 'not_canonical'
  | 'wrong_election'
  | 'credential_invalid'
  | 'shape'
  | 'encoding'
  | 'signature'
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

/** A proof as it stands in the text, its scalars already known to be canonical. */
export interface ProofText {
  readonly challenge: string;
  readonly response: string;
}

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
  /** The same digest in base64: what the voter keeps. */
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
  readonly opening: BallotOpening;
}
