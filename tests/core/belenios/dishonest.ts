import { ed25519 } from '@noble/curves/ed25519.js';
import { expect } from 'vitest';
import { proofContext, questionContext, statement } from '../../../core/belenios/contexts.ts';
import { hashToScalar, modulo, randomScalar, sha256Hex } from '../../../core/belenios/hash.ts';
import {
  type Credential,
  type Election,
  encodeVotes,
  encryptBallot,
  type FailureCode,
  type Group,
  type GroupName,
  parseTally,
  type VerifyReport,
  verifyArchive,
} from '../../../core/belenios/index.ts';
import { modulus } from '../../../core/belenios/modular.ts';
import { proofText, proveDisjunction } from '../../../core/belenios/proofs.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { someVotes } from '../../../server/verification/measure.ts';
import { type Changes, type Loose, makeBox, random, resign, type Step, writeBox } from './support.ts';

/** Totals of `someVotes` for some ballots of a box with 2 projects and at most 1 赞成. */
export function totalsOf(seeds: readonly number[]): number[][] {
  const order = ['for', 'against', 'abstain'] as const;
  const rows = [0, 1].map((project) =>
    order.map((vote) => seeds.filter((seed) => someVotes(2, 1, seed)[project] === vote).length),
  );
  return [rows.map((row) => row[0]!), ...rows];
}

export const verify = (bytes: Uint8Array, lastEvent?: string): Promise<VerifyReport> =>
  verifyArchive(bytes, { groups: fastGroups, ...(lastEvent ? { lastEvent } : {}) });

/**
 * Factors with proofs that verify though the factors are nonsense (spec section 10.6): the same one wherever an alpha stands again, or `apart`, each
 * its own.
 */
export function forge(election: Election, share: string, encryptedTally: string, apart = false): string {
  const { group } = election;
  const tally = parseTally(election, encryptedTally)!;
  const x = BigInt(share);
  const prefix = `decrypt|${election.fingerprint}|${group.print(group.generatorPower(x))}|`;
  const inverse = (value: bigint) => {
    let [power, base] = [1n, value];
    for (let e = group.order - 2n; e > 0n; e >>= 1n) {
      if (e & 1n) power = modulo(power * base, group.order);
      base = modulo(base * base, group.order);
    }
    return power;
  };
  const made = new Map<string, { factor: string; proof: ReturnType<typeof proofText> }>();
  const forged = tally.map((row) =>
    row.map(({ alpha }) => {
      const before = made.get(group.print(alpha));
      if (before && !apart) return before;
      const w = randomScalar(group, random);
      const commitment = group.generatorPower(randomScalar(group, random));
      const challenge = hashToScalar(group, prefix, [group.generatorPower(w), commitment]);
      const response = modulo(w - x * challenge, group.order);
      const factor = group.power(
        group.multiply(commitment, group.invert(group.power(alpha, response))),
        inverse(challenge),
      );
      const one = { factor: group.print(factor), proof: proofText({ challenge, response }) };
      made.set(group.print(alpha), one);
      return one;
    }),
  );
  return JSON.stringify({
    decryption_factors: forged.map((r) => r.map((f) => f.factor)),
    decryption_proofs: forged.map((r) => r.map((f) => f.proof)),
  });
}
/** Hash of the record an event names. */
export const hashOf = (step: Step): string => sha256Hex(step.data.at(-1)!);

/** An element of a text that is known to be good. */
export function must1(group: Group, text: string) {
  const element = group.parse(text);
  if (!element) throw new Error('no element');
  return element;
}

