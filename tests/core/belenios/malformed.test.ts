import { ed25519 } from '@noble/curves/ed25519.js';
import { beforeAll, describe, expect, it } from 'vitest';
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
  startTally,
  type VerifyReport,
  verifyArchive,
} from '../../../core/belenios/index.ts';
import { modulus } from '../../../core/belenios/modular.ts';
import { proofText, proveDisjunction } from '../../../core/belenios/proofs.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { someVotes } from '../../../server/verification/measure.ts';
import { askBeleniosTool, verifyWithBeleniosTool } from '../../interop/belenios-tool.ts';
import {
  type Box,
  ballotStep,
  type Changes,
  type Loose,
  makeBox,
  random,
  repeatable,
  resign,
  type Step,
  writeBox,
} from './support.ts';

/** Totals of `someVotes` for some ballots of a box with 2 projects and at most 1 赞成. */
function totalsOf(seeds: readonly number[]): number[][] {
  const order = ['for', 'against', 'abstain'] as const;
  const rows = [0, 1].map((project) =>
    order.map((vote) => seeds.filter((seed) => someVotes(2, 1, seed)[project] === vote).length),
  );
  return [rows.map((row) => row[0]!), ...rows];
}

const verify = (bytes: Uint8Array, lastEvent?: string): Promise<VerifyReport> =>
  verifyArchive(bytes, { groups: fastGroups, ...(lastEvent ? { lastEvent } : {}) });

/** A factor with a proof that verifies though the factor is nonsense (spec section 10.6). */
function forge(election: Election, share: string, encryptedTally: string): string {
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
  const forged = tally.map((row) =>
    row.map(({ alpha }) => {
      const w = randomScalar(group, random);
      const commitment = group.generatorPower(randomScalar(group, random));
      const challenge = hashToScalar(group, prefix, [group.generatorPower(w), commitment]);
      const response = modulo(w - x * challenge, group.order);
      const factor = group.power(
        group.multiply(commitment, group.invert(group.power(alpha, response))),
        inverse(challenge),
      );
      return { factor: group.print(factor), proof: proofText({ challenge, response }) };
    }),
  );
  return JSON.stringify({
    decryption_factors: forged.map((r) => r.map((f) => f.factor)),
    decryption_proofs: forged.map((r) => r.map((f) => f.proof)),
  });
}

