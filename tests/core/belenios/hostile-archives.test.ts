import { describe, expect, it } from 'vitest';
import { parseElection, verifyBox } from '../../../core/belenios/index.ts';
import { hasDuplicateKeys } from '../../../core/belenios/json.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { castAll } from '../../../server/verification/measure.ts';
import { malform, verify } from './dishonest.ts';
import { type Box, must, type Step, writeBox } from './support.ts';

const { box, honest, refused } = malform('Ed25519');

/** What an election of ours with the box's keys and voters says of itself. */
const ours = { issued: 3, paper_spares: 0, limit: 1, method: { scrutineers: 3, threshold: 2 } };

/** The same voters and votes in an election whose record also says this. */
function announcing(data: object, encoding: string | null = 'C'): Box {
  const said = `${encoding === null ? '' : `"x_encoding":"${encoding}",`}"x_congress":${JSON.stringify(data)}`;
  const json = box.election.json.replace('"version":1', `"version":1,${said}`);
  const made = { ...box.made, election: must(parseElection(json, fastGroups)) };
  return { made, election: made.election, ballots: castAll(made) };
}

describe('what the election says of itself', () => {
  it('is accepted where it is so', async () => {
    const report = await verify(writeBox(announcing(ours), honest));
    expect(report.failure).toBeUndefined();
    expect(report.notes.map(({ zh }) => zh)).toContain('监票人 3 名，须 2 名以上共同解密');
  });

  it('must be the number of credentials: none added or taken away behind the number announced', async () => {
    const report = await verify(writeBox(announcing({ ...ours, issued: 2 }), honest));
    expect(report.failure).toMatchObject({
      code: 'credentials_count',
      zh: '公开凭证有 3 个，而选举数据写明的票卡（含备用纸质票卡）是 2 张。',
    });
  });

  it('must be the quota that the ballots prove, and the scrutineers whose keys they are', async () => {
    const { scrutineers, threshold } = ours.method;
    for (const other of [
      { limit: 0 },
      { limit: 2 },
      { method: { scrutineers, threshold: 3 } },
      { method: { scrutineers: 2, threshold } },
    ])
      expect((await verify(writeBox(announcing({ ...ours, ...other }), honest))).failure).toMatchObject({
        code: 'election',
      });
  });

  it('leaves nothing out, and is a count where it must be one', async () => {
    for (const missing of Object.keys(ours))
      for (const value of [undefined, '3', 2.5]) {
        const report = await verify(writeBox(announcing({ ...ours, [missing]: value }), honest));
        expect(report.failure, `${missing} ${value}`).toMatchObject({ code: 'election' });
      }
    // Without the encoding it is none of ours, and with it alone, too.
    expect(() => announcing(ours, null)).toThrow('encoding');
    expect(() => announcing(ours, 'X')).toThrow('encoding');
    const json = box.election.json.replace('"version":1', '"version":1,"x_encoding":"C"');
    const made = { ...box.made, election: must(parseElection(json, fastGroups)) };
    const alone = { made, election: made.election, ballots: castAll(made) };
    expect((await verify(writeBox(alone, honest))).failure).toMatchObject({ code: 'election' });
  });

  it('names the answers as they are counted', () => {
    for (const names of ['"反对","赞成","弃权"', '"赞成","弃权","反对"', '"yes","no","abstain"']) {
      const json = announcing(ours).election.json.replace('"赞成","反对","弃权"', names);
      expect(parseElection(json, fastGroups)).toMatchObject({ ok: false, error: { kind: 'encoding' } });
      // In an election of others they are answers like any.
      const foreign = box.election.json.replace('"赞成","反对","弃权"', names);
      expect(must(parseElection(foreign, fastGroups)).projects).toBeUndefined();
    }
  });
});

describe('every card counts once', () => {
  /** Weights that would tell every ballot apart in the total. */
  const weighted = JSON.stringify(box.made.publicCredentials.map((one, i) => (i === 0 ? one : `${one},${2 ** i}`)));

  it('in ours a weight is refused', async () => {
    const report = await verify(writeBox(announcing(ours), honest, { credentials: weighted }));
    expect(report.failure).toMatchObject({ code: 'credential_weight', zh: expect.stringContaining('第 2 个') });
  });

  it('in those of others it is shown', async () => {
    const report = await verify(writeBox(box, honest, { credentials: weighted, sized: { weight: 7 } }));
    expect(report.notes.map(({ zh }) => zh)).toContain('公开凭证带有权数，合计 7');
  });

  it('a scrutineer decrypts no box with weights, whosever election it says it is', async () => {
    for (const one of [box, announcing(ours)]) {
      const steps = (all: Step[]) => all.slice(0, all.findIndex(({ type }) => type === 'EndBallots') + 1);
      const open = await verifyBox(writeBox(one, honest, { credentials: weighted, steps }), { groups: fastGroups });
      expect(open.box).toMatchObject({ ok: false, error: { code: 'credential_weight' } });
      const sound = await verifyBox(writeBox(one, honest, { steps }), { groups: fastGroups });
      expect(sound.box).toMatchObject({ ok: true });
    }
  });

  it('in ours a second ballot of one card is refused; in those of others the last counts, and that is shown', async () => {
    const twice = (one: Box) => {
      const ballots = [...one.ballots, castAll(one.made)[0]!];
      return writeBox(one, honest, { ballots });
    };
    expect((await verify(twice(announcing(ours)))).failure).toMatchObject({ code: 'ballot_credential_twice' });
    const report = await verify(twice(box));
    expect(report.failure).toBeUndefined();
    expect(report.notes.map(({ zh }) => zh)).toContain('有 1 张票被同一凭证后来的票取代');
  });
});

describe('an archive made to tire the verifier', () => {
  it('with weights whose totals nobody could search for', async () => {
    const [first, ...rest] = box.made.publicCredentials;
    await refused('credentials_weight', { credentials: JSON.stringify([`${first},9007199254740991`, ...rest]) });
  });

  it('with a result that is nested without end', async () => {
    await refused('result_format', { result: () => `{"result":${'['.repeat(20_000)}${']'.repeat(20_000)}}` });
  });

  it('with keys that nobody knows, by the hundred thousand', async () => {
    const keys = Array.from({ length: 130_000 }, (_, i) => `"k${i}":0`).join();
    const report = await refused('election', {
      election: box.election.json.replace('{"answers"', `{${keys},"answers"`).replace('"version":1', '"version":2'),
    });
    expect(report.failure?.en).toContain('version');
    const json = box.election.json.replace('{"answers"', `{${keys},"answers"`);
    expect(must(parseElection(json, fastGroups)).unknownKeys).toHaveLength(130_000);
  });

  it('with more answers than a ballot could be written for', () => {
    const answers = JSON.stringify(Array.from({ length: 1000 }, (_, i) => `${i}`));
    const question = `{"answers":${answers},"min":0,"max":1,"question":""}`;
    const json = box.election.json.replace(
      /"questions":\[.*?\}\]/s,
      `"questions":[${Array(11).fill(question).join()}]`,
    );
    expect(parseElection(json, fastGroups)).toMatchObject({ ok: false, error: { kind: 'question', question: 10 } });
  });

  it('with one text of many megabytes in the election', () => {
    const long = JSON.stringify({ a: 'x'.repeat(20_000_000), b: '\\"'.repeat(1_000_000) });
    expect(hasDuplicateKeys(long)).toBe(false);
    expect(hasDuplicateKeys(`${long.slice(0, -1)} , "\\u0061" : 1}`)).toBe(true);
  });
});
