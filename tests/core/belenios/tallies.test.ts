import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../core/belenios/hash.ts';
import {
  combineDecryptions,
  encodeVotes,
  encryptBallot,
  type GroupName,
  parseSizedTally,
  partialDecryption,
  sizedTallyJson,
  startArchive,
  startTally,
  verifyArchive,
  verifyPartialDecryption,
} from '../../../core/belenios/index.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { castAll, closeElection, makeElection } from '../../../server/verification/measure.ts';
import { verifyWithBeleniosTool } from '../../interop/belenios-tool.ts';
import { forge } from './dishonest.ts';
import { makeBox, must, random } from './support.ts';

const errorOf = (result: { ok: boolean; error?: unknown }) => (result.ok ? undefined : result.error);

describe.each<GroupName>(['Ed25519', 'BELENIOS-2048'])('tally and decryption (%s)', (name) => {
  const made = makeElection({ group: name, ballots: 4, projects: 2, max: 1, trustees: 4, threshold: 2 });
  const { election, ceremony } = made;
  const votes = [
    ['for', 'against'],
    ['for', 'abstain'],
    ['against', 'for'],
    ['abstain', 'abstain'],
  ] as const;
  const ballots = votes.map((vote, i) => encryptBallot(election, made.credentials[i]!, encodeVotes(vote), random).json);
  const expected = [
    [2, 1],
    [2, 1, 1],
    [1, 1, 2],
  ];
  const sum = startTally(election);
  for (const json of ballots) sum.add(JSON.parse(json));
  const tally = sum.encryptedTally();
  const partials = ceremony.states.map(({ share }, i) => ({
    owner: i + 1,
    json: partialDecryption(election, share, tally, random),
  }));
  const combine = (list: typeof partials, maximum = 4) =>
    combineDecryptions(election, ceremony.trustees, tally, list, maximum);

  /** A factor that means nothing, with a proof that verifies (spec section 10.6). */
  const garbage = (owner: number) => ({ owner, json: forge(election, ceremony.states[owner - 1]!.share, tally) });

  it('any two of four give the totals', () => {
    for (const pair of [
      [0, 1],
      [0, 3],
      [1, 2],
      [2, 3],
      [3, 0],
    ]) {
      const decrypted = must(combine(pair.map((i) => partials[i]!)));
      expect(decrypted.result).toEqual(expected);
      expect(decrypted.json).toBe(JSON.stringify({ result: expected }));
      expect(decrypted.owners).toEqual(pair.map((i) => i + 1).sort());
    }
    expect(must(combine(partials)).owners).toEqual([1, 2]);
    expect(errorOf(combine(partials.slice(0, 1)))).toEqual({ kind: 'too_few', valid: [1] });
    expect(errorOf(combine([]))).toEqual({ kind: 'too_few', valid: [] });
    expect(errorOf(combine(partials, 1))).toMatchObject({ kind: 'undecodable' }); // a total is 2
  });

  it('an invalid decryption is left out, and named when asked', () => {
    const broken = { owner: 1, json: partials[0]!.json.replace(/"response":"\d+"/, '"response":"1"') };
    const ask = (partial: { owner: number; json: string }) =>
      errorOf(verifyPartialDecryption(election, ceremony.trustees, tally, partial));
    expect(ask(partials[0]!)).toBeUndefined();
    expect(ask(broken)).toEqual({ kind: 'proof', owner: 1 });
    expect(ask({ owner: 2, json: partials[0]!.json })).toEqual({ kind: 'proof', owner: 2 });
    expect(ask({ owner: 5, json: partials[0]!.json })).toEqual({ kind: 'owner', owner: 5 });
    expect(ask({ owner: 0, json: partials[0]!.json })).toEqual({ kind: 'owner', owner: 0 });
    expect(ask({ owner: 1, json: `${partials[0]!.json} ` })).toEqual({ kind: 'format', owner: 1 });
    const outside = name === 'Ed25519' ? `${'0'.repeat(63)}2` : '2';
    expect(ask({ owner: 1, json: partials[0]!.json.replace(/\[\["[^"]+"/, `[["${outside}"`) })).toEqual({
      kind: 'factor',
      owner: 1,
    });
    expect(must(combine([broken, partials[2]!, partials[3]!])).owners).toEqual([3, 4]);
  });

  it('a garbage factor with a valid proof: another subset is found', async () => {
    const bad = garbage(1);
    expect(verifyPartialDecryption(election, ceremony.trustees, tally, bad).ok).toBe(true);
    expect(errorOf(combine([bad, partials[1]!]))).toEqual({ kind: 'undecodable', tried: 1 });
    const decrypted = must(combine([bad, partials[1]!, partials[2]!]));
    expect(decrypted.owners).toEqual([2, 3]);
    expect(decrypted.result).toEqual(expected);
    const writer = startArchive(1795367773);
    const parts = [writer.setup(election.json, ceremony.trustees.json, made.publicCredentials)];
    for (const json of [...ballots].sort((a, b) => (sha256Hex(a) < sha256Hex(b) ? -1 : 1)))
      parts.push(writer.ballot(json));
    parts.push(writer.endBallots(), writer.encryptedTally(tally, sum.sizedTally()));
    for (const owner of decrypted.owners) parts.push(writer.partialDecryption(owner, partials[owner - 1]!.json));
    parts.push(writer.result(decrypted.json));
    const bytes = Buffer.concat(parts);
    const report = await verifyArchive(bytes, { groups: fastGroups, lastEvent: writer.lastEventHash() });
    expect(report.failure).toBeUndefined();
    expect(report.checks.some((c) => c.name === 'lastEvent')).toBe(true);
    if (name === 'BELENIOS-2048') await verifyWithBeleniosTool(bytes);
  });

  it('an election nobody voted in', async () => {
    const { archive } = closeElection(made, []);
    const report = await verifyArchive(archive, { groups: fastGroups });
    expect([report.failure, report.ballots]).toEqual([undefined, 0]);
    expect(report.questions.flatMap((q) => q.totals).every((n) => n === 0)).toBe(true);
    if (name === 'BELENIOS-2048') await verifyWithBeleniosTool(archive);
  });

  it('weights count as often as they say', () => {
    const weighted = startTally(election);
    weighted.add(JSON.parse(ballots[0]!), 3);
    weighted.add(JSON.parse(ballots[2]!), 2);
    const text = weighted.encryptedTally();
    const own = ceremony.states
      .slice(0, 2)
      .map(({ share }, i) => ({ owner: i + 1, json: partialDecryption(election, share, text, random) }));
    expect(must(combineDecryptions(election, ceremony.trustees, text, own, 5)).result).toEqual([
      [3, 2],
      [3, 2, 0],
      [2, 3, 0],
    ]);
    expect(must(parseSizedTally(weighted.sizedTally()))).toMatchObject({ ballots: 2, weight: 5 });
    expect(sizedTallyJson(1, 2 ** 30, '')).toContain('"total_weight":"1073741824"');
    expect(sizedTallyJson(1, 2 ** 30 - 1, '')).toContain('"total_weight":1073741823');
  });

  it('the share must be the trustee’s and the tally sound', () => {
    expect(() => partialDecryption(election, '01', tally, random)).toThrow(RangeError);
    expect(() => partialDecryption(election, '5', `${tally} `, random)).toThrow(RangeError);
    expect(errorOf(combineDecryptions(election, ceremony.trustees, '[]', partials, 4))).toEqual({ kind: 'tally' });
  });

  it('n of n, 1 of 1 and five trustees are accepted by verifier and stock tool', async () => {
    for (const [trustees, threshold] of [
      [2, 2],
      [1, 1],
      [5, 3],
    ] as const) {
      const some = makeElection({ group: name, ballots: 2, projects: 1, max: 1, trustees, threshold });
      const { archive } = closeElection(some, castAll(some));
      expect((await verifyArchive(archive, { groups: fastGroups })).failure).toBeUndefined();
      if (name === 'BELENIOS-2048') await verifyWithBeleniosTool(archive);
    }
  });
});

describe('writing archives', () => {
  it('refuses calls out of order', () => {
    const box = makeBox('Ed25519');
    const writer = startArchive(1795367773);
    expect(() => writer.lastEventHash()).toThrow(RangeError);
    expect(() => writer.endBallots()).toThrow(RangeError);
    writer.setup(box.election.json, box.made.ceremony.trustees.json, box.made.publicCredentials);
    const sorted = [...box.ballots].sort((a, b) => (sha256Hex(a) < sha256Hex(b) ? -1 : 1));
    writer.ballot(sorted[1]!);
    expect(() => writer.ballot(sorted[0]!)).toThrow(RangeError);
    expect(() => writer.ballot(sorted[1]!)).toThrow(RangeError);
    expect(() => writer.result('{"result":[]}')).toThrow(RangeError);
    writer.endBallots();
    expect(() => writer.ballot(sorted[2]!)).toThrow(RangeError);
    expect(() => startArchive(-1)).toThrow(RangeError);
  });
});
