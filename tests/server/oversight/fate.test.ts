import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeReceipt } from '../../../core/collection/receipt.ts';
import { collection } from '../../../core/contract/collection.ts';
import { cycle as cycles } from '../../../core/contract/cycle.ts';
import { shortlisting } from '../../../core/contract/shortlisting.ts';
import type { CandidateId, CycleId } from '../../../core/ids.ts';
import { random } from '../../../server/random.ts';
import { refusal, startServer, type TestServer } from '../../support/server.ts';
import { newId, type OverseeingTown, overseeingTown } from './town.ts';

let server: TestServer;
let town: OverseeingTown;
const receipts: string[] = [];

/** Suggestions merged into the first candidate, which is elected, and into the last, which is not. */
beforeAll(async () => {
  server = await startServer();
  town = await overseeingTown(server);
  const { pool } = server.database;
  const { rows } = await pool.query<{ id: string }>(
    'select id from candidate where congress_id = $1 and cycle_id = $2 order by position',
    [town.congress, town.cycle],
  );
  for (const [i, candidate] of [rows[0]!.id, rows.at(-1)!.id].entries()) {
    const [id, receipt] = [newId(), makeReceipt(random)];
    receipts.push(receipt);
    await pool.query(
      `insert into suggestion (congress_id, id, cycle_id, number, receipt, title, content, channel, state, words, title_words)
       values ($1, $2, $3, $4, $5, '修路', '村口到学校', 'web', 'published', '{}', '{}')`,
      [town.congress, id, town.cycle, i + 1, receipt],
    );
    await pool.query(
      `insert into suggestion_answer (congress_id, suggestion_id, cycle_id, kind, candidate_id) values ($1, $2, $3, 'merged', $4)`,
      [town.congress, id, town.cycle, candidate],
    );
  }
}, 60_000);
afterAll(() => server?.stop());

const steps = async (receipt: string) => {
  const { steps: became } = await server.browser().call(collection.followReceipt, { params: { receipt } });
  return became.map(({ stage, mark, zh }) => [stage, mark, zh] as const);
};

describe('what became of a suggestion', () => {
  it('goes on to the result of the ballot, elected or not', async () => {
    const [elected, not] = await Promise.all(receipts.map(steps));
    expect(elected).toContainEqual(['ballot', 'done', '代表票决当选为正式项目：全体代表 60 人，赞成 55 票。']);
    expect(elected!.at(-1)).toEqual(['oversight', 'now', '等待制定实施方案。']);
    expect(not!.at(-1)).toEqual(['ballot', 'ended', '代表票决未当选：全体代表 60 人，赞成 11 票。']);
  });

  it('and for one that was not elected to the reserve bank, and to the year into which it was brought', async () => {
    const { government, presidium, cycle } = town;
    const bank = (candidate: CandidateId, reason: string) =>
      government.call(shortlisting.bank, { params: { cycle, candidate }, body: { reason } });
    const { unelected, candidates } = await government.call(shortlisting.overview, { params: { cycle } });
    expect(unelected).toEqual(candidates.slice(-2).map(({ id }) => id));
    const lost = unelected[1]!;
    expect(await refusal(bank(candidates[0]!.id, '留待明年'))).toMatchObject({ code: 'candidate-elected' });
    for (let i = 0; i < 2; i++) await bank(lost, '差 20 票，明年优先研究');
    expect((await steps(receipts[1]!)).at(-1)).toEqual([
      'ballot',
      'ended',
      '转入储备库，留待以后年度研究。说明：差 20 票，明年优先研究。',
    ]);
    const into = newId<CycleId>();
    await presidium.call(cycles.start, {
      params: { cycle: into },
      body: { year: 2028, stage: 'collection', note: '' },
    });
    const items = await government.call(shortlisting.reserve, { params: { cycle: into } });
    expect(items).toEqual([expect.objectContaining({ id: lost, reason: '差 20 票，明年优先研究', carriedTo: null })]);
    const bring = { params: { cycle: into, subject: lost }, body: { kind: 'candidate', id: newId() } } as const;
    await government.call(shortlisting.bringIn, bring);
    expect((await steps(receipts[1]!)).at(-1)).toEqual(['shortlisting', 'now', '已从储备库调入 2028 年度，继续研究。']);
    expect(await refusal(bank(lost, ''))).toMatchObject({ code: 'carried-already' });
  });

  it('and to the project that is built, with its unit and how far it is', async () => {
    const { presidium, cycle } = town;
    await presidium.call(cycles.start, { params: { cycle }, body: { year: 2027, stage: 'publication', note: '' } });
    await presidium.call(cycles.enter, { params: { cycle }, body: { stage: 'oversight', note: '公告另发' } });
    const last = (await steps(receipts[0]!)).at(-1)!;
    expect(last.slice(0, 2)).toEqual(['oversight', 'now']);
    expect(last[2]).toMatch(/^由.+实施，已完成 0%，计划\d{4}年\d{1,2}月\d{1,2}日前完成。$/);
  });
});
