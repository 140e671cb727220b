import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { audit, congress, session as routes } from '../../../core/contract/index.ts';
import type { Method } from '../../../core/rules/method.ts';
import { type BallotState, ballotStates } from '../../../core/workflow/ballot.ts';
import {
  appoint,
  type Person,
  refusal,
  sampleTown,
  startServer,
  type TestServer,
  type Town,
} from '../../support/server.ts';
import { activate, registerBatch, signIn } from './cards.ts';

let server: TestServer;
let town: Town;
let presidium: Person;
let params: { session: Town['session'] };
beforeEach(async () => {
  server = await startServer();
  town = await sampleTown(server);
  presidium = await town.as('presidium');
  params = { session: town.session };
});
afterEach(() => server?.stop());

const view = (id = town.session as string) => presidium.call(routes.overview, { params: { session: id } });
const setState = (state: BallotState) => server.database.db.updateTable('ballot').set({ state }).execute();
const events = async () => (await presidium.call(audit.entries, { query: { limit: 200 } })).map((entry) => entry.kind);
const opened = ballotStates.filter((state) => !['preparing', 'ceremony', 'keyed'].includes(state));

describe('a session', () => {
  const save = (id: string, name: string, year: number) =>
    presidium.call(routes.saveSession, { params: { session: id }, body: { name, year } });

  it('is made under the client’s id with six uuids and a ballot; repeated, nothing changes', async () => {
    const id = randomUUID();
    const made = await save(id, '第三次会议', 2028);
    expect(made).toEqual({ id, name: '第三次会议', year: 2028, rehearsal: false, rehearsalOf: null, inHall: false });
    const before = await view(id);
    expect(new Set(before.electionUuids).size).toBe(6);
    for (const uuid of before.electionUuids) expect(uuid).toMatch(/^[1-9A-HJ-NP-Za-km-z]{14}$/);
    expect(before.ballot).toMatchObject({
      uuid: before.electionUuids[0],
      state: 'preparing',
      issued: 0,
      returned: 0,
      openedAt: null,
    });
    expect(before).toMatchObject({
      methodSaved: false,
      scrutineers: [],
      proposals: [],
      rehearsal: null,
      candidates: 0,
    });
    await save(id, '第三次会议', 2028);
    expect(await view(id)).toEqual(before);
    expect((await events()).filter((kind) => kind === 'session-created')).toHaveLength(2);
    expect((await presidium.call(routes.sessions)).map((session) => session.id)).toEqual([id, town.session]);
  });

  it('is made once when asked twice at once', async () => {
    const id = randomUUID();
    await Promise.all([save(id, '第三次会议', 2028), save(id, '第三次会议', 2028)]);
    expect((await presidium.call(routes.sessions)).filter((session) => session.id === id)).toHaveLength(1);
  });

  it('is renamed; its year stands once its ballot has opened', async () => {
    expect(await save(town.session, '改名', 2029)).toMatchObject({ name: '改名', year: 2029 });
    await save(town.session, '改名', 2027);
    await setState('open');
    expect((await refusal(save(town.session, '改名', 2028))).code).toBe('method-frozen');
    expect(await save(town.session, '再改名', 2027)).toMatchObject({ name: '再改名' });
  });

  it('first of a congress stands in the hall; another is put there unless a ballot is open', async () => {
    const second = (await save(randomUUID(), '第三次会议', 2028)).id;
    const hall = async () =>
      (await presidium.call(routes.sessions)).filter((session) => session.inHall).map((session) => session.id);
    expect(await hall()).toEqual([town.session]);
    await setState('open');
    const put = (id: string) => presidium.call(routes.putInHall, { params: { session: id } });
    // Where it is already, nothing changes.
    expect((await put(town.session)).session.inHall).toBe(true);
    expect((await refusal(put(second))).code).toBe('ballot-in-progress');
    expect(await hall()).toEqual([town.session]);
    await setState('closed');
    expect((await put(second)).session.inHall).toBe(true);
    expect(await hall()).toEqual([second]);
    await Promise.all([put(town.session), put(second), put(town.session)]);
    expect(await hall()).toHaveLength(1);
    expect((await refusal(put(randomUUID()))).code).toBe('not-found');
  });
});

