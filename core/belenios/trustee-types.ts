import type { Element, GroupName } from './group.ts';

/** A message with its signature, as it stands in the trustees record (spec section 2.4). */
export interface SignedMessage {
  readonly message: string;
  readonly signature: ProofJson;
}

/** Challenge and response as canonical decimals. */
export interface ProofJson {
  readonly challenge: string;
  readonly response: string;
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

/** A share f_i(j) encrypted to trustee j: an element and base64 bytes. */
export interface SealedShare {
  readonly ephemeral: string;
  readonly box: string;
}

/** What a trustee publishes in round 2. `shares[j-1]` is for trustee j (its own one too). */
export interface Round2Message {
  readonly coefexps: SignedMessage;
  readonly signature: ProofJson;
  readonly shares: readonly SealedShare[];
}

/** What a trustee publishes in round 3. */
export interface VerificationKey {
  readonly pok: ProofJson;
  readonly public_key: string;
  readonly signature?: ProofJson;
  readonly name?: string;
}

export type TrusteeErrorKind =
  | 'count'
  | 'context'
  | 'cert'
  | 'cert_signature'
  | 'own_cert'
  | 'duplicate_key'
  | 'coefexps'
  | 'coefexps_signature'
  | 'certs_signature'
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
