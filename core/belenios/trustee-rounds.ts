import { err, ok, type Random, type Result } from '../result.ts';
import type { Element, Group } from './group.ts';
import { modulo, randomScalar } from './hash.ts';
import { proofText, prove, signMessage } from './proofs.ts';
import {
  type Cert,
  certMessage,
  certsMessage,
  evaluateInExponent,
  isSoundContext,
  pokPrefix,
  readCoefexps,
  readKey,
  signatureText,
} from './trustee-messages.ts';
import { isShareSigned, openShare, sealShare } from './trustee-shares.ts';
import type {
  Round2Message,
  SignedMessage,
  TrusteeContext,
  TrusteeError,
  TrusteeState1,
  TrusteeState2,
  TrusteeState3,
  VerificationKey,
} from './trustee-types.ts';
import { checkCerts, checkCertsSignature } from './trustees.ts';

// The key ceremony on one trustee's own device (spec section 2.4). Each round takes the stored state and what the others published,
// and returns the next state and the message to publish. Store the state before sending the message: a round that is run twice makes
// two different messages, and the others may already hold the first.

/**
 * Round 1: makes the trustee's signing and encryption keys and the certificate that announces them.
 * @throws RangeError when the context is impossible (threshold above size and the like).
 */
export function trusteeRound1(
  group: Group,
  context: TrusteeContext,
  random: Random,
): { state: TrusteeState1; message: SignedMessage } {
  if (context.group !== group.name || !isSoundContext(context)) throw new RangeError('impossible trustee context');
  const signingKey = 1n + modulo(randomScalar(group, random), group.order - 1n);
  const decryptionKey = 1n + modulo(randomScalar(group, random), group.order - 1n);
  const [verification, encryption] = [signingKey, decryptionKey].map((key) => group.print(group.generatorPower(key)));
  const message = certMessage(context, verification!, encryption!);
  const cert = { message, signature: proofText(signMessage(group, message, signingKey, random)) };
  return { state: { context, signingKey: `${signingKey}`, decryptionKey: `${decryptionKey}`, cert }, message: cert };
}

const sameMessage = (a: SignedMessage, b: SignedMessage): boolean =>
  a.message === b.message &&
  a.signature.challenge === b.signature.challenge &&
  a.signature.response === b.signature.response;

/** f(j) for the polynomial with these coefficients. */
const evaluate = (coefficients: readonly bigint[], j: number, q: bigint): bigint =>
  [...coefficients].reverse().reduce((value, a) => modulo(value * BigInt(j) + a, q), 0n);

/**
 * Round 2: checks all certificates (each in its place, signed, our own among them unchanged), draws the secret polynomial, and gives
 * its coefficients in the exponent, a signature over everything seen, and a sealed share for each trustee.
 */
export function trusteeRound2(
  group: Group,
  state: TrusteeState1,
  certs: readonly SignedMessage[],
  random: Random,
): Result<{ state: TrusteeState2; message: Round2Message }, TrusteeError> {
  const { context } = state;
  const checked = checkCerts(group, context, certs);
  if (!checked.ok) return checked;
  if (!sameMessage(certs[context.index - 1]!, state.cert)) return err({ kind: 'own_cert', trustee: context.index });
  const signingKey = BigInt(state.signingKey);
  const coefficients = Array.from({ length: context.threshold }, () => randomScalar(group, random));
  const exponents = coefficients.map((a) => group.print(group.generatorPower(a)));
  const text = JSON.stringify({ coefexps: exponents });
  const coefexps = { message: text, signature: proofText(signMessage(group, text, signingKey, random)) };
  const signature = proofText(signMessage(group, certsMessage(certs, exponents), signingKey, random));
  const me = checked.value[context.index - 1]!;
  const shares = checked.value.map((to) =>
    sealShare(group, me, to, signingKey, evaluate(coefficients, to.context.index, group.order), random),
  );
  return ok({
    state: {
      ...state,
      certs: certs.map(({ message, signature: s }) => ({ message, signature: signatureText(s) })),
      coefficients: coefficients.map(String),
    },
    message: { coefexps, signature, shares },
  });
}

/** Checks one sender's round 2 message and opens our share of it. */
function receive(
  group: Group,
  state: TrusteeState2,
  certs: readonly Cert[],
  sender: number,
  message: Round2Message,
): Result<{ share: bigint; coefexps: Element[] }, TrusteeError> {
  const { context } = state;
  const fail = (kind: TrusteeError['kind']) => err({ kind, trustee: sender });
  const from = certs[sender - 1]!;
  const me = certs[context.index - 1]!;
  const coefexps = readCoefexps(group, context.threshold, from, message.coefexps);
  if (!coefexps.ok) return fail(coefexps.error);
  if (sender === context.index) {
    const own = JSON.stringify({
      coefexps: state.coefficients.map((a) => group.print(group.generatorPower(BigInt(a)))),
    });
    if (own !== message.coefexps.message) return fail('own_coefexps');
  }
  if (!checkCertsSignature(group, from, state.certs, coefexps.value, message.signature)) return fail('certs_signature');
  const sealed = message.shares[context.index - 1];
  if (message.shares.length !== context.size || !sealed) return fail('share_signature');
  if (!isShareSigned(group, from, me, sealed)) return fail('share_signature');
  const expected = evaluateInExponent(group, coefexps.value, context.index);
  const share = openShare(group, from, me, BigInt(state.decryptionKey), sealed, expected);
  return share === undefined ? fail('share') : ok({ share, coefexps: coefexps.value });
}

/**
 * Round 3: checks every coefficient, signature and share, adds the shares up to this trustee's key s_j, and publishes its verification
 * key g^{s_j} with the proof of knowing s_j.
 */
export function trusteeRound3(
  group: Group,
  state: TrusteeState2,
  messages: readonly Round2Message[],
  random: Random,
): Result<{ state: TrusteeState3; message: VerificationKey }, TrusteeError> {
  const { context } = state;
  const certs = checkCerts(group, context, state.certs);
  if (!certs.ok) return certs;
  if (messages.length !== context.size) return err({ kind: 'count', trustee: undefined });
  let share = 0n;
  for (const [i, message] of messages.entries()) {
    const received = receive(group, state, certs.value, i + 1, message);
    if (!received.ok) return received;
    share = modulo(share + received.value.share, group.order);
  }
  const publicShare = group.print(group.generatorPower(share));
  if (!readKey(group, publicShare)) return err({ kind: 'verification_key', trustee: context.index });
  const message = {
    pok: proofText(prove(group, pokPrefix(group, publicShare), share, random)),
    public_key: publicShare,
    signature: proofText(signMessage(group, publicShare, BigInt(state.signingKey), random)),
  };
  return ok({ state: { ...state, share: `${share}`, publicShare }, message });
}