describe('the method', () => {
  const save = (change: Partial<Method> & Record<string, unknown>, method: Method) =>
    presidium.call(routes.saveMethod, { params, body: { ...method, ...change } as Method });

  it('is saved, with quorum and pass mark following', async () => {
    const { method } = await view();
    const saved = await save({ seats: 8, quorum: 'majority' }, method);
    expect(saved).toMatchObject({ method: { seats: 8 }, methodSaved: true, quorum: 31, passMark: 31 });
    const recorded = (await events()).length;
    expect(await save({ seats: 8, quorum: 'majority' }, method)).toEqual(saved);
    expect((await events()).length).toBe(recorded);
    expect((await save({ elected: 'majority-of-present' }, method)).passMark).toBeNull();
  });

  it('is refused with every reason where settings contradict each other', async () => {
    const { method } = await view();
    const found = await refusal(save({ threshold: 4, contest: 'uncontested', elected: 'plurality' }, method));
    expect([found.status, found.code]).toEqual([422, 'bad-method']);
    expect(found.title).toContain('等额');
    expect(found.title).toContain('监票');
    expect((await refusal(save({ seats: 0 }, method))).status).toBeLessThan(500);
    expect((await refusal(save({ strange: 1 }, method))).code).toBe('bad-request');
    expect((await view()).method).toEqual(method);
  });

  it('keeps group and scrutineers once there are cards, until they are discarded', async () => {
    const { method } = await view();
    await registerBatch(town, 2);
    for (const change of [{ group: 'BELENIOS-2048' as const }, { scrutineers: 4 }, { threshold: 3 }])
      expect((await refusal(save(change, method))).code).toBe('group-fixed');
    await save({ seats: 9 }, method);
    await (await town.as('teller')).call(routes.discardCards, { params });
    expect((await save({ group: 'BELENIOS-2048' }, method)).method.group).toBe('BELENIOS-2048');
  });

  it.each([
    'ceremony',
    'keyed',
  ] as const)('keeps group and scrutineers once the ceremony has begun (%s)', async (state) => {
    const { method } = await view();
    await setState(state);
    expect((await refusal(save({ threshold: 3 }, method))).code).toBe('group-fixed');
    await save({ seats: 9 }, method);
  });

  it.each(opened)('is frozen when the ballot is %s', async (state) => {
    const { method } = await view();
    await setState(state);
    expect((await refusal(save({ seats: 9 }, method))).code).toBe('method-frozen');
    expect((await view()).method.seats).toBe(method.seats);
  });
});

describe('scrutineers', () => {
  const name = (accounts: string[]) => presidium.call(routes.appointScrutineers, { params, body: { accounts } });

  it('are appointed, the chief first', async () => {
    const accounts = await appoint(town);
    const { scrutineers } = await view();
    expect(scrutineers.map((one) => [one.index, one.account, one.role])).toEqual([
      [1, accounts[0], 'chief-scrutineer'],
      [2, accounts[1], 'scrutineer'],
      [3, accounts[2], 'scrutineer'],
    ]);
    expect(scrutineers.every((one) => one.round === 0 && !one.compared && !one.decrypted && !one.certified)).toBe(true);
    // The other way round, two only.
    await name([accounts[0]!, accounts[2]!]);
    expect((await view()).scrutineers.map((one) => one.account)).toEqual([accounts[0], accounts[2]]);
  });

  it('are refused where the list does not fit', async () => {
    const [chief, first, second] = await appoint(town);
    const teller = (await town.as('teller')).me.account.id;
    for (const list of [
      [first!, chief!],
      [chief!, teller],
      [chief!, first!, first!],
      [chief!, randomUUID()],
      [chief!, chief!],
    ])
      expect((await refusal(name(list))).code).toBe('bad-request');
    expect((await view()).scrutineers.map((one) => one.account)).toEqual([chief, first, second]);
  });

  it('may change until the ballot opens, which discards a key already made; the same list again is no change', async () => {
    const accounts = await appoint(town);
    await setState('keyed');
    expect((await name(accounts)).ballot.state).toBe('keyed');
    const changed = await name(accounts.slice(0, 2));
    expect(changed.ballot).toMatchObject({ state: 'preparing', keyFingerprint: null });
    expect(changed.scrutineers).toHaveLength(2);
    await setState('open');
    expect((await refusal(name(accounts))).code).toBe('wrong-state');
  });
});

