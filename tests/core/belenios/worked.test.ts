import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { proofContext, questionContext, statement } from '../../../core/belenios/contexts.ts';
import { lagrange } from '../../../core/belenios/decryption.ts';
import { sha256Base64, sha256Hex } from '../../../core/belenios/hash.ts';
import {
  type Ballot,
  type Credential,
  checkBallot,
  checkProofs,
  credentialScalar,
  type Element,
  type Groups,
  type ProofText,
  parseElection,
  portableGroups,
  publicCredential,
  readArchive,
  readContents,
  startTally,
  verifyArchive,
  verifyTrustees,
} from '../../../core/belenios/index.ts';
import { certsMessage, evaluateInExponent } from '../../../core/belenios/trustee-messages.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { must } from './support.ts';

const read = (name: string) => readFileSync(new URL(`../../vectors/${name}`, import.meta.url));
const values = new Map<string, string>();
let last = '';
for (const line of read('mini-ed25519.worked.txt').toString().split('\n')) {
  const match = /^\[([^\]]+)\] (.*)$/.exec(line);
  if (match) last = match[1]!;
  values.set(last, match ? match[2]! : `${values.get(last)}${line}`);
}
const value = (key: string): string => {
  const found = values.get(key);
  if (found === undefined) throw new Error(`no worked value ${key}`);
  return found.replace(/^(\d+)n$/, '$1');
};