/** A ballot whose first project's first ciphertext is made by hand, its proofs drawn until `accept` likes all their challenges. */
export function cheat(
  election: Election,
  credential: Credential,
  { randomness, alpha, accept }: { randomness: bigint; alpha: string; accept: (challenge: bigint) => boolean },
): string {
  const { group, keyPower } = election;
  const beta = group.print(keyPower(randomness)); // encrypts 0
  const votes = encodeVotes(['abstain', 'abstain']);
  const base = encryptBallot(election, credential, votes, random);
  const until = (make: () => ReturnType<typeof proveDisjunction>) => {
    for (;;) {
      const proofs = make();
      if (proofs.every((proof) => accept(proof.challenge))) return proofs.map(proofText);
    }
  };
  return resign(election, credential, base.json, (ballot) => {
    const context = proofContext(election.fingerprint, ballot.credential);
    const choice = { alpha, beta };
    const proof = until(() =>
      proveDisjunction(
        election,
        statement(context, alpha, beta),
        [
          { randomness, difference: 0 },
          { randomness, difference: -1 },
        ],
        random,
      ),
    );
    for (const q of [0, 1]) {
      const answer = ballot.answers[q];
      answer.choices[0] = choice;
      answer.individual_proofs[0] = proof;
      const others = base.opening[q]!.slice(1).reduce((sum, r) => sum + BigInt(r), randomness) % group.order;
      const chosen = q === 0 ? 0 : 1;
      const sum = answer.choices.reduce(
        (a: { alpha: string; beta: string }, b: { alpha: string; beta: string }) => multiplyLoosely(election, a, b),
        { alpha: group.print(group.identity), beta: group.print(group.identity) },
      );
      const prefix = statement(questionContext(context, answer.choices), sum.alpha, sum.beta);
      const { min, max } = election.questions[q]!;
      const branches = Array.from({ length: max - min + 1 }, (_, i) => ({
        randomness: others,
        difference: chosen - min - i,
      }));
      answer.overall_proof = until(() => proveDisjunction(election, prefix, branches, random));
    }
  });
}

/** The product of two ciphertexts, also outside the subgroup. */
export function multiplyLoosely(
  election: Election,
  a: { alpha: string; beta: string },
  b: { alpha: string; beta: string },
) {
  const { group } = election;
  const product = (x: string, y: string) => group.print(group.multiply(group.parseChecked(x), group.parseChecked(y)));
  return { alpha: product(a.alpha, b.alpha), beta: product(a.beta, b.beta) };
}

/** α times an element of order 2; where every challenge is even, its square root of 1 vanishes from the commitments and all proofs hold. */
export function outsideBallot(election: Election, credential: Credential): string {
  const { group } = election;
  const randomness = randomScalar(group, random);
  const inside = group.print(group.generatorPower(randomness));
  let alpha: string;
  if (election.groupName === 'Ed25519') {
    const { Point } = ed25519;
    const order2 = Point.fromAffine({ x: 0n, y: Point.Fp.neg(1n) });
    const point = Point.fromBytes(Buffer.from(inside, 'hex').reverse());
    alpha = Buffer.from(point.add(order2).toBytes()).reverse().toString('hex');
  } else alpha = (modulus - BigInt(inside)).toString();
  return cheat(election, credential, { randomness, alpha, accept: (challenge) => challenge % 2n === 0n });
}

/** A box of three ballots and the two ways to malform it: `refused` expects a code for changes, `changed` re-signs ballot 0. */
export function malform(name: GroupName) {
  const box = makeBox(name);
  const other = makeBox(name, { ballots: 1 });
  const { credentials } = box.made;
  const honest = totalsOf([0, 1, 2]);
  return {
    box,
    other,
    credentials,
    honest,
    /** The archive with these changes must be refused with this code. */
    async refused(code: FailureCode, changes: Changes, totals = honest): Promise<VerifyReport> {
      const report = await verify(writeBox(box, totals, changes));
      expect(report.failure?.code).toBe(code);
      expect(report.valid).toBe(false);
      expect(report.failure?.zh).toMatch(/[一-鿿].*。$/);
      expect(report.failure?.zh + report.failure!.en).not.toMatch(/[{}]/);
      return report;
    },
    /** The box with ballot 0 changed and signed anew by its own voter. */
    changed: (change: (ballot: Loose) => void, signer = credentials[0]!): Changes => ({
      ballots: [resign(box.election, signer, box.ballots[0]!, change), ...box.ballots.slice(1)],
      counted: box.ballots,
    }),
  };
}
