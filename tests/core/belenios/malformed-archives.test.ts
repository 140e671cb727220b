import { describe, expect, it } from 'vitest';
import { encodeVotes, encryptBallot, type GroupName, startTally } from '../../../core/belenios/index.ts';
import { someVotes } from '../../../server/verification/measure.ts';
import { askBeleniosTool, verifyWithBeleniosTool } from '../../interop/belenios-tool.ts';
import { forge, hashOf, malform, totalsOf, verify } from './dishonest.ts';
import { ballotStep, makeBox, random, type Step, writeBox } from './support.ts';

describe.each<GroupName>(['Ed25519', 'BELENIOS-2048'])('archives that are not as they must be (%s)', (name) => {
  const { box, other, credentials, honest, refused, changed } = malform(name);

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

  it('two factors of one ciphertext, each with a proof that holds', async () => {
    const tally = startTally(box.election);
    for (const json of box.ballots) tally.add(JSON.parse(json));
    const { share } = box.made.ceremony.states[0]!;
    const partial = (owner: number, json: string) => ({
      owner,
      json: owner === 1 ? forge(box.election, share, tally.encryptedTally(), true) : json,
    });
    await refused('decryption_invalid', { partial });
    // Right where the quota question is decrypted, forged where the projects are.
    const half = (owner: number, json: string) => {
      const [right, wrong] = [JSON.parse(json), JSON.parse(partial(owner, json).json)];
      for (const key of ['decryption_factors', 'decryption_proofs']) wrong[key][0] = right[key][0];
      return { owner, json: JSON.stringify(wrong) };
    };
    await refused('decryption_invalid', { partial: half });
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
      .replace('"version":1', '"version":1,"x_town":"高滩镇"')
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
    expect(report.notes.map((n) => n.en).join()).toMatch(/x_town.*questions\[0\].x_note.*3 张三/s);
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