describe('attendance', () => {
  const mark = (deputy: string, present: boolean) =>
    presidium.call(routes.signDeputyIn, { params: { ...params, deputy }, body: { present } });

  it('is marked and unmarked, with the counts; repeated, nothing changes', async () => {
    const [first, second] = await presidium.call(routes.attendance, { params });
    expect(first).toMatchObject({ number: '001', present: false });
    expect(await mark(first!.id, true)).toEqual({
      deputy: { ...first, present: true, state: 'present', arrivedAt: expect.any(String) },
      present: 1,
      entitled: 60,
      quorum: 40,
    });
    const recorded = (await events()).length;
    expect((await mark(first!.id, true)).present).toBe(1);
    expect((await events()).length).toBe(recorded);
    expect((await mark(second!.id, true)).present).toBe(2);
    expect((await mark(first!.id, false)).present).toBe(1);
    expect(
      (await presidium.call(routes.attendance, { params })).filter((one) => one.present).map((one) => one.id),
    ).toEqual([second!.id]);
    expect((await refusal(mark(randomUUID(), true))).code).toBe('not-found');
  });

  it('counts every desk’s marks at once', async () => {
    const deputies = await presidium.call(routes.attendance, { params });
    const desks = [presidium, await town.as('teller')];
    await Promise.all(
      deputies
        .slice(0, 20)
        .map(({ id }, i) =>
          desks[i % 2]!.call(routes.signDeputyIn, { params: { ...params, deputy: id }, body: { present: true } }),
        ),
    );
    expect((await view()).present).toBe(20);
  });

  it('is of deputies in office only', async () => {
    const [deputy] = await presidium.call(congress.deputies);
    const { id, pinyin: _, initials: __, delegationId: ___, ...body } = deputy!;
    await mark(id, true);
    await presidium.call(congress.saveDeputy, {
      params: { deputy: id },
      body: { ...body, phone: '', inOffice: false },
    });
    expect(await view()).toMatchObject({ entitled: 59, present: 0, quorum: 40, passMark: 30 });
    const found = await refusal(mark(id, true));
    expect([found.code, found.params]).toEqual(['deputy-not-in-office', { name: deputy!.name }]);
    expect((await presidium.call(routes.attendance, { params })).some((one) => one.id === id)).toBe(false);
  });

  it('keeps a deputy for every active card', async () => {
    await registerBatch(town, 3);
    await signIn(town, 2);
    const teller = await town.as('teller');
    for (const serial of ['A-001', 'A-002']) await activate(teller, town, serial);
    const present = (await presidium.call(routes.attendance, { params })).filter((one) => one.present);
    const found = await refusal(mark(present[0]!.id, false));
    expect([found.code, found.params]).toEqual(['cards-exceed-present', { activated: 2, present: 1 }]);
    expect((await view()).present).toBe(2);
  });
});

describe('live news', () => {
  it('tells of attendance and cards after the commit, and the public less than the staff', async () => {
    const listen = (cookie?: string) => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/live?congress=${town.congress}`, {
        headers: cookie ? { cookie } : {},
      });
      const topics: string[] = [];
      socket.on('message', (data) => topics.push((JSON.parse(String(data)) as { topic: string }).topic));
      return { topics, socket, ready: new Promise((resolve) => socket.once('message', resolve)) };
    };
    const staff = listen(presidium.cookie);
    const hall = listen();
    await Promise.all([staff.ready, hall.ready]);
    await signIn(town, 1);
    await presidium.call(routes.saveSession, { params, body: { name: '改名', year: 2027 } });
    await expect.poll(() => staff.topics).toEqual(expect.arrayContaining(['roster', 'turnout', 'session']));
    await expect.poll(() => hall.topics).toEqual(expect.arrayContaining(['turnout', 'hall']));
    expect(hall.topics).not.toContain('roster');
    expect(hall.topics).not.toContain('session');
    staff.socket.close();
    hall.socket.close();
  });
});

describe('the record', () => {
  it('is whole after all this', async () => {
    await appoint(town);
    await registerBatch(town, 3);
    await signIn(town, 2);
    await activate(await town.as('teller'), town, 'A-001');
    expect(await presidium.call(audit.check)).toMatchObject({ whole: true, broken: null });
    expect(await events()).toEqual(
      expect.arrayContaining(['scrutineers-named', 'cards-registered', 'deputy-present', 'card-activated']),
    );
  });
});
