import { z } from 'zod';
import type {
  Group,
  Round2Message,
  SealedShare,
  SignedMessage,
  TrusteeContext,
  TrusteeErrorKind,
  VerificationKey,
} from '../../core/belenios/index.ts';
import {
  type Cert,
  checkVerificationKey,
  evaluateInExponent,
  readCert,
  readCoefexps,
} from '../../core/belenios/trustee-messages.ts';
import { isShareSigned } from '../../core/belenios/trustee-shares.ts';
import { checkCerts, checkCertsSignature } from '../../core/belenios/trustees.ts';
import { err, ok, type Result } from '../../core/result.ts';

// What scrutineers' pages send in the ceremony: JSON text relayed unchanged, whose content is checked when it arrives (spec section 2.4),
// so that a broken message is refused while its sender can still be named and asked.

const Signature = z.strictObject({ challenge: z.string(), response: z.string() });
const Signed = z.strictObject({ message: z.string(), signature: Signature });
const CommitmentText = z.strictObject({ coefexps: Signed, signature: Signature });
const Share = z.strictObject({ ephemeral: z.string(), box: z.string(), signature: Signature });
const Verification = z.strictObject({ pok: Signature, public_key: z.string(), signature: Signature });

/** A round 2 message without its shares, which travel beside it. */
export type Commitment = Omit<Round2Message, 'shares'>;

const reader =
  <T>(schema: z.ZodType<T>) =>
  (text: string): T | undefined => {
    try {
      return schema.safeParse(JSON.parse(text)).data;
    } catch {
      return undefined;
    }
  };

/** Each reads one message's JSON; undefined when it has another form. */
export const parseCert = reader<SignedMessage>(Signed);
export const parseCommitment = reader<Commitment>(CommitmentText);
export const parseShare = reader<SealedShare>(Share);
export const parseVerification = reader<VerificationKey>(Verification);

/** What stood in the database passed these readers when it arrived. */
export const stored = <T>(parse: (text: string) => T | undefined, text: string | null): T => {
  const value = text === null ? undefined : parse(text);
  if (value === undefined) throw new Error('a stored ceremony message is missing or damaged');
  return value;
};

/** Round 1: in its own place, signed by its own key, and no key that another trustee has. */
export function checkCert(
  group: Group,
  context: TrusteeContext,
  cert: SignedMessage,
  others: readonly { readonly position: number; readonly cert: SignedMessage }[],
): Result<void, TrusteeErrorKind> {
  const read = readCert(group, context, cert);
  if (!read.ok) return read;
  const own = [read.value.verificationText, read.value.encryptionText];
  if (own[0] === own[1]) return err('duplicate_key');
  for (const other of others) {
    const theirs = readCert(group, { ...context, index: other.position }, other.cert);
    if (theirs.ok && own.some((key) => key === theirs.value.verificationText || key === theirs.value.encryptionText))
      return err('duplicate_key');
  }
  return ok(undefined);
}

/** Round 2: t signed coefficients, signed together with exactly these certificates, and a signed box for every trustee. */
export function checkCommitment(
  group: Group,
  context: TrusteeContext,
  certs: readonly SignedMessage[],
  commitment: Commitment,
  shares: readonly SealedShare[],
): Result<void, TrusteeErrorKind> {
  const read = readCerts(group, context, certs);
  const own = read[context.index - 1]!;
  const coefexps = readCoefexps(group, context.threshold, own, commitment.coefexps);
  if (!coefexps.ok) return coefexps;
  if (!checkCertsSignature(group, own, certs, coefexps.value, commitment.signature)) return err('certs_signature');
  const signed = shares.length === read.length && read.every((to, i) => isShareSigned(group, own, to, shares[i]!));
  return signed ? ok(undefined) : err('share_signature');
}

/** Round 3: the verification key follows from everybody's coefficients, and its trustee knows the key behind it. */
export function checkVerification(
  group: Group,
  context: TrusteeContext,
  certs: readonly SignedMessage[],
  commitments: readonly Commitment[],
  verification: VerificationKey,
): Result<void, TrusteeErrorKind> {
  const read = readCerts(group, context, certs);
  const key = checkVerificationKey(group, verification, read[context.index - 1]!.verification);
  if (!key.ok) return key;
  const parts = commitments.map(({ coefexps }, i) => {
    const elements = readCoefexps(group, context.threshold, read[i]!, coefexps);
    if (!elements.ok) throw new Error('a stored commitment no longer verifies');
    return evaluateInExponent(group, elements.value, context.index);
  });
  const expected = parts.reduce((a, b) => group.multiply(a, b));
  return group.equal(key.value, expected) ? ok(undefined) : err('verification_key');
}

/** All certificates were checked when they came. */
function readCerts(group: Group, context: TrusteeContext, certs: readonly SignedMessage[]): Cert[] {
  const read = checkCerts(group, context, certs);
  if (!read.ok) throw new Error('a stored certificate no longer verifies');
  return read.value;
}
