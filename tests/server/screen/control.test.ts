import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hall as hallRoutes } from '../../../core/contract/hall.ts';
import { screen as routes, type ScreenView } from '../../../core/contract/screen.ts';
import { refusal, startServer, type TestServer } from '../../support/server.ts';
import { Hall } from '../ballot/hall.ts';
import { close, draft, opened } from '../motion/motion-hall.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.stop());

const shows = async (hall: Hall) =>
  (await hall.kiosk.call(hallRoutes.screen, { params: { congress: hall.congress } })).shows!;
const show = (hall: Hall, view: ScreenView, motion: string | null = null) =>
  hall.presidium.call(routes.showOnScreen, { params: hall.in, body: { view, motion: motion as never } });

describe('the projector', () => {
  it('follows the session until staff fix a view, and again at the next step of the ballot', async () => {
    const hall = await Hall.make(server, { deputies: 3 });
    expect(await shows(hall)).toMatchObject({ view: 'auto', motion: null, agenda: { lines: [], index: 0 } });
    await show(hall, 'attendance');
    expect((await shows(hall)).view).toBe('attendance');
    // The key ceremony is no step that the hall waits for.
    await hall.holdCeremony();
    expect((await shows(hall)).view).toBe('attendance');
    await hall.both('open');
    expect((await shows(hall)).view).toBe('auto');
    expect(await hall.presidium.call(routes.screenControl, { params: hall.in })).toMatchObject({
      chosen: 'attendance',
      view: 'auto',
    });
    await show(hall, 'public');
    await hall.vote(hall.cards[0]!, ['for', 'against', 'abstain']);
    expect((await shows(hall)).view).toBe('public');
    await hall.both('close');
    expect((await shows(hall)).view).toBe('auto');
  });

  it('shows a motion as soon as it opens, and one that is over when staff ask', async () => {
    const hall = await Hall.make(server, { deputies: 3 });
    const waiting = await draft(hall, 'hands');
    expect(await refusal(show(hall, 'motion', waiting))).toMatchObject({ code: 'not-found' });
    expect(await refusal(show(hall, 'motion'))).toMatchObject({ code: 'not-found' });
    await show(hall, 'attendance');
    const id = await opened(hall, 'open');
    expect(await shows(hall)).toMatchObject({ view: 'motion', motion: { id, state: 'open', result: null } });
    await show(hall, 'agenda');
    await close(hall, id);
    expect(await shows(hall)).toMatchObject({ view: 'motion', motion: { id, result: { passed: false } } });
    await show(hall, 'auto');
    expect(await shows(hall)).toMatchObject({ view: 'auto', motion: null });
    await show(hall, 'motion', id);
    expect(await shows(hall)).toMatchObject({ view: 'motion', motion: { id } });
  });

  it('shows the item of the agenda in hand', async () => {
    const hall = await Hall.make(server, { deputies: 2 });
    const save = (lines: string[], index: number) =>
      hall.presidium.call(routes.saveAgenda, { params: hall.in, body: { lines, index } });
    await save(['通过议程', '票决民生实事项目'], 1);
    expect((await shows(hall)).agenda).toEqual({ lines: ['通过议程', '票决民生实事项目'], index: 1 });
    expect((await save(['通过议程'], 7)).agenda).toEqual({ lines: ['通过议程'], index: 0 });
    expect((await save([], 0)).agenda).toEqual({ lines: [], index: 0 });
    expect(await refusal(save([' '], 0))).toMatchObject({ code: 'bad-request' });
  });

  it('counts down for information: the same request does not start it anew, and it opens and closes nothing', async () => {
    const hall = await Hall.make(server, { deputies: 3 });
    await hall.open();
    const request = randomUUID();
    const count = (minutes: number | null, id = request) =>
      hall.presidium.call(routes.countDown, { params: hall.in, body: { request: id, minutes } });
    expect((await count(5)).countdown).toMatchObject({ minutes: 5 });
    await server.database.db
      .updateTable('screen_control')
      .set({ countdown_ends: new Date(Date.now() - 1000) })
      .execute();
    expect((await count(5)).countdown).toEqual({ minutes: 5, left: 0 });
    expect((await shows(hall)).countdown).toEqual({ minutes: 5, left: 0 });
    expect((await hall.overview()).ballot.state).toBe('open');
    expect((await count(3, randomUUID())).countdown?.left).toBeGreaterThan(100);
    expect((await count(null, randomUUID())).countdown).toBeNull();
  });

  it('is not for tellers', async () => {
    const hall = await Hall.make(server, { deputies: 2 });
    const body = { view: 'agenda' as const, motion: null };
    expect(await refusal(hall.teller.call(routes.showOnScreen, { params: hall.in, body }))).toMatchObject({
      code: 'not-permitted',
    });
  });
});
