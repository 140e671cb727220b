import { err, ok, type Result } from '../result.ts';
import type { Element, Group } from './group.ts';
import { sha256Hex } from './hash.ts';
import { hasKeys, isArray, isCount, isObject, isString, type Json, parseJson } from './json.ts';
import { type ProofText, parseProof, verifyMessage } from './proofs.ts';
import {
  type Cert,
  certsMessage,
  checkVerificationKey,
  evaluateInExponent,
  isSignedMessage,
  readCert,
  readCoefexps,
  signatureText,
} from './trustee-messages.ts';
import type {
  Round2Message,
  SignedMessage,
  TrusteeContext,
  TrusteeEntry,
  TrusteeError,
  TrusteeKey,
  Trustees,
  TrusteesError,
  VerificationKey,
} from './trustee-types.ts';

/** Reads the certificates of a whole group of trustees, `context` being any one trustee's; no key may occur twice. */
export function checkCerts(
  group: Group,
  context: Omit<TrusteeContext, 'index'>,
  certs: readonly SignedMessage[],
): Result<Cert[], TrusteeError> {
  if (certs.length !== context.size) return err({ kind: 'count', trustee: undefined });
  const read: Cert[] = [];
  const seen = new Set<string>();
  for (const [i, signed] of certs.entries()) {
    const cert = readCert(group, { ...context, index: i + 1 }, signed);
    if (!cert.ok) return err({ kind: cert.error, trustee: i + 1 });
    for (const text of [cert.value.verificationText, cert.value.encryptionText]) {
      if (seen.has(text)) return err({ kind: 'duplicate_key', trustee: i + 1 });
      seen.add(text);
    }
    read.push(cert.value);
  }
  return ok(read);
}

/** Whether a trustee signed exactly these certificates together with its own coefficients. */
export function checkCertsSignature(
  group: Group,
  cert: Cert,
  certs: readonly SignedMessage[],
  coefexps: readonly Element[],
  signature: ProofText,
): boolean {
  const proof = parseProof(group, signature as unknown as Json);
  const text = certsMessage(
    certs,
    coefexps.map((e) => group.print(e)),
  );
  return proof !== undefined && verifyMessage(group, text, cert.verification, proof);
}

/** One Pedersen entry of the record. */
interface Pedersen {
  readonly threshold: number;
  readonly certs: readonly SignedMessage[];
  readonly coefexps: readonly SignedMessage[];
  readonly signatures: readonly ProofText[];
  readonly verification_keys: readonly VerificationKey[];
}

/** Checks everything in a Pedersen group: certificates, coefficients, signatures, verification keys. Returns keys and the joint key. */
function checkPedersen(group: Group, entry: Pedersen): Result<{ keys: Element[]; publicKey: Element }, TrusteeError> {
  const size = entry.certs.length;
  const lists = [entry.coefexps, entry.signatures, entry.verification_keys];
  if (lists.some((list) => list.length !== size)) return err({ kind: 'count', trustee: undefined });
  const certs = checkCerts(group, { group: group.name, size, threshold: entry.threshold }, entry.certs);
  if (!certs.ok) return certs;
  const all: Element[][] = [];
  for (const [i, cert] of certs.value.entries()) {
    const coefexps = readCoefexps(group, entry.threshold, cert, entry.coefexps[i]!);
    if (!coefexps.ok) return err({ kind: coefexps.error, trustee: i + 1 });
    if (!checkCertsSignature(group, cert, entry.certs, coefexps.value, entry.signatures[i]!))
      return err({ kind: 'certs_signature', trustee: i + 1 });
    all.push(coefexps.value);
  }
  const keys: Element[] = [];
  for (const [i, cert] of certs.value.entries()) {
    const key = checkVerificationKey(group, entry.verification_keys[i]!, cert.verification);
    if (!key.ok) return err({ kind: key.error, trustee: i + 1 });
    const expected = all
      .map((coefexps) => evaluateInExponent(group, coefexps, i + 1))
      .reduce((a, b) => group.multiply(a, b));
    if (!group.equal(key.value, expected)) return err({ kind: 'verification_key', trustee: i + 1 });
    keys.push(key.value);
  }
  return ok({ keys, publicKey: all.map((coefexps) => coefexps[0]!).reduce((a, b) => group.multiply(a, b)) });
}

