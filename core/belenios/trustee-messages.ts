import { err, ok, type Result } from '../result.ts';
import type { Element, Group } from './group.ts';
import { isGroupName } from './group.ts';
import { hasKeys, isArray, isCount, isObject, isString, type Json, parseJson } from './json.ts';
import { type ProofText, parseProof, verify, verifyMessage } from './proofs.ts';
import type { SignedMessage, TrusteeContext, TrusteeErrorKind, VerificationKey } from './trustee-types.ts';

/** A certificate's content (spec section 2.4). */
export interface Cert {
  readonly context: TrusteeContext;
  readonly verification: Element;
  readonly encryption: Element;
  readonly verificationText: string;
  readonly encryptionText: string;
}

/** The text a certificate signs. */
export const certMessage = (context: TrusteeContext, verification: string, encryption: string): string => {
  const { group, size, threshold, index } = context;
  return JSON.stringify({ context: { group, size, threshold, index }, verification, encryption });
};

/** The text that says which certificates and which coefficients a trustee saw and gave. */
export const certsMessage = (certs: readonly SignedMessage[], coefexps: readonly string[]): string => {
  const plain = certs.map(({ message, signature }) => ({ message, signature: signatureText(signature) }));
  return `certs_sig|${JSON.stringify({ certs: plain, coefexps })}`;
};

/** A signature with its keys in the record's order. */
export const signatureText = ({ challenge, response }: ProofText): ProofText => ({ challenge, response });

/** A member other than the identity, which would be nobody's key. */
export function readKey(group: Group, text: unknown): Element | undefined {
  const element = typeof text === 'string' ? group.parse(text) : undefined;
  return element && !group.equal(element, group.identity) ? element : undefined;
}

/** A group of at least one trustee, of whom at least one and at most all are needed. */
export const isSoundContext = ({ size, threshold, index }: TrusteeContext): boolean =>
  size >= 1 && size <= 100 && threshold >= 1 && threshold <= size && index >= 1 && index <= size;

/** Whether a value has the form of a signed message. */
export const isSignedMessage = (value: Json | undefined): boolean =>
  isObject(value) && hasKeys(value, ['message', 'signature']) && isString(value.message);

/** Reads a certificate and checks its canonical text, its context and its signature by its own verification key. */
export function readCert(
  group: Group,
  expected: TrusteeContext,
  signed: SignedMessage,
): Result<Cert, TrusteeErrorKind> {
  const value = parseJson(signed.message);
  if (!isObject(value) || !isObject(value.context)) return err('cert');
  const { group: name, size, threshold, index } = value.context;
  if (!isGroupName(name) || !isCount(size) || !isCount(threshold) || !isCount(index)) return err('cert');
  const context = { group: name, size, threshold, index };
  const same =
    name === expected.group && size === expected.size && threshold === expected.threshold && index === expected.index;
  if (!same || !isSoundContext(context)) return err('context');
  const verification = readKey(group, value.verification);
  const encryption = readKey(group, value.encryption);
  if (!verification || !encryption) return err('cert');
  const [verificationText, encryptionText] = [group.print(verification), group.print(encryption)];
  if (certMessage(context, verificationText, encryptionText) !== signed.message) return err('cert');
  const proof = parseProof(group, signed.signature as unknown as Json);
  if (!proof || !verifyMessage(group, signed.message, verification, proof)) return err('cert_signature');
  return ok({ context, verification, encryption, verificationText, encryptionText });
}

/** Reads t signed coefficients g^a_ik and checks canonical text and signature. */
export function readCoefexps(
  group: Group,
  threshold: number,
  cert: Cert,
  signed: SignedMessage,
): Result<Element[], TrusteeErrorKind> {
  const value = parseJson(signed.message);
  if (!isObject(value) || !isArray(value.coefexps) || value.coefexps.length !== threshold) return err('coefexps');
  const elements: Element[] = [];
  for (const text of value.coefexps) {
    const element = isString(text) ? group.parse(text) : undefined;
    if (!element) return err('coefexps');
    elements.push(element);
  }
  if (JSON.stringify({ coefexps: elements.map((e) => group.print(e)) }) !== signed.message) return err('coefexps');
  const proof = parseProof(group, signed.signature as unknown as Json);
  if (!proof || !verifyMessage(group, signed.message, cert.verification, proof)) return err('coefexps_signature');
  return ok(elements);
}

/** g^{f(j)} from the coefficients in the exponent: Π_k coefexps[k]^(j^k), by Horner's rule. */
export function evaluateInExponent(group: Group, coefexps: readonly Element[], j: number): Element {
  let value = group.identity;
  for (const coefficient of [...coefexps].reverse()) value = group.multiply(group.power(value, BigInt(j)), coefficient);
  return value;
}

/** Prefix of the proof that a trustee knows the key behind its verification key. */
export const pokPrefix = (group: Group, publicKey: string): string => `pok|${group.name}|${publicKey}|`;

/** Checks a verification key's pok and, where the trustee has a signing key, its signature. */
export function checkVerificationKey(
  group: Group,
  key: VerificationKey,
  signer: Element | undefined,
): Result<Element, TrusteeErrorKind> {
  const element = readKey(group, key.public_key);
  if (!element) return err('verification_key');
  const pok = parseProof(group, key.pok as unknown as Json);
  if (!pok || !verify(group, pokPrefix(group, key.public_key), element, pok)) return err('verification_pok');
  if (!signer) return ok(element);
  const signature = key.signature && parseProof(group, key.signature as unknown as Json);
  if (!signature || !verifyMessage(group, key.public_key, signer, signature)) return err('verification_signature');
  return ok(element);
}
