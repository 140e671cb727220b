import { hashToScalar, modulo, randomScalar } from '../../../core/belenios/hash.ts';
import { parseElection } from '../../../core/belenios/index.ts';
import { proofText } from '../../../core/belenios/proofs.ts';
import { parseTally } from '../../../core/belenios/tally.ts';
import { random } from '../../../server/random.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';

/**
 * A partial decryption whose factors are nonsense although every proof holds (spec section 10.6): the challenge does not bind the factor, so
 * the second commitment is chosen at will and the factor solved for.
 */
export function forgedDecryption(electionJson: string, encryptedTally: string, share: string): string {
  const election = parseElection(electionJson, fastGroups);
  if (!election.ok) throw new Error(election.error.kind);
  const { group, fingerprint } = election.value;
  const q = group.order;
  const secret = BigInt(share);
  const prefix = `decrypt|${fingerprint}|${group.print(group.generatorPower(secret))}|`;
  const forged = parseTally(election.value, encryptedTally)!.map((row) =>
    row.map(({ alpha }) => {
      const w = randomScalar(group, random);
      const anything = group.generatorPower(randomScalar(group, random));
      const challenge = hashToScalar(group, prefix, [group.generatorPower(w), anything]);
      const response = modulo(w - secret * challenge, q);
      const rest = group.multiply(anything, group.invert(group.power(alpha, response)));
      const factor = group.print(group.power(rest, inverse(challenge, q)));
      return { factor, proof: proofText({ challenge, response }) };
    }),
  );
  return JSON.stringify({
    decryption_factors: forged.map((row) => row.map(({ factor }) => factor)),
    decryption_proofs: forged.map((row) => row.map(({ proof }) => proof)),
  });
}

/** 1/x modulo a prime, by Fermat. */
function inverse(x: bigint, q: bigint): bigint {
  let [result, base, exponent] = [1n, modulo(x, q), q - 2n];
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % q;
    base = (base * base) % q;
  }
  return result;
}
