import { err, ok, type Random, type Result } from '../result.ts';
import { discreteLog } from './discrete-log.ts';
import type { Election } from './election.ts';
import type { Element, Group } from './group.ts';
import { modulo, parseScalar } from './hash.ts';
import { hasKeys, isArray, isObject, isString, parseJson } from './json.ts';
import { type ProofText, parseProof, proofText, proveEqual, verifyEqual } from './proofs.ts';
import { parseTally, type TallyCiphertexts } from './tally.ts';
import type { TrusteeEntry, Trustees } from './trustee-types.ts';

/** A partial decryption with its owner. */
export interface OwnedDecryption {
  /** 1-based position of the trustee in the flattened list (spec section 2.4). */
  readonly owner: number;
  /** The `partial_decryption` record. */
  readonly json: string;
}

export type DecryptionError =
  /** No such owner; not canonical or of another shape; a factor outside the group; a proof that does not hold. */
  | { readonly kind: 'owner' | 'format' | 'factor' | 'proof'; readonly owner: number }
  /** The encrypted tally itself is malformed. */
  | { readonly kind: 'tally' }
  /** Not enough valid partial decryptions; `valid` names those there are. */
  | { readonly kind: 'too_few'; readonly valid: readonly number[] }
  /** No subset decodes: too many trustees used a wrong key (spec section 10.6). */
  | { readonly kind: 'undecodable'; readonly tried: number };

export interface Decrypted {
  /** Totals per question and choice. */
  readonly result: readonly (readonly number[])[];
  /** The `result` record. */
  readonly json: string;
  /** The owners whose decryptions give this result, ascending: exactly these go into the archive. */
  readonly owners: readonly number[];
}

const prefixOf = (election: Election, publicKey: string): string => `decrypt|${election.fingerprint}|${publicKey}|`;

/**
 * A trustee's partial decryption of the encrypted tally with its proofs (spec section 4). `share` is the decimal of `TrusteeState3`.
 * @throws RangeError when the tally or the share is malformed: both come from checked places.
 */
export function partialDecryption(election: Election, share: string, encryptedTally: string, random: Random): string {
  const { group } = election;
  const tally = parseTally(election, encryptedTally);
  const secret = parseScalar(group, share);
  if (!tally || secret === undefined) throw new RangeError('malformed tally or share');
  const prefix = prefixOf(election, group.print(group.generatorPower(secret)));
  const factors = tally.map((choices) => choices.map(({ alpha }) => group.print(group.power(alpha, secret))));
  const proofs = tally.map((choices) =>
    choices.map(({ alpha }) => proofText(proveEqual(group, prefix, alpha, secret, random))),
  );
  return JSON.stringify({ decryption_factors: factors, decryption_proofs: proofs });
}

/** Reads the record's canonical text into factors and proofs of the tally's shape; undefined otherwise. */
function parsePartial(group: Group, tally: TallyCiphertexts, json: string) {
  const value = parseJson(json);
  if (!isObject(value) || !hasKeys(value, ['decryption_factors', 'decryption_proofs'])) return undefined;
  const { decryption_factors: factors, decryption_proofs: proofs } = value;
  if (!isArray(factors) || !isArray(proofs) || factors.length !== tally.length || proofs.length !== tally.length)
    return undefined;
  const texts: string[][] = [];
  const read: { factor: string; proof: ProofText }[][] = [];
  for (const [q, choices] of tally.entries()) {
    const [row, proofRow] = [factors[q]!, proofs[q]!];
    if (!isArray(row) || !isArray(proofRow) || row.length !== choices.length || proofRow.length !== choices.length)
      return undefined;
    const entries: { factor: string; proof: ProofText }[] = [];
    for (const [c, factor] of row.entries()) {
      const proof = parseProof(group, proofRow[c]);
      if (!isString(factor) || !proof) return undefined;
      entries.push({ factor, proof: proofText(proof) });
    }
    texts.push(entries.map((e) => e.factor));
    read.push(entries);
  }
  const canonical = JSON.stringify({
    decryption_factors: texts,
    decryption_proofs: read.map((row) => row.map((e) => e.proof)),
  });
  return canonical === json ? read : undefined;
}

/** Checks one partial decryption against its owner's verification key and gives its factors. */
export function readPartial(
  election: Election,
  trustees: Trustees,
  tally: TallyCiphertexts,
  partial: OwnedDecryption,
): Result<Element[][], DecryptionError> {
  const { group } = election;
  const { owner } = partial;
  const key = trustees.keys[owner - 1];
  if (!key) return err({ kind: 'owner', owner });
  const read = parsePartial(group, tally, partial.json);
  if (!read) return err({ kind: 'format', owner });
  const prefix = prefixOf(election, key.publicKeyText);
  const proven = new Set<string>();
  const factorOf = new Map<string, string>();
  const factors: Element[][] = [];
  for (const [q, row] of read.entries()) {
    factors.push([]);
    for (const [c, { factor: text, proof }] of row.entries()) {
      const factor = group.parse(text);
      if (!factor) return err({ kind: 'factor', owner });
      const { alpha } = tally[q]![c]!;
      const alphaText = group.print(alpha);
      // One share makes one factor of one alpha, which in encoding C stands twice: of two, one is forged, whatever its proof says (spec section 10.6).
      if ((factorOf.get(alphaText) ?? text) !== text) return err({ kind: 'factor', owner });
      factorOf.set(alphaText, text);
      const same = `${alphaText}|${text}|${proof.challenge}|${proof.response}`;
      if (!proven.has(same)) {
        const scalars = parseProof(group, { challenge: proof.challenge, response: proof.response })!;
        if (!verifyEqual(group, prefix, key.publicKey, alpha, factor, scalars)) return err({ kind: 'proof', owner });
        proven.add(same);
      }
      factors[q]!.push(factor);
    }
  }
  return ok(factors);
}