const plainKey = ({ pok, public_key, signature, name }: VerificationKey): VerificationKey => ({
  pok: signatureText(pok),
  public_key,
  ...(signature ? { signature: signatureText(signature) } : {}),
  ...(name === undefined ? {} : { name }),
});

const plainMessage = ({ message, signature }: SignedMessage): SignedMessage => ({
  message,
  signature: signatureText(signature),
});

/**
 * The trustees record (one Pedersen group, 3.x format, spec section 2.4) from the messages of the three rounds, all of them checked.
 * `names[i]` is written beside trustee i+1's key. The record and the election's public key are in the value.
 */
export function assembleTrustees(
  group: Group,
  certs: readonly SignedMessage[],
  round2: readonly Round2Message[],
  round3: readonly VerificationKey[],
  names: readonly string[] = [],
): Result<Trustees, TrusteeError> {
  const first = parseJson(certs[0]?.message ?? '');
  const context = isObject(first) ? first.context : undefined;
  if (!isObject(context) || !isCount(context.threshold)) return err({ kind: 'cert', trustee: 1 });
  const entry: Pedersen = {
    threshold: context.threshold,
    certs: certs.map(plainMessage),
    coefexps: round2.map(({ coefexps }) => plainMessage(coefexps)),
    signatures: round2.map(({ signature }) => signatureText(signature)),
    verification_keys: round3.map((key, i) => plainKey({ ...key, name: names[i] })),
  };
  const checked = verifyTrustees(group, JSON.stringify([['Pedersen', entry]]));
  if (checked.ok) return checked;
  return err(checked.error.kind === 'format' ? { kind: 'count', trustee: undefined } : checked.error);
}

const isVerificationKey = (value: Json): boolean =>
  isObject(value) &&
  hasKeys(value, ['pok', 'public_key'], ['signature', 'name']) &&
  (value.name === undefined || isString(value.name));

/** Whether the value has the form of a Pedersen group; its parts are judged by `checkPedersen`. */
function isPedersen(value: Json): boolean {
  if (!isObject(value) || !hasKeys(value, ['threshold', 'certs', 'coefexps', 'signatures', 'verification_keys']))
    return false;
  const { threshold, certs, coefexps, signatures, verification_keys } = value;
  if (
    !isCount(threshold) ||
    !isArray(certs) ||
    !isArray(coefexps) ||
    !isArray(signatures) ||
    !isArray(verification_keys)
  )
    return false;
  return [...certs, ...coefexps].every(isSignedMessage) && verification_keys.every(isVerificationKey);
}

/** The one text of an entry that passed its checks: what was read must be exactly this. */
function plainEntry(kind: string, value: Json): Json {
  if (kind === 'Single') return [kind, plainKey(value as unknown as VerificationKey) as unknown as Json];
  const { threshold, certs, coefexps, signatures, verification_keys } = value as unknown as Pedersen;
  const entry = {
    threshold,
    certs: certs.map(plainMessage),
    coefexps: coefexps.map(plainMessage),
    signatures: signatures.map(signatureText),
    verification_keys: verification_keys.map(plainKey),
  };
  return [kind, entry as unknown as Json];
}

/**
 * Reads a trustees record, Single and Pedersen entries in any order, and checks every proof, signature and key in it. A fault names
 * the trustee by its owner number in the flattened list.
 */
