import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeReceipt } from '../../../core/collection/receipt.ts';
import { collection } from '../../../core/contract/collection.ts';
import { cycle as cycles } from '../../../core/contract/cycle.ts';
import { random } from '../../../server/random.ts';
import { startServer, type TestServer } from '../../support/server.ts';
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

  it('and to the project that is built, with its unit and how far it is', async () => {
    const { presidium, cycle } = town;
    await presidium.call(cycles.start, { params: { cycle }, body: { year: 2027, stage: 'publication', note: '' } });
    await presidium.call(cycles.enter, { params: { cycle }, body: { stage: 'oversight', note: '公告另发' } });
    const last = (await steps(receipts[0]!)).at(-1)!;
    expect(last.slice(0, 2)).toEqual(['oversight', 'now']);
    expect(last[2]).toMatch(/^由.+实施，已完成 0%，计划 \d{4}-\d\d-\d\d 前完成。$/);
  });
});
