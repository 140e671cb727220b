import type { Element, GroupName } from './group.ts';
import type { ProofText } from './proofs.ts';

/** A message with its signature, as it stands in the trustees record (spec section 2.4). */
export interface SignedMessage {
  readonly message: string;
  readonly signature: ProofText;
}

/** Which trustee of which ceremony. `index` counts from 1. */
export interface TrusteeContext {
  readonly group: GroupName;
  readonly size: number;
  readonly threshold: number;
  readonly index: number;
}

/** Secret state after round 1; plain JSON, kept on the trustee's own device only. Decimals. */
export interface TrusteeState1 {
  readonly context: TrusteeContext;
  readonly signingKey: string;
  readonly decryptionKey: string;
  readonly cert: SignedMessage;
}

/** Secret state after round 2: the coefficients of the polynomial are added. */
export interface TrusteeState2 extends TrusteeState1 {
  readonly certs: readonly SignedMessage[];
  readonly coefficients: readonly string[];
}

/** Secret state after round 3: `share` is s_j, the key of the partial decryption. */
export interface TrusteeState3 extends TrusteeState2 {
  readonly share: string;
  readonly publicShare: string;
}

/**
 * A share f_i(j) encrypted to trustee j's encryption key and signed by trustee i: g^r, base64 of the AES-GCM box, and a signature
 * over both, so that a changed share is told from a false one.
 */
export interface SealedShare {
  readonly ephemeral: string;
  readonly box: string;
  readonly signature: ProofText;
}

/** What a trustee publishes in round 2. `shares[j-1]` is for trustee j (its own one too). */
export interface Round2Message {
  readonly coefexps: SignedMessage;
  readonly signature: ProofText;
  readonly shares: readonly SealedShare[];
}

/** What a trustee publishes in round 3. */
export interface VerificationKey {
  readonly pok: ProofText;
  readonly public_key: string;
  readonly signature?: ProofText;
  readonly name?: string;
}

export type TrusteeErrorKind =
  /** Not as many messages as trustees. */
  | 'count'
  | 'context'
  | 'cert'
  | 'cert_signature'
  /** Our own certificate is missing from the list or was changed by whoever passed it on. */
  | 'own_cert'
  /** Our own coefficients came back changed. */
  | 'own_coefexps'
  | 'duplicate_key'
  | 'coefexps'
  | 'coefexps_signature'
  | 'certs_signature'
  /** The sealed share was not signed by its sender or was changed on the way. */
  | 'share_signature'
  /** The share does not open, or does not fit the sender's coefficients: the sender cheated. */
  | 'share'
  | 'verification_key'
  | 'verification_pok'
  | 'verification_signature';

/** What went wrong in the key ceremony and whose message it was (1-based; undefined when it is nobody's in particular). */
export interface TrusteeError {
  readonly kind: TrusteeErrorKind;
  readonly trustee: number | undefined;
}

/** One trustee's verification key in the flattened list (spec section 2.4): its 1-based position is the `owner`. */
export interface TrusteeKey {
  readonly owner: number;
  readonly publicKey: Element;
  readonly publicKeyText: string;
  readonly name: string | undefined;
}

/** One entry of the trustees record with the owners it covers. */
export interface TrusteeEntry {
  readonly kind: 'Single' | 'Pedersen';
  /** How many of the entry's owners are needed: 1 for Single. */
  readonly threshold: number;
  readonly owners: readonly number[];
}

/** A trustees record that passed every check. */
export interface Trustees {
  readonly json: string;
  readonly entries: readonly TrusteeEntry[];
  readonly keys: readonly TrusteeKey[];
  /** The election's public key: the product of the entries' keys. */
  readonly publicKey: Element;
  readonly publicKeyText: string;
}

export type TrusteesError = { readonly kind: 'format' } | TrusteeError;
