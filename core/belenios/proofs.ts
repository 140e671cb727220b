import type { Random } from '../result.ts';
import type { Election } from './election.ts';
import type { Element, Group } from './group.ts';
import { hashToScalar, modulo, parseScalar, randomScalar } from './hash.ts';
import { hasKeys, isObject, type Json } from './json.ts';

/** A Schnorr or Chaum–Pedersen proof. Both scalars are in [0, q). */
export interface Proof {
  readonly challenge: bigint;
  readonly response: bigint;
}

/** A proof as JSON holds it: canonical decimals. */
export interface ProofText {
  readonly challenge: string;
  readonly response: string;
}

export const proofText = ({ challenge, response }: Proof): ProofText => ({
  challenge: challenge.toString(),
  response: response.toString(),
});

/** Reads a proof with exactly its two keys and canonical scalars; undefined otherwise. */
export function parseProof(group: Group, value: Json | undefined): Proof | undefined {
  if (!isObject(value) || !hasKeys(value, ['challenge', 'response'])) return undefined;
  const challenge = parseScalar(group, value.challenge);
  const response = parseScalar(group, value.response);
  return challenge === undefined || response === undefined ? undefined : { challenge, response };
}

/** Proof of knowledge of x in g^x, bound to a prefix: signatures, pok, sigmsg (spec sections 2.4 and 3 item 5). */
export function prove(group: Group, prefix: string, secret: bigint, random: Random): Proof {
  const w = randomScalar(group, random);
  const challenge = hashToScalar(group, prefix, [group.generatorPower(w)]);
  return { challenge, response: modulo(w - secret * challenge, group.order) };
}

/** Checks a proof of `prove`: challenge = HG(prefix, [g^r·Y^c]). */
export function verify(group: Group, prefix: string, publicKey: Element, { challenge, response }: Proof): boolean {
  const commitment = group.multiply(group.generatorPower(response), group.power(publicKey, challenge));
  return hashToScalar(group, prefix, [commitment]) === challenge;
}

/** sigmsg of spec section 2.4. */
export const signMessage = (group: Group, message: string, secret: bigint, random: Random): Proof =>
  prove(group, `sigmsg|${message}|`, secret, random);

export const verifyMessage = (group: Group, message: string, publicKey: Element, proof: Proof): boolean =>
  verify(group, `sigmsg|${message}|`, publicKey, proof);

/** Proof that α^x and g^x have the same x: a decryption factor (spec section 4). */
export function proveEqual(group: Group, prefix: string, alpha: Element, secret: bigint, random: Random): Proof {
  const w = randomScalar(group, random);
  const challenge = hashToScalar(group, prefix, [group.generatorPower(w), group.power(alpha, w)]);
  return { challenge, response: modulo(w - secret * challenge, group.order) };
}

/** Checks a proof of `proveEqual` against Y = g^x and the factor α^x. */
export function verifyEqual(
  group: Group,
  prefix: string,
  publicKey: Element,
  alpha: Element,
  factor: Element,
  proof: Proof,
): boolean {
  const { challenge, response } = proof;
  const first = group.multiply(group.generatorPower(response), group.power(publicKey, challenge));
  const second = group.multiply(group.power(alpha, response), group.power(factor, challenge));
  return hashToScalar(group, prefix, [first, second]) === challenge;
}

/** A branch of a disjunction for the prover: (α, β) = (g^r, y^r·g^m) is said to encrypt v; `difference` is m − v, 0 where true. */
export interface ProverBranch {
  readonly randomness: bigint;
  readonly difference: number;
}

/**
 * Proves that one of the branches is true without saying which (spec sections 3.1 and 3.2). The first branch with difference 0 is
 * the true one; needs only powers of g and y.
 */
export function proveDisjunction(
  election: Election,
  prefix: string,
  branches: readonly ProverBranch[],
  random: Random,
): Proof[] {
  const { group, keyPower } = election;
  const q = group.order;
  const truth = branches.findIndex((branch) => branch.difference === 0);
  if (truth < 0) throw new RangeError('no branch of the disjunction is true');
  const w = randomScalar(group, random);
  const simulated: Proof[] = [];
  const commitments: Element[] = [];
  let others = 0n;
  branches.forEach(({ randomness, difference }, i) => {
    if (i === truth) {
      simulated.push({ challenge: 0n, response: 0n });
      commitments.push(group.generatorPower(w), keyPower(w));
      return;
    }
    const challenge = randomScalar(group, random);
    const response = randomScalar(group, random);
    const e = modulo(response + randomness * challenge, q);
    const shift = group.generatorPower(modulo(BigInt(difference) * challenge, q));
    simulated.push({ challenge, response });
    commitments.push(group.generatorPower(e), group.multiply(keyPower(e), shift));
    others += challenge;
  });
  const challenge = modulo(hashToScalar(group, prefix, commitments) - others, q);
  simulated[truth] = { challenge, response: modulo(w - branches[truth]!.randomness * challenge, q) };
  return simulated;
}

/** A branch for the verifier: (α, β/g^v) must encrypt 0. */
export interface VerifierBranch {
  readonly alpha: Element;
  readonly beta: Element;
  /** v. */
  readonly value: number;
}

/**
 * Checks a proof of `proveDisjunction`: Σσ = HG(prefix, [A_0, B_0, …]) with A = g^ρ·α^σ, B = y^ρ·(β/g^v)^σ, which is y^ρ·g^(−vσ)·β^σ: so all
 * branches raise the same α and β, for which the arithmetic may keep what their powers have in common.
 */
export function verifyDisjunction(
  election: Election,
  prefix: string,
  branches: readonly VerifierBranch[],
  proofs: readonly Proof[],
): boolean {
  const { group, keyPower } = election;
  if (proofs.length !== branches.length) return false;
  const commitments: Element[] = [];
  let sum = 0n;
  branches.forEach(({ alpha, beta, value }, i) => {
    const { challenge, response } = proofs[i]!;
    sum += challenge;
    const first = group.multiply(group.generatorPower(response), group.power(alpha, challenge));
    const second = group.multiply(keyPower(response), group.power(beta, challenge));
    const shift = value === 0 ? undefined : group.generatorPower(modulo(-BigInt(value) * challenge, group.order));
    commitments.push(first, shift ? group.multiply(second, shift) : second);
  });
  return sum % group.order === hashToScalar(group, prefix, commitments);
}