/** Checks a partial decryption: owner, canonical text, shape, every factor in the group, every proof (spec section 4). */
export function verifyPartialDecryption(
  election: Election,
  trustees: Trustees,
  encryptedTally: string,
  partial: OwnedDecryption,
): Result<undefined, DecryptionError> {
  const tally = parseTally(election, encryptedTally);
  if (!tally) return err({ kind: 'tally' });
  const read = readPartial(election, trustees, tally, partial);
  return read.ok ? ok(undefined) : read;
}

/** Every way to take `count` of the items, in order: the first ones first. */
function* subsets<T>(items: readonly T[], count: number, from = 0): Generator<T[]> {
  if (count === 0) yield [];
  else
    for (let i = from; i <= items.length - count; i++)
      for (const rest of subsets(items, count - 1, i + 1)) yield [items[i]!, ...rest];
}

/** Every choice of enough owners in every entry of the trustees. */
function* choices(entries: readonly TrusteeEntry[], have: (owner: number) => boolean): Generator<number[]> {
  const [first, ...rest] = entries;
  if (!first) yield [];
  else
    for (const own of subsets(first.owners.filter(have), first.threshold))
      for (const others of choices(rest, have)) yield [...own, ...others];
}

/** λ_j of Lagrange's interpolation at 0 for the indexes of one Pedersen group (spec section 4). */
export function lagrange(group: Group, indexes: readonly number[], j: number): bigint {
  const q = group.order;
  let [above, below] = [1n, 1n];
  for (const k of indexes) {
    if (k === j) continue;
    above = modulo(above * BigInt(k), q);
    below = modulo(below * BigInt(k - j), q);
  }
  return modulo(above * inverseModulo(below, q), q);
}

/** 1/x mod a prime q. */
function inverseModulo(x: bigint, q: bigint): bigint {
  let [r0, r1, t0, t1] = [q, x, 0n, 1n];
  while (r1 > 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  return modulo(t0, q);
}

/** Totals from one choice of owners, just as many as needed; undefined when a total does not decode. */
export function decode(
  election: Election,
  trustees: Trustees,
  tally: TallyCiphertexts,
  owners: readonly number[],
  factors: ReadonlyMap<number, Element[][]>,
  solve: (element: Element) => number | undefined,
): number[][] | undefined {
  const { group } = election;
  const exponents = owners.map((owner): readonly [Element[][], bigint] => {
    const entry = trustees.entries.find((e) => e.owners.includes(owner))!;
    const index = (o: number) => o - entry.owners[0]! + 1;
    const used = owners.filter((o) => entry.owners.includes(o)).map(index);
    return [factors.get(owner)!, entry.kind === 'Single' ? 1n : lagrange(group, used, index(owner))];
  });
  const known = new Map<string, number>();
  const result: number[][] = [];
  for (const [q, row] of tally.entries()) {
    result.push([]);
    for (const [c, { alpha, beta }] of row.entries()) {
      const text = `${group.print(alpha)}|${group.print(beta)}`;
      let total = known.get(text);
      if (total === undefined) {
        const joint = exponents
          .map(([f, lambda]) => group.power(f[q]![c]!, lambda))
          .reduce((a, b) => group.multiply(a, b));
        total = solve(group.multiply(beta, group.invert(joint)));
      }
      if (total === undefined) return undefined;
      known.set(text, total);
      result[q]!.push(total);
    }
  }
  return result;
}

/**
 * Combines partial decryptions into the totals (spec section 4). Invalid ones are left out. A trustee with a garbage factor and a valid
 * proof (spec section 10.6) makes a subset undecodable; then the other subsets are tried, and `owners` says which one gave the result:
 * only those decryptions belong in the archive.
 * @param maximum the largest total there can be: the sum of the weights of the counted ballots
 */
export function combineDecryptions(
  election: Election,
  trustees: Trustees,
  encryptedTally: string,
  partials: readonly OwnedDecryption[],
  maximum: number,
): Result<Decrypted, DecryptionError> {
  const tally = parseTally(election, encryptedTally);
  if (!tally) return err({ kind: 'tally' });
  const factors = new Map<number, Element[][]>();
  for (const partial of [...partials].sort((a, b) => a.owner - b.owner)) {
    const read = readPartial(election, trustees, tally, partial);
    if (read.ok) factors.set(partial.owner, read.value);
  }
  const solve = discreteLog(election.group, maximum);
  let tried = 0;
  for (const owners of choices(trustees.entries, (owner) => factors.has(owner))) {
    tried += 1;
    const result = decode(election, trustees, tally, owners, factors, solve);
    if (result) return ok({ result, json: JSON.stringify({ result }), owners: [...owners].sort((a, b) => a - b) });
  }
  return err(tried === 0 ? { kind: 'too_few', valid: [...factors.keys()] } : { kind: 'undecodable', tried });
}

/** The `owned` record of a partial decryption. */
export const ownedJson = (owner: number, payload: string): string => JSON.stringify({ owner, payload });
