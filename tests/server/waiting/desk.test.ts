import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cycle } from '../../../core/contract/cycle.ts';
import { waiting } from '../../../core/contract/waiting.ts';
import { sampleTown, startServer, type TestServer, type Town } from '../../support/server.ts';

let server: TestServer;
let town: Town;
beforeAll(async () => {
  server = await startServer();
  town = await sampleTown(server);
});
afterAll(() => server?.stop());

describe('the desk', () => {
  it('shows each what waits for them, from the record', async () => {
    const presidium = await town.as('presidium');
    expect(await presidium.call(waiting.desk)).toEqual({ waiting: [], cycles: [] });
    const id = randomUUID();
    await presidium.call(cycle.start, { params: { cycle: id }, body: { year: 2030, stage: 'ballot', note: '' } });
    await presidium.call(cycle.deadlines, { params: { cycle: id }, body: { deadlines: { ballot: '2020-05-01' } } });
    const mine = await presidium.call(waiting.desk);
    expect(mine.cycles).toMatchObject([{ id, stage: 'ballot' }]);
    expect(mine.waiting.map(({ code, late, page }) => [code, late, page])).toEqual([
      ['stage-late', true, 'year'],
      ['ballot-published', true, 'session'],
    ]);
    const county = await (await town.as('county')).call(waiting.desk);
    expect(county.waiting.map(({ code }) => code)).toEqual(['stage-late']);
    expect((await (await town.as('teller')).call(waiting.desk)).waiting).toEqual([]);
  });
});