describe.each<[string, Groups]>([
  ['portable', portableGroups],
  ['fast', fastGroups],
])('the worked example, %s arithmetic', (_, groups) => {
  const archive = must(readArchive(read('mini-ed25519.bel')));
  const contents = must(readContents(archive));
  const election = must(parseElection(contents.election, groups));
  const { group } = election;
  const ballot = JSON.parse(contents.ballots[0]!.json) as Ballot & { signature: { hash: string; proof: ProofText } };
  const answer = ballot.answers[0]!;
  const context = proofContext(election.fingerprint, ballot.credential);
  const cred = value('cred') as Credential;

  /** g^r·Y^c, printed. */
  const commitment = (key: Element, { challenge, response }: ProofText) =>
    group.print(group.multiply(group.generatorPower(BigInt(response)), group.power(key, BigInt(challenge))));
  const key = (text: string) => group.parse(text)!;

  it('group and fingerprint', () => {
    expect(election.fingerprint).toBe(value('fingerprint'));
    expect(group.print(group.generator)).toBe(value('g'));
    expect(group.print(group.identity)).toBe(value('identity'));
    expect(`${group.order}`).toBe(value('q'));
    expect(election.publicKeyText).toBe(value('y'));
  });

  it('every record', () => {
    const lines = [...values.keys()].filter((k) => k.startsWith('rec '));
    expect(lines).toHaveLength(archive.records.length + 1);
    archive.records.forEach(({ kind, hash, text }, i) => {
      const line = value(`rec ${i + 1} ${hash}.${kind}.json`);
      expect(text.startsWith(line.replace(/… \(\d+ bytes\)$/, ''))).toBe(true);
    });
  });

  it('credential', () => {
    expect(sha256Hex(value('derive input 0'))).toBe(value('derive hash 0'));
    expect(sha256Hex(`derive_credential|${election.uuid}|1|${cred}`)).toBe(value('derive hash 1'));
    expect(`${credentialScalar(group, election.uuid, cred)}`).toBe(value('sk'));
    expect(publicCredential(group, election.uuid, cred)).toBe(value('pub'));
  });

  it('ballot: hash, tracker, signature', () => {
    const json = contents.ballots[0]!.json;
    expect(json).toBe(value('ballot'));
    const checked = must(checkBallot(election, json));
    expect(checked.tracker).toBe(value('tracker'));
    expect(checked.hash).toBe(value('ballot sha256 hex'));
    const { signature, ...unsigned } = ballot;
    expect(sha256Base64(JSON.stringify(unsigned))).toBe(value('unsigned hash'));
    expect(commitment(key(ballot.credential), signature.proof)).toBe(value('sig commitment'));
    expect(`sig|${signature.hash}|${value('sig commitment')}`).toBe(value('sig hash input'));
    expect(sha256Hex(value('sig hash input'))).toBe(value('sig sha256'));
    expect(`${BigInt(`0x${value('sig sha256')}`) % group.order}`).toBe(signature.proof.challenge);
    expect(must(checkProofs(election, checked)).hash).toBe(checked.hash);
  });

  /** What a disjunction hashes: A_i = g^ρ·α^σ, B_i = y^ρ·(β/g^i)^σ after the prefix. */
  function hashInput(prefix: string, alpha: Element, beta: Element, proofs: readonly ProofText[]): string {
    const list = proofs.flatMap(({ challenge, response }, i) => {
      const [s, r] = [BigInt(challenge), BigInt(response)];
      const shifted = group.multiply(beta, group.invert(group.generatorPower(BigInt(i))));
      return [
        group.multiply(group.generatorPower(r), group.power(alpha, s)),
        group.multiply(group.power(election.publicKey, r), group.power(shifted, s)),
      ].map((e) => group.print(e));
    });
    return prefix + list.join(',');
  }
  const sum = (proofs: readonly ProofText[]) => `${proofs.reduce((a, p) => a + BigInt(p.challenge), 0n) % group.order}`;

  it('individual proof', () => {
    const { alpha, beta } = answer.choices[0]!;
    const proofs = answer.individual_proofs[0]!;
    expect(hashInput(statement(context, alpha, beta), key(alpha), key(beta), proofs)).toBe(value('iproof0 hash input'));
    expect(sha256Hex(value('iproof0 hash input'))).toBe(value('iproof0 sha256'));
    expect(`${BigInt(`0x${value('iproof0 sha256')}`) % group.order}`).toBe(value('iproof0 mod q'));
    expect(sum(proofs)).toBe(value('iproof0 sum challenges mod q'));
  });

  it('overall proof', () => {
    const tally = startTally(election);
    const product = (part: 'alpha' | 'beta') =>
      answer.choices.map((c) => key(c[part])).reduce((a, b) => group.multiply(a, b));
    const [alpha, beta] = [product('alpha'), product('beta')];
    const prefix = statement(questionContext(context, answer.choices), group.print(alpha), group.print(beta));
    expect(hashInput(prefix, alpha, beta, answer.overall_proof)).toBe(value('overall hash input'));
    expect(sha256Hex(value('overall hash input'))).toBe(value('overall sha256'));
    expect(`${BigInt(`0x${value('overall sha256')}`) % group.order}`).toBe(value('overall mod q'));
    expect(sum(answer.overall_proof)).toBe(value('overall sum challenges mod q'));
    tally.add(ballot);
    expect(tally.encryptedTally()).toBe(contents.encryptedTally);
    expect(tally.sizedTally()).toBe(contents.sizedTally);
  });

  it('trustees', () => {
    const pedersen = JSON.parse(contents.trustees)[0][1];
    const cert = JSON.parse(pedersen.certs[0].message) as { verification: string };
    const signer = key(cert.verification);
    const all = (pedersen.coefexps as { message: string }[]).map((c) =>
      (JSON.parse(c.message) as { coefexps: string[] }).coefexps.map(key),
    );
    expect(`sigmsg|${pedersen.certs[0].message}|${commitment(signer, pedersen.certs[0].signature)}`).toBe(
      value('cert1 input'),
    );
    expect(`sigmsg|${pedersen.coefexps[0].message}|${commitment(signer, pedersen.coefexps[0].signature)}`).toBe(
      value('coefexps1 input'),
    );
    const text = certsMessage(
      pedersen.certs,
      all[0]!.map((e) => group.print(e)),
    );
    expect(`sigmsg|${text}|${commitment(signer, pedersen.signatures[0])}`).toBe(value('certs_sig1 input'));
    const vk = pedersen.verification_keys[0];
    expect(`sigmsg|${vk.public_key}|${commitment(signer, vk.signature)}`).toBe(value('vksig1 input'));
    expect(`pok|Ed25519|${vk.public_key}|${commitment(key(vk.public_key), vk.pok)}`).toBe(value('pok input'));
    for (const j of [1, 2, 3]) {
      const computed = all.map((c) => evaluateInExponent(group, c, j)).reduce((a, b) => group.multiply(a, b));
      expect(value(`vk${j} computed`)).toBe(`${group.print(computed)} true`);
    }
    const trustees = must(verifyTrustees(group, contents.trustees));
    expect(trustees.publicKeyText).toBe(value('y'));
    expect(trustees.keys.map((k) => k.owner)).toEqual([1, 2, 3]);
  });

  it('decryption', () => {
    const vk = must(verifyTrustees(group, contents.trustees)).keys[0]!;
    const partial = JSON.parse(contents.partials[0]!.json) as {
      decryption_factors: string[][];
      decryption_proofs: ProofText[][];
    };
    const proof = partial.decryption_proofs[0]![0]!;
    const alpha = key(answer.choices[0]!.alpha);
    const second = group.multiply(
      group.power(alpha, BigInt(proof.response)),
      group.power(key(partial.decryption_factors[0]![0]!), BigInt(proof.challenge)),
    );
    const prefix = `decrypt|${election.fingerprint}|${vk.publicKeyText}|`;
    expect(`${prefix}${commitment(vk.publicKey, proof)},${group.print(second)}`).toBe(value('decrypt input'));
    const expected = [...value('lagrange ids 1,3').matchAll(/\d+/g)].map((m) => m[0]);
    expect([1, 3].map((j) => `${lagrange(group, [1, 3], j)}`)).toEqual(expected);
  });

  it('the file as a whole', async () => {
    expect((await verifyArchive(read('mini-ed25519.bel'), { groups })).valid).toBe(true);
  });
});

describe('whole elections made elsewhere', () => {
  it.each([
    ['d13-ed-A', [2, 4, 0, 3, 2, 2, 1, 3, 2, 1, 0, 2], 0, undefined],
    ['d13-2048-A', [2, 4, 0, 3, 2, 2, 1, 3, 2, 1, 0, 2], 0, undefined],
    ['d13-ed-B', [2, 1, 3], 0, undefined],
    ['js-Ed25519-C', [4, 1, 0], 1, 12],
  ])('%s verifies', async (name, totals, question, projects) => {
    const report = await verifyArchive(read(`${name}.bel`), { groups: fastGroups });
    expect(report.failure).toBeUndefined();
    expect(report.valid).toBe(true);
    expect(report.questions[question]?.totals).toEqual(totals);
    expect(report.projects).toBe(projects);
  });

  it('BAD-stuffing is refused', async () => {
    const report = await verifyArchive(read('BAD-stuffing-ed25519.bel'), { groups: fastGroups });
    expect(report.failure?.code).toBe('ballot_individual_proof');
    expect(report.questions).toEqual([]);
  });
});
