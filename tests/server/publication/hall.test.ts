import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { congress as congressRoutes } from '../../../core/contract/congress.ts';
import { hall as routes } from '../../../core/contract/hall.ts';
import { session as sessionRoutes } from '../../../core/contract/session.ts';
import type { CongressId, SessionId } from '../../../core/ids.ts';
import { refusal, startServer, type TestServer } from '../../support/server.ts';
import { Hall } from '../ballot/hall.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startServer();
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await server.stop();
});

const kiosk = (hall: Hall) => hall.kiosk.call(routes.kiosk, { params: { congress: hall.congress } });
const screen = (hall: Hall) => hall.kiosk.call(routes.screen, { params: { congress: hall.congress } });

/** Until a kiosk is answered so: news travels through the database's NOTIFY. Without it no answer would change, for here none grows old. */
async function eventually<T>(ask: () => Promise<T>, fits: (answer: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (tries === 500) throw new Error(`still ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the kiosk', () => {
  it('of an unknown congress is not found', async () => {
    const params = { congress: randomUUID() as string as CongressId };
    expect(await refusal(server.browser().call(routes.kiosk, { params }))).toMatchObject({
      code: 'not-found',
      status: 404,
    });
    expect(await refusal(server.browser().call(routes.screen, { params }))).toMatchObject({
      code: 'not-found',
      status: 404,
    });
  });

  it('hears of every change although its answers are kept', async () => {
    const hall = await Hall.make(server, { deputies: 2 });
    expect((await kiosk(hall)).ballot?.projects).toHaveLength(3);
    await hall.addCandidate(3);
    await eventually(
      () => kiosk(hall),
      ({ ballot }) => ballot?.projects.length === 4,
    );
    await hall.presidium.call(sessionRoutes.saveMethod, {
      params: hall.in,
      body: { ...hall.method, approvalLimit: 'none', seats: 3 },
    });
    await eventually(
      () => kiosk(hall),
      ({ ballot }) => ballot?.limit === 4 && ballot.seats === 3,
    );
    await hall.holdCeremony();
    const { ballot } = await hall.overview();
    await eventually(
      () => kiosk(hall),
      (answer) => answer.ballot?.keyFingerprint === ballot.keyFingerprint,
    );
    await hall.both('open');
    await eventually(
      () => kiosk(hall),
      (answer) => answer.ballot?.state === 'open' && answer.ballot.electionHash !== null,
    );
    await hall.both('close');
    await eventually(
      () => kiosk(hall),
      (answer) => answer.ballot?.state === 'closed',
    );
    const other = randomUUID() as string as SessionId;
    await hall.presidium.call(sessionRoutes.saveSession, {
      params: { session: other },
      body: { name: '第三次会议', year: 2028 },
    });
    await hall.presidium.call(sessionRoutes.putInHall, { params: { session: other } });
    const next = await eventually(
      () => kiosk(hall),
      (answer) => answer.session?.name === '第三次会议',
    );
    expect(next.ballot).toMatchObject({ state: 'preparing', projects: [] });
  });

  it('tells no counts: a kiosk has no use for them', async () => {
    const hall = await Hall.make(server, { deputies: 2 });
    await hall.open();
    expect(JSON.stringify(await kiosk(hall))).not.toMatch(/issued|returned|present/);
  });
});

describe('the screen', () => {
  it('shows counts, the hash of the closing event, and no result before it is published', async () => {
    const hall = await Hall.make(server, { deputies: 3, present: 2, activated: 2 });
    expect(await screen(hall)).toMatchObject({
      session: { name: '第二次会议', rehearsal: false },
      attendance: { entitled: 3, present: 2, quorum: 2 },
      ballot: { state: 'preparing', issued: 0, returned: 0, keyFingerprint: null, outcome: null, threshold: 2 },
    });
    await hall.open();
    await hall.vote(hall.cards[0]!, ['for', 'against', 'abstain']);
    expect((await screen(hall)).ballot).toMatchObject({
      state: 'open',
      issued: 2,
      returned: 1,
      lastEvent: null,
      outcome: null,
    });
    await hall.both('close');
    expect((await screen(hall)).ballot).toMatchObject({
      state: 'closed',
      returned: 1,
      lastEvent: expect.stringMatching(/^[0-9a-f]{64}$/),
      decrypted: 0,
    });
    for (const i of [0, 1]) await hall.decrypt(i);
    expect((await screen(hall)).ballot).toMatchObject({ state: 'tallied', decrypted: 2, outcome: null });
    // Deputies who come or go now no longer change what was voted on.
    const [deputy] = await hall.presidium.call(congressRoutes.deputies);
    await hall.presidium.call(congressRoutes.saveDeputy, {
      params: { deputy: deputy!.id },
      body: { ...deputy!, phone: '', inOffice: false },
    });
    expect((await screen(hall)).attendance).toMatchObject({ entitled: 3 });
  });
});

describe('before publication', () => {
  it('there is no result and no archive, nor of an election nobody knows', async () => {
    const hall = await Hall.make(server, { deputies: 2 });
    await hall.open();
    await hall.vote(hall.cards[0]!, ['for', 'against', 'abstain']);
    await hall.both('close');
    for (const i of [0, 1]) await hall.decrypt(i);
    for (const name of ['result', 'archive']) {
      const response = await hall.kiosk.send('GET', `/api/elections/${hall.uuid}/${name}`);
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([404, 'not-published']);
    }
    for (const name of ['result', 'archive', 'receipts', 'election']) {
      const response = await hall.kiosk.send('GET', `/api/elections/Zzzzzzzzzzzzzz/${name}`);
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([404, 'not-found']);
    }
    expect(await hall.kiosk.call(routes.published, { params: { congress: hall.congress } })).toEqual([]);
  });
});