export function verifyTrustees(group: Group, json: string): Result<Trustees, TrusteesError> {
  const value = parseJson(json);
  if (!isArray(value) || value.length === 0) return err({ kind: 'format' });
  const entries: TrusteeEntry[] = [];
  const keys: TrusteeKey[] = [];
  let publicKey = group.identity;
  for (const item of value) {
    if (!isArray(item) || item.length !== 2) return err({ kind: 'format' });
    const [kind, content] = item as readonly [Json, Json];
    const before = keys.length;
    const add = (element: Element, name: string | undefined) =>
      keys.push({ owner: keys.length + 1, publicKey: element, publicKeyText: group.print(element), name });
    if (kind === 'Single' && isVerificationKey(content)) {
      const single = content as unknown as VerificationKey;
      const key = checkVerificationKey(group, single, undefined);
      if (!key.ok) return err({ kind: key.error, trustee: before + 1 });
      if (single.signature && !parseProof(group, single.signature as unknown as Json)) return err({ kind: 'format' });
      publicKey = group.multiply(publicKey, key.value);
      add(key.value, single.name);
    } else if (kind === 'Pedersen' && isPedersen(content)) {
      const pedersen = content as unknown as Pedersen;
      const checked = checkPedersen(group, pedersen);
      if (!checked.ok)
        return err({ ...checked.error, trustee: checked.error.trustee && checked.error.trustee + before });
      publicKey = group.multiply(publicKey, checked.value.publicKey);
      for (const [i, key] of checked.value.keys.entries()) add(key, pedersen.verification_keys[i]!.name);
    } else return err({ kind: 'format' });
    const owners = keys.slice(before).map(({ owner }) => owner);
    const threshold = kind === 'Pedersen' ? (content as unknown as Pedersen).threshold : 1;
    entries.push({ kind: kind === 'Pedersen' ? 'Pedersen' : 'Single', threshold, owners });
  }
  const canonical = JSON.stringify(
    value.map((item) => plainEntry((item as readonly Json[])[0] as string, (item as readonly Json[])[1]!)),
  );
  if (canonical !== json || group.equal(publicKey, group.identity)) return err({ kind: 'format' });
  return ok({ json, entries, keys, publicKey, publicKeyText: group.print(publicKey) });
}

/**
 * The key's fingerprint for comparing by eye and voice: the first 128 bits of the SHA-256 of the public key's text, as eight groups of
 * four uppercase hex digits, shown in two rows. Each device computes it from the trustees record it holds. Not fewer bits: a server that shows
 * every scrutineer other colleagues of its own making can try keys on both sides until two fingerprints meet, with 64 bits in some 2^32 trials.
 */
export const keyFingerprint = (publicKeyText: string): string =>
  sha256Hex(publicKeyText)
    .slice(0, 32)
    .toUpperCase()
    .replace(/(....)(?=.)/g, '$1 ');

/**
 * A trustee's last look, on its own device, at the record the server assembled: it is sound, our certificate and verification key
 * stand in our place, and so the share we hold opens what is encrypted to its key.
 */
export function confirmTrustees(
  group: Group,
  own: { readonly context: TrusteeContext; readonly cert: SignedMessage; readonly publicShare: string },
  json: string,
): Result<Trustees, TrusteesError> {
  const checked = verifyTrustees(group, json);
  if (!checked.ok) return checked;
  const { index, size, threshold } = own.context;
  const entry = checked.value.entries.length === 1 ? checked.value.entries[0] : undefined;
  const pedersen = (JSON.parse(json) as [string, Pedersen][])[0]![1];
  const fits = entry?.kind === 'Pedersen' && entry.threshold === threshold && entry.owners.length === size;
  if (!fits) return err({ kind: 'context', trustee: undefined });
  if (pedersen.certs[index - 1]!.message !== own.cert.message) return err({ kind: 'own_cert', trustee: index });
  if (checked.value.keys[index - 1]!.publicKeyText !== own.publicShare)
    return err({ kind: 'verification_key', trustee: index });
  return checked;
}
