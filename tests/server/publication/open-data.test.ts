import readXlsx from 'read-excel-file/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { OpenResult } from '../../../core/contract/open-data.ts';
import { parsePb } from '../../../core/pabulib/parse.ts';
import { useServer } from '../../support/server.ts';
import { Hall } from '../ballot/hall.ts';

const server = useServer();
let hall: Hall;
const get = (file: string) => server.browser().send('GET', `/api/elections/${hall.uuid}/${file}`);

beforeAll(async () => {
  hall = await Hall.make(server, { deputies: 4, present: 3, candidates: 2, activated: 3, method: { seats: 1 } });
  await server.database.pool.query(`update candidate set title = '=1+1' where code = 'P1'`);
  await hall.open();
}, 60_000);

describe('the open data of a result', () => {
  it('is there from the publication on', async () => {
    for (const file of ['result.json', 'result.xlsx', 'result.pb']) expect((await get(file)).status).toBe(404);
    await hall.castAll([
      ['for', 'against'],
      ['for', 'abstain'],
      ['abstain', 'for'],
    ]);
    await hall.finish();
    for (const file of ['result.json', 'result.xlsx', 'result.pb']) expect((await get(file)).status).toBe(200);
  }, 60_000);

  it('has the totals and nothing that was voted one by one', async () => {
    const json = OpenResult.parse(await (await get('result.json')).json());
    expect(json).toMatchObject({ entitled: 4, present: 3, returned: 3, seats: 1, filled: 0, passMark: 3 });
    expect(json.projects.map((one) => [one.code, one.for, one.against, one.abstain, one.state])).toEqual([
      ['P1', 2, 0, 1, 'not-passed'],
      ['P2', 1, 1, 1, 'not-passed'],
    ]);
    const pb = parsePb(await (await get('result.pb')).text());
    expect(pb).toMatchObject({ ok: true });
  });

  it('is a workbook in which nothing typed is a formula', async () => {
    const [first] = (await readXlsx(Buffer.from(await (await get('result.xlsx')).arrayBuffer()))) as unknown as [
      { data: unknown[][] },
    ];
    expect(JSON.stringify(first.data)).toContain('"=1+1"');
  });
});
