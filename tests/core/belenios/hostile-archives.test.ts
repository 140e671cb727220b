import { describe, expect, it } from 'vitest';
import { parseElection } from '../../../core/belenios/index.ts';
import { hasDuplicateKeys } from '../../../core/belenios/json.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { castAll } from '../../../server/verification/measure.ts';
import { malform, verify } from './dishonest.ts';
import { type Box, must, writeBox } from './support.ts';

const { box, honest, refused } = malform('Ed25519');

/** The same voters and votes in an election whose record also says this. */
function announcing(data: object): Box {
  const json = box.election.json.replace('"version":1', `"version":1,"x_congress":${JSON.stringify(data)}`);
  const made = { ...box.made, election: must(parseElection(json, fastGroups)) };
  return { made, election: made.election, ballots: castAll(made) };
}

describe('what the election says of itself', () => {
  it('is accepted where it is so', async () => {
    const said = announcing({ issued: 3, limit: 1 });
    expect((await verify(writeBox(said, honest))).failure).toBeUndefined();
  });

  it('must be the number of credentials: none added or taken away behind the number announced', async () => {
    const said = announcing({ issued: 2 });
    const report = await verify(writeBox(said, honest));
    expect(report.failure).toMatchObject({
      code: 'credentials_count',
      zh: '公开凭证有 3 个，而选举数据写明的票卡（含备用纸质票卡）是 2 张。',
    });
  });

  it('must be the quota that the ballots prove', async () => {
    expect((await verify(writeBox(announcing({ limit: 0 }), honest))).failure).toMatchObject({ code: 'election' });
    expect((await verify(writeBox(announcing({ limit: 2 }), honest))).failure).toMatchObject({ code: 'election' });
  });
});

describe('an archive made to tire the verifier', () => {
  it('with weights whose totals nobody could search for', async () => {
    const [first, ...rest] = box.made.publicCredentials;
    await refused('credentials_weight', { credentials: JSON.stringify([`${first},9007199254740991`, ...rest]) });
  });

  it('with one text of many megabytes in the election', () => {
    const long = JSON.stringify({ a: 'x'.repeat(20_000_000), b: '\\"'.repeat(1_000_000) });
    expect(hasDuplicateKeys(long)).toBe(false);
    expect(hasDuplicateKeys(`${long.slice(0, -1)} , "\\u0061" : 1}`)).toBe(true);
  });
});