describe.each<GroupName>(['Ed25519', 'BELENIOS-2048'])('archives that are not as they must be (%s)', (name) => {
  let box: Box;
  let other: Box;
  let credentials: readonly Credential[];
  const honest = totalsOf([0, 1, 2]);
  beforeAll(() => {
    box = makeBox(name);
    other = makeBox(name, { ballots: 1 });
    credentials = box.made.credentials;
  });

  /** The archive with these changes must be refused with this code. */
  async function refused(code: FailureCode, changes: Changes, totals = honest): Promise<VerifyReport> {
    const report = await verify(writeBox(box, totals, changes));
    expect(report.failure?.code).toBe(code);
    expect(report.valid).toBe(false);
    expect(report.failure?.zh).toMatch(/[一-鿿].*。$/);
    expect(report.failure?.zh + report.failure!.en).not.toMatch(/[{}]/);
    return report;
  }

  /** The box with ballot 0 changed and signed anew by its own voter. */
  const changed = (change: (ballot: Loose) => void, signer = credentials[0]!): Changes => ({
    ballots: [resign(box.election, signer, box.ballots[0]!, change), ...box.ballots.slice(1)],
    counted: box.ballots,
  });

  it('accepts the honest archive, and so does the stock tool', async () => {
    const bytes = writeBox(box, honest);
    const report = await verify(bytes);
    expect(report.failure).toBeUndefined();
    expect(report.questions.map((q) => q.totals)).toEqual(honest);
    expect(Object.fromEntries(report.checks.map((c) => [c.name, c.count]))).toEqual({
      archive: 24,
      events: 9,
      trustees: 3,
      election: 3,
      credentials: 3,
      ballots: 3,
      encoding: 6,
      alphas: 18,
      tally: 8,
      decryptions: 2,
      result: 8,
    });
    if (name === 'BELENIOS-2048') await verifyWithBeleniosTool(bytes);
  });

  it('the stock tool too refuses a stuffed ballot, so asking it means something', async () => {
    if (name !== 'BELENIOS-2048') return;
    const bytes = writeBox(
      box,
      honest,
      changed((b) => {
        b.answers[1].individual_proofs[0][0].response = '1';
      }),
    );
    expect((await askBeleniosTool(bytes))?.accepted ?? false).toBe(false);
  });

  it('individual proof', () =>
    refused(
      'ballot_individual_proof',
      changed((b) => {
        b.answers[1].individual_proofs[1][0].response = '1';
      }),
    ));
  it('overall proof', () =>
    refused(
      'ballot_overall_proof',
      changed((b) => {
        b.answers[2].overall_proof[0].response = '1';
      }),
    ));
  it('quota proof', () =>
    refused(
      'ballot_overall_proof',
      changed((b) => {
        b.answers[0].overall_proof[1].challenge = '1';
      }),
    ));

  it('stuffed ballot', async () => {
    const { group } = box.election;
    const stuff = (beta: string) => group.print(group.multiply(must1(group, beta), group.generatorPower(20n)));
    const changes = changed((b) => {
      b.answers[1].choices[0].beta = stuff(b.answers[1].choices[0].beta);
      b.answers[0].choices[0].beta = b.answers[1].choices[0].beta;
    });
    const plus = honest.map((row, q) => row.map((n, c) => (q <= 1 && c === 0 ? n + 20 : n)));
    await refused('ballot_individual_proof', { ...changes, counted: undefined }, plus);
  });

  it('signature', () =>
    refused('ballot_signature', {
      ballots: [
        resign(box.election, credentials[0]!, box.ballots[0]!, () => {}).replace(
          /"response":"(\d+)"\}\}\}$/,
          '"response":"7"}}}',
        ),
        ...box.ballots.slice(1),
      ],
    }));
  it('signature over another ballot', () => {
    const [a, b] = box.ballots.map((json) => JSON.parse(json) as Loose);
    return refused('ballot_signature', {
      ballots: [JSON.stringify({ ...a, signature: b.signature }), ...box.ballots.slice(1)],
    });
  });

  it('signature of the same voter over other votes', () => {
    const again = encryptBallot(box.election, credentials[0]!, encodeVotes(someVotes(2, 1, 0)), random).json;
    const mixed = { ...(JSON.parse(box.ballots[0]!) as Loose), signature: (JSON.parse(again) as Loose).signature };
    return refused('ballot_signature', { ballots: [JSON.stringify(mixed), ...box.ballots.slice(1)] });
  });

  it('copied ballot under another credential', () =>
    refused('ballot_individual_proof', {
      ballots: [box.ballots[0]!, resign(box.election, credentials[1]!, box.ballots[0]!, () => {}), box.ballots[2]!],
    }));

  it('ballot of another election', () =>
    refused('ballot_wrong_election', { ballots: [...box.ballots, other.ballots[0]!], counted: box.ballots }));

  it('credential not in the list', () =>
    refused('ballot_credential_unknown', { credentials: JSON.stringify(box.made.publicCredentials.slice(1)) }));
  it('credential twice in the list', () =>
    refused('credential_duplicate', {
      credentials: JSON.stringify([...box.made.publicCredentials, box.made.publicCredentials[0]]),
    }));
  it('credential that is no element', () =>
    refused('credential_member', {
      credentials: JSON.stringify([...box.made.publicCredentials, name === 'Ed25519' ? '02'.repeat(32) : '2']),
    }));
  it('identity among the credentials', () =>
    refused('credential_member', {
      credentials: JSON.stringify([
        ...box.made.publicCredentials,
        box.election.group.print(box.election.group.identity),
      ]),
    }));

  it('the same ballot twice', async () => {
    await refused('ballot_duplicate', { ballots: [...box.ballots, box.ballots[0]!] });
    const twice = (steps: Step[]) =>
      steps.flatMap((s, i) => (i === 1 ? [s, { ...s, data: [], payload: hashOf(s) }] : [s]));
    await refused('ballot_duplicate', { steps: twice });
  });

  it('tally without a ballot', () => refused('tally_mismatch', { counted: box.ballots.slice(1) }, totalsOf([1, 2])));
  it('late ballot', () =>
    refused(
      'event_order',
      { ballots: box.ballots.slice(1), steps: (steps) => steps.toSpliced(4, 0, ballotStep(box.ballots[0]!)) },
      totalsOf([1, 2]),
    ));

  it('two ballots of one voter: the last counts, the first must not', async () => {
    const again = encryptBallot(box.election, credentials[0]!, encodeVotes(someVotes(2, 1, 1)), random).json;
    const ballots = [...box.ballots, again];
    const report = await verify(writeBox(box, totalsOf([1, 2, 1]), { ballots }));
    expect([report.valid, report.ballots, report.counted]).toEqual([true, 4, 3]);
    await refused('tally_mismatch', { ballots, counted: box.ballots });
  });

  it('split box', async () => {
    const split = (steps: Step[]) => [
      steps[0]!,
      steps[1]!,
      steps[4]!,
      steps[5]!,
      steps[2]!,
      steps[3]!,
      ...steps.slice(4),
    ];
    await refused('event_order', { steps: split });
    await refused('event_order', { steps: (s) => [...s.slice(0, 2), s[4]!, ...s.slice(2)] });
    await refused('event_order', { steps: (s) => [...s.slice(0, 6), s[5]!, ...s.slice(6)] });
    await refused('event_order', { steps: (s) => [s[0]!, ...s] });
    await refused('event_order', { steps: (s) => s.flatMap((x) => (x.type === 'EndBallots' ? [x, x] : [x])) });
  });
  it('result twice, and no result', async () => {
    await refused('event_order', { steps: (s) => [...s, s.at(-1)!] });
    await refused('no_result', { steps: (s) => s.slice(0, -1) });
  });
  it('missing EndBallots', () => refused('event_order', { steps: (s) => s.filter((x) => x.type !== 'EndBallots') }));
  it('unknown event type', () =>
    refused('event_format', { steps: (s) => s.toSpliced(1, 0, { type: 'Note', data: ['{}'] }) }));
  it('event without its parent', async () => {
    const bytes = writeBox(box, honest);
    const second = writeBox(
      other,
      honest.map((row) => row.map(() => 0)),
      { ballots: [] },
    );
    expect((await verify(Buffer.concat([bytes, second.subarray(1024)]))).failure?.code).toMatch(/event_|archive_/);
  });
  it('unreferenced record', async () => {
    await refused('record_unreferenced', {
      steps: (s) => s.map((x, i) => (i === 1 ? { ...x, data: ['{"extra":1}', ...x.data] } : x)),
    });
    await refused('record_unreferenced', {
      steps: (s) => s.map((x, i) => (i === 4 ? { ...x, data: ['{"extra":1}'], payload: null } : x)),
    });
  });
  it('missing record', () =>
    refused('record_missing', { steps: (s) => s.map((x, i) => (i === 5 ? { ...x, data: x.data.slice(1) } : x)) }));
  it('payload of another record', () =>
    refused('payload', { steps: (s) => s.map((x, i) => (i === 1 ? { ...x, payload: '0'.repeat(64) } : x)) }));
  it('setup of another election', () =>
    refused('setup_data', {
      steps: (s) => s.map((x, i) => (i === 0 ? { ...x, data: [other.election.json, ...x.data.slice(1)] } : x)),
    }));

  it('wrong number of ballots or weight', async () => {
    await refused('tally_count', { sized: { ballots: 4 } });
    await refused('tally_weight', { sized: { weight: 2 } });
  });

  it('unknown keys, other orders, other spellings', async () => {
    await refused(
      'ballot_not_canonical',
      changed((b) => {
        b.extra = 1;
      }),
    );
    await refused(
      'ballot_not_canonical',
      changed((b) => {
        b.answers[0].x_extra = 1;
      }),
    );
    await refused(
      'ballot_not_canonical',
      changed((b) => {
        b.answers[0].choices[0].extra = '1';
      }),
    );
    await refused(
      'ballot_not_canonical',
      changed((b) => {
        b.answers[1].overall_proof[0].extra = '1';
      }),
    );
    await refused(
      'ballot_not_canonical',
      changed((b) => {
        const { challenge, response } = b.answers[1].overall_proof[0];
        b.answers[1].overall_proof[0] = { response, challenge };
      }),
    );
    await refused(
      'ballot_not_canonical',
      changed((b) => {
        b.answers[1].overall_proof[0].response = `0${b.answers[1].overall_proof[0].response}`;
      }),
    );
    await refused(
      'ballot_not_canonical',
      changed((b) => {
        b.answers[1].overall_proof[0].response = (
          BigInt(b.answers[1].overall_proof[0].response) + box.election.group.order
        ).toString();
      }),
    );
    await refused('ballot_not_canonical', {
      ballots: [box.ballots[0]!.replace('{"election_uuid"', '{ "election_uuid"'), ...box.ballots.slice(1)],
    });
    const odd = name === 'Ed25519' ? (text: string) => text.toUpperCase() : (text: string) => `0${text}`;
    await refused(
      'ballot_not_canonical',
      changed((b) => {
        b.answers[1].choices[1].alpha = odd(b.answers[1].choices[1].alpha);
      }),
    );
  });

  it('too many or too few parts', async () => {
    await refused(
      'ballot_shape',
      changed((b) => {
        b.answers.pop();
      }),
    );
    await refused(
      'ballot_shape',
      changed((b) => {
        b.answers[1].choices.pop();
      }),
    );
    await refused(
      'ballot_shape',
      changed((b) => {
        b.answers[0].overall_proof.pop();
      }),
    );
    await refused(
      'ballot_shape',
      changed((b) => {
        b.answers[1].individual_proofs[0].pop();
      }),
    );
    await refused(
      'ballot_too_large',
      changed((b) => {
        b.answers.push(b.answers[0], b.answers[0]);
      }),
    );
  });

  it('quota question with ciphertexts of its own', () => {
    const loose = { ...box.election, projects: undefined };
    const own = encryptBallot(loose, credentials[0]!, encodeVotes(someVotes(2, 1, 0)), random).json;
    return refused('ballot_encoding', { ballots: [own, ...box.ballots.slice(1)] });
  });

  it('ciphertext outside the subgroup, with proofs that hold', async () => {
    const bad = outsideBallot(box.election, credentials[0]!);
    const report = await refused(
      'ballot_element',
      { ballots: [bad, ...box.ballots.slice(1)], counted: box.ballots.slice(1) },
      totalsOf([1, 2]),
    );
    expect(report.checks.at(-1)?.name).toBe('credentials');
  });

  it('ciphertext that hides nothing', () => {
    const { election } = box;
    const bad = cheat(election, credentials[0]!, {
      randomness: 0n,
      alpha: election.group.print(election.group.identity),
      accept: () => true,
    });
    return refused('ballot_identity_alpha', { ballots: [bad, ...box.ballots.slice(1)] });
  });

  it('alpha repeated between two ballots', () => {
    const two = [0, 1].map(
      (i) => encryptBallot(box.election, credentials[i]!, encodeVotes(someVotes(2, 1, i)), repeatable(7)).json,
    );
    return refused('ballot_repeated_alpha', { ballots: [...two, box.ballots[2]!] });
  });

  it('result', async () => {
    await refused('result_mismatch', { result: (json) => json.replace(/\[(\d)/, (_, d) => `[${Number(d) + 1}`) });
    await refused('result_format', { result: (json) => json.replace('}', ',"extra":1}') });
    await refused('result_format', { result: (json) => ` ${json}` });
  });

  it('too few, doubled, swapped and invalid decryptions', async () => {
    await refused('decryption_too_few', { owners: [2] });
    await refused('decryption_twice', { owners: [1, 1, 2] });
    await refused('decryption_invalid', { partial: (owner, json) => ({ owner: 3 - owner, json }) });
    await refused('decryption_invalid', { partial: (owner, json) => ({ owner: owner + 3, json }) });
    const spoil = (owner: number, json: string) => ({
      owner,
      json: owner === 3 ? json.replace(/"response":"\d+"/, '"response":"5"') : json,
    });
    await refused('decryption_invalid', { owners: [1, 2, 3], partial: spoil });
    const keyed = (owner: number, json: string) => ({ owner, json: json.replace('{"dec', '{"extra":1,"dec') });
    await refused('decryption_invalid', { partial: keyed });
  });

  it('three good decryptions of two needed', async () => {
    expect((await verify(writeBox(box, honest, { owners: [3, 1, 2] }))).failure).toBeUndefined();
  });

  it('a nonsense factor with a proof that holds', async () => {
    const tally = startTally(box.election);
    for (const json of box.ballots) tally.add(JSON.parse(json));
    const forged = (bad: number) => (owner: number, json: string) => ({
      owner,
      json:
        owner === bad ? forge(box.election, box.made.ceremony.states[owner - 1]!.share, tally.encryptedTally()) : json,
    });
    await refused('decryption_undecodable', { owners: [1, 2, 3], partial: forged(1) });
    await refused('decryption_inconsistent', { owners: [1, 2, 3], partial: forged(3) });
  });

  it('trustees and key', async () => {
    await refused('election_key', { trustees: other.made.ceremony.trustees.json });
    await refused('trustees', {
      trustees: box.made.ceremony.trustees.json.replace(/"pok":\{"challenge":"\d+"/, '"pok":{"challenge":"1"'),
    });
    await refused('trustees', { trustees: ` ${box.made.ceremony.trustees.json}` });
  });

  it('election data', async () => {
    await refused('election', { election: box.election.json.replace('"version":1', '"version":2') });
    await refused('election', { election: box.election.json.replace('"version":1', '"version":1,"version":1') });
  });

  it('unknown keys in election and question, and names of trustees, are allowed and shown', async () => {
    const open = makeBox(name, { ballots: 1 });
    const json = open.election.json
      .replace('"version":1', '"version":1,"x_congress":{"town":"高滩镇"}')
      .replace('{"answers"', '{"x_note":1,"answers"');
    const named = open.made.ceremony.trustees.json.replace(/("signature":\{[^}]*\})(\}\]\}\]\])/, '$1,"name":"张三"$2');
    const bytes = writeBox(
      { ...open, ballots: [] },
      [
        [0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
      { election: json, trustees: named },
    );
    const report = await verify(bytes);
    expect(report.failure?.code).toBe('decryption_invalid'); // signed under the other fingerprint: everything before it passed
    expect(report.notes.map((n) => n.en).join()).toMatch(/x_congress.*questions\[0\].x_note.*3 张三/s);
  });

  it('bytes', async () => {
    const bytes = writeBox(box, honest);
    const at = async (change: (copy: Buffer) => Uint8Array) => (await verify(change(Buffer.from(bytes)))).failure?.code;
    const set = (offset: number, value: number) => (copy: Buffer) => {
      copy[offset] = value;
      return copy;
    };
    expect(await at(set(1024 + 512 + 30, 0x41))).toBe('archive_hash');
    expect(await at(set(512 + 511, 1))).toBe('archive_padding');
    expect(await at(set(1024 + 300, 1))).toBe('archive_header');
    expect(await at(set(1024 + 146, 0x31))).toBe('archive_timestamp');
    expect(await at((copy) => Buffer.concat([copy, Buffer.alloc(1024)]))).toMatch(/^archive_/);
    expect(await at((copy) => Buffer.concat([copy, Buffer.alloc(1)]))).toBe('archive_truncated');
    expect(await at((copy) => copy.subarray(0, -512))).toBe('archive_truncated');
    expect(await at((copy) => copy.subarray(0, 1024))).toBe('no_result');
    expect(await at(() => Buffer.alloc(0))).toBe('not_archive');
    expect(await at(() => Buffer.from('PK\x03\x04 something else entirely'))).toBe('not_archive');
  });

  it('a removed ballot shows only by the published hash of the last event', async () => {
    const published = (await verify(writeBox(box, honest))).lastEvent!;
    const without = writeBox(box, totalsOf([1, 2]), { ballots: box.ballots.slice(1) });
    const blind = await verify(without);
    expect(blind.valid).toBe(true);
    expect(blind.notes.at(0)?.en).toMatch(/No published hash/);
    expect((await verify(without, published)).failure?.code).toBe('last_event');
    expect((await verify(without, blind.lastEvent)).valid).toBe(true);
    expect((await verify(without, blind.closingEvent)).valid).toBe(true);
  });
});

/** Hash of the record an event names. */
const hashOf = (step: Step): string => sha256Hex(step.data.at(-1)!);

/** An element of a text that is known to be good. */
function must1(group: Group, text: string) {
  const element = group.parse(text);
  if (!element) throw new Error('no element');
  return element;
}

/** A ballot whose first project's first ciphertext is made by hand, its proofs drawn until `accept` likes all their challenges. */
function cheat(
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
function multiplyLoosely(election: Election, a: { alpha: string; beta: string }, b: { alpha: string; beta: string }) {
  const { group } = election;
  const product = (x: string, y: string) => group.print(group.multiply(group.parseChecked(x), group.parseChecked(y)));
  return { alpha: product(a.alpha, b.alpha), beta: product(a.beta, b.beta) };
}

/** α times an element of order 2; where every challenge is even, its square root of 1 vanishes from the commitments and all proofs hold. */
function outsideBallot(election: Election, credential: Credential): string {
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
