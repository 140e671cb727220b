import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hall as routes } from '../../../core/contract/hall.ts';
import { session as sessionRoutes } from '../../../core/contract/session.ts';
import type { SessionId } from '../../../core/ids.ts';
import { refusal, startServer, type TestServer } from '../../support/server.ts';
import { Hall } from './hall.ts';
import { settledRows } from './rows.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.stop());

const start = (hall: Hall, rehearsal = randomUUID() as string as SessionId) =>
  hall.presidium.call(sessionRoutes.startRehearsal, { params: { session: hall.session, rehearsal } });
const wipe = (hall: Hall, session: SessionId) =>
  hall.presidium.call(sessionRoutes.wipeRehearsal, { params: { session } });
const kiosk = (hall: Hall) => hall.kiosk.call(routes.kiosk, { params: { congress: hall.congress } });

describe('a rehearsal', () => {
  it('is a session of its own, marked everywhere, and can be wiped without a trace but the record', async () => {
    const hall = await Hall.make(server, { deputies: 4 });
    const before = await settledRows(server.database.db);
    expect((await kiosk(hall)).session).toMatchObject({ name: '第二次会议', rehearsal: false });
    const rehearsal = await start(hall);
    expect(rehearsal).toMatchObject({
      name: '【演练】第二次会议',
      year: 2027,
      rehearsal: true,
      rehearsalOf: hall.session,
      inHall: true,
    });
    expect(await start(hall, rehearsal.id)).toEqual(rehearsal);
    expect((await kiosk(hall)).session).toMatchObject({ name: '【演练】第二次会议', rehearsal: true });
    const real = await hall.overview();
    expect(real).toMatchObject({ rehearsal: rehearsal.id, session: { inHall: false } });
    const copy = await hall.presidium.call(sessionRoutes.overview, { params: { session: rehearsal.id } });
    expect(copy).toMatchObject({
      method: real.method,
      candidates: 3,
      cards: { made: 0 },
      present: 0,
      ballot: { state: 'preparing' },
    });
    expect(copy.scrutineers.map(({ account }) => account)).toEqual(real.scrutineers.map(({ account }) => account));
    expect(new Set([...copy.electionUuids, ...real.electionUuids]).size).toBe(12);

    const play = hall.rehearse(rehearsal.id, copy.electionUuids);
    await play.makeCards(4, '演');
    for (let i = 0; i < 4; i++) await play.signIn(i, true);
    for (const card of play.cards) await play.activate(card.serial);
    await play.open();
    const election = await play.election();
    expect(election.name).toBe('【演练】第二次会议');
    expect(election.extensions.x_congress).toMatchObject({ rehearsal: true });
    let last = '';
    for (const card of play.cards) last = (await play.vote(card, ['for', 'against', 'abstain'])).json;
    await play.finish();
    const result = await play.kiosk.call(routes.result, { params: { uuid: play.uuid } });
    expect(result.session).toMatchObject({ rehearsal: true });
    expect((await hall.kiosk.call(routes.published, { params: { congress: hall.congress } }))[0]).toMatchObject({
      rehearsal: true,
    });

    await wipe(hall, rehearsal.id);
    await wipe(hall, rehearsal.id);
    const { audit_event, audit_head, sign_in, ...after } = await settledRows(server.database.db);
    const { audit_event: recorded, audit_head: _head, sign_in: _sign_in, ...rows } = before;
    expect(after).toEqual(rows);
    const news = audit_event!.filter((row) => !recorded!.includes(row)).join('\n');
    expect(news).toContain('rehearsal-started');
    expect(news).toContain('rehearsal-wiped');
    expect((await kiosk(hall)).session).toMatchObject({ name: '第二次会议', rehearsal: false });
    expect((await play.post(last)).status).toBe(404);
  });

  it('is refused twice, of itself, and while the ballot in the hall is open; a real session is not wiped', async () => {
    const hall = await Hall.make(server, { deputies: 2 });
    const rehearsal = await start(hall);
    expect(await refusal(start(hall))).toMatchObject({ code: 'rehearsal-exists', status: 409 });
    const params = { session: rehearsal.id, rehearsal: randomUUID() as string as SessionId };
    expect(await refusal(hall.presidium.call(sessionRoutes.startRehearsal, { params }))).toMatchObject({
      code: 'rehearsal-exists',
    });
    expect(await refusal(wipe(hall, hall.session))).toMatchObject({ code: 'not-a-rehearsal', status: 409 });
    expect(
      await refusal(hall.teller.call(sessionRoutes.wipeRehearsal, { params: { session: rehearsal.id } })),
    ).toMatchObject({ code: 'not-permitted' });
    await wipe(hall, rehearsal.id);
    await hall.open();
    const before = await settledRows(server.database.db);
    expect(await refusal(start(hall))).toMatchObject({ code: 'ballot-in-progress', status: 409 });
    expect(await settledRows(server.database.db)).toEqual(before);
  });

  it('can be wiped while it is open', async () => {
    const hall = await Hall.make(server, { deputies: 2 });
    const { id } = await start(hall);
    const { electionUuids } = await hall.presidium.call(sessionRoutes.overview, { params: { session: id } });
    const play = hall.rehearse(id, electionUuids);
    await play.makeCards(2, '演');
    for (let i = 0; i < 2; i++) await play.signIn(i, true);
    await play.activate(play.cards[0]!.serial);
    await play.open();
    const { json } = await play.encrypt(play.cards[0]!, ['for', 'against', 'abstain']);
    await wipe(hall, id);
    expect((await play.post(json)).status).toBe(404);
    expect((await kiosk(hall)).ballot?.uuid).toBe(hall.uuid);
    expect((await hall.overview()).ballot.state).toBe('preparing');
  });
});
