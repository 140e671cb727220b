import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cycle as routes } from '../../../core/contract/cycle.ts';
import { history } from '../../../core/contract/history.ts';
import { session } from '../../../core/contract/session.ts';
import type { CycleId, SessionId } from '../../../core/ids.ts';
import { type Person, refusal, sampleTown, startServer, type TestServer, type Town } from '../../support/server.ts';

let server: TestServer;
let town: Town;
let presidium: Person;
beforeAll(async () => {
  server = await startServer();
  town = await sampleTown(server);
  presidium = await town.as('presidium');
});
afterAll(() => server?.stop());

const start = (person: Person, cycle: string, year: number, stage: 'collection' | 'ballot' | 'closed', note = '') =>
  person.call(routes.start, { params: { cycle }, body: { year, stage, note } });
const enter = (person: Person, cycle: string, stage: 'shortlisting' | 'publication' | 'oversight', note = '') =>
  person.call(routes.enter, { params: { cycle }, body: { stage, note } });

describe('the year', () => {
  it('is not kept until somebody starts it; the sample town’s session goes on without', async () => {
    const [only] = await presidium.call(routes.cycles);
    expect(only).toMatchObject({ year: 2027, stage: null, conditions: [] });
  });

  it('starts under the client’s id, once; the same again changes nothing', async () => {
    const id = randomUUID();
    const government = await town.as('government');
    for (let i = 0; i < 2; i++) {
      const [newest] = await start(government, id, 2028, 'collection');
      expect(newest).toMatchObject({ id, year: 2028, stage: 'collection', next: ['shortlisting'] });
      expect(newest!.stages[0]).toMatchObject({ stage: 'collection', place: 'now', enteredBy: '严建民' });
      expect(newest!.stages[1]).toMatchObject({ place: 'ahead', enteredAt: null });
    }
    expect(await refusal(start(government, id, 2029, 'collection'))).toMatchObject({ code: 'conflict' });
    expect(await refusal(start(government, randomUUID(), 2028, 'ballot'))).toMatchObject({
      code: 'stage-not-possible',
      params: { stage: '征集', wanted: '票决' },
    });
    expect(await refusal(start(government, randomUUID(), 2030, 'closed'))).toMatchObject({
      code: 'stage-not-possible',
    });
    const entries = await presidium.call(history.history, { params: { kind: 'cycle', subject: id } });
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ name: '严建民', before: { stage: null }, after: { stage: 'collection' } });
  });

  it('keeps the id of a year that has sessions, and is entered in order, by whose act it is, with its conditions met', async () => {
    const cycles = await start(presidium, randomUUID(), 2027, 'ballot', '年中启用');
    const now = cycles.find(({ year }) => year === 2027)!;
    expect(now.stages.find(({ stage }) => stage === 'ballot')).toMatchObject({ place: 'now', note: '年中启用' });
    expect(now.stages[0]).toMatchObject({ place: 'skipped' });
    expect(now.conditions).toEqual([expect.objectContaining({ code: 'ballot-published', met: false })]);
    expect(await refusal(enter(presidium, now.id, 'publication', '先进入'))).toMatchObject({
      code: 'stage-conditions',
      params: { missing: '票决结果尚未公布' },
    });
    expect(await refusal(enter(presidium, now.id, 'oversight'))).toMatchObject({ code: 'stage-not-possible' });
    const government = await town.as('government');
    expect(await refusal(enter(government, now.id, 'publication'))).toMatchObject({ code: 'not-permitted' });
    expect(await refusal(enter(presidium, randomUUID(), 'publication'))).toMatchObject({ code: 'not-found' });
    // A ballot of that year is published: the condition holds, and the stage is entered once.
    await server.database.db
      .updateTable('ballot')
      .set({ state: 'published' })
      .where('session_id', '=', town.session as SessionId)
      .execute();
    for (let i = 0; i < 2; i++) {
      const after = (await enter(presidium, now.id, 'publication')).find(({ id }) => id === now.id)!;
      expect(after).toMatchObject({ stage: 'publication', next: ['oversight'] });
      expect(after.stages.find(({ stage }) => stage === 'ballot')).toMatchObject({ place: 'past' });
    }
  });

  it('shows deadlines that are past as late, and keeps who set them', async () => {
    const [newest] = await presidium.call(routes.cycles);
    const id = newest!.id as CycleId;
    const county = await town.as('county');
    const [dated] = await county.call(routes.deadlines, {
      params: { cycle: id },
      body: { deadlines: { collection: '2020-01-31', shortlisting: '2099-01-31' } },
    });
    expect(dated!.stages[0]).toMatchObject({ deadline: '2020-01-31', timeliness: 'late' });
    expect(dated!.stages[1]).toMatchObject({ deadline: '2099-01-31', timeliness: 'on-time' });
    const [cleared] = await presidium.call(routes.deadlines, {
      params: { cycle: id },
      body: { deadlines: { collection: null } },
    });
    expect(cleared!.stages[0]).toMatchObject({ deadline: null, timeliness: 'none' });
    const entries = await county.call(history.history, { params: { kind: 'cycle', subject: id } });
    expect(entries[0]).toMatchObject({
      act: '设定时限',
      before: { collection: '2020-01-31' },
      after: { collection: null },
    });
  });

  it('is not a deputy’s to read, and neither is the office', async () => {
    const deputy = await town.as('deputy');
    expect(await refusal(deputy.call(routes.cycles))).toMatchObject({ code: 'not-permitted' });
    expect(await refusal(deputy.call(session.sessions))).toMatchObject({ code: 'not-permitted' });
  });
});
