import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { audit, devices, hall as hallRoutes, session as routes, tablets } from '../../../core/contract/index.ts';
import { parseMethod } from '../../../core/rules/method.ts';
import { isCodeOf, readTabletCode, tabletCode } from '../../../core/tablet-code.ts';
import { refusal, startServer, type TestServer } from '../../support/server.ts';
import { Hall, type HallOptions } from '../ballot/hall.ts';
import { approvedTablets, TestTablet } from './tablets.ts';

let server: TestServer;
let hall: Hall;
const begin = async (options: HallOptions = {}) => {
  hall = await Hall.make(server, { deputies: 4, ...options, method: { credentials: 'tablets', ...options.method } });
};
beforeEach(async () => {
  server = await startServer();
  await begin();
});
afterEach(() => server?.stop());

const counts = async () => (await hall.overview()).cards;
const listed = () => hall.teller.call(tablets.list, { params: hall.in });
const codeOf = async (call: Promise<unknown>) => (await refusal(call)).code;

describe('a tablet without a card', () => {
  it('offers its public credentials, is approved by the desk, and votes', async () => {
    const tablet = await TestTablet.pair(hall);
    expect(await tablet.offer()).toBe('waiting');
    expect(await tablet.offer()).toBe('waiting');
    const [waiting] = await listed();
    expect(waiting).toEqual({ device: tablet.id, name: tablet.name, approved: null, waiting: tablet.credentials });
    expect(await tablet.approve(waiting!.waiting!)).toEqual({ made: 1, activated: 1, revoked: 0 });
    expect(await tablet.approve()).toEqual({ made: 1, activated: 1, revoked: 0 });
    expect(await tablet.offer()).toBe('active');
    expect(await listed()).toEqual([{ device: tablet.id, name: tablet.name, approved: 'active', waiting: null }]);
    hall.cards = [tablet.card, ...(await approvedTablets(hall, 2)).map(({ card }) => card)];
    await hall.open();
    await hall.castAll([
      ['for', 'for', 'against'],
      ['for', 'for', 'against'],
      ['for', 'abstain', 'for'],
    ]);
    await hall.finish();
    const result = await hall.kiosk.call(hallRoutes.result, { params: { uuid: hall.uuid } });
    expect(result.method.credentials).toBe('tablets');
    expect(result.outcome.result.projects.map((project) => project.for)).toEqual([3, 2, 1]);
    const archive = new TextDecoder().decode(await hall.archive());
    expect(archive).toContain('本次票决使用平板凭证');
  });

  it('is told of the elections only where the method says so', async () => {
    const kiosk = await hall.kiosk.call(hallRoutes.kiosk, { params: { congress: hall.congress } });
    expect(kiosk.session?.tablets).toEqual({ uuids: hall.uuids, group: 'Ed25519' });
    await hall.presidium.call(routes.saveMethod, { params: hall.in, body: { ...hall.method, credentials: 'cards' } });
    // The kept answer is forgotten when the database's news of the change arrives, a moment after the change itself.
    const told = () => hall.kiosk.call(hallRoutes.kiosk, { params: { congress: hall.congress } });
    await expect.poll(async () => (await told()).session?.tablets).toBeNull();
    expect(await codeOf((await TestTablet.pair(hall)).offer())).toBe('cards-instead');
  });

  it('must be paired, personal, and speak of the session in the hall', async () => {
    const body = { session: hall.session, credentials: hall.uuids.map(() => 'x') };
    expect(await codeOf(server.browser().call(tablets.offer, { body }))).toBe('tablet-not-paired');
    expect(await codeOf((await TestTablet.pair(hall, 'shared')).offer())).toBe('tablet-shared');
    const tablet = await TestTablet.pair(hall);
    const elsewhere = { ...body, session: randomUUID() as string as typeof hall.session };
    expect(await codeOf(tablet.browser.call(tablets.offer, { body: elsewhere }))).toBe('conflict');
  });

  it('is refused credentials that would spoil the archive', async () => {
    const tablet = await TestTablet.pair(hall);
    const good = tablet.credentials;
    const spoilt = [
      good.slice(1),
      [...good, good[0]!],
      [good[0]!, good[0]!, ...good.slice(2)],
      [`${'0'.repeat(63)}1`, ...good.slice(1)],
      [good[0]!.toUpperCase(), ...good.slice(1)],
      ['x', ...good.slice(1)],
    ];
    for (const credentials of spoilt) expect(await codeOf(tablet.offer(credentials))).toBe('tablet-bad-credentials');
    expect(await listed()).toEqual([]);
  });

  it('cannot have the credentials of another', async () => {
    const [first] = await approvedTablets(hall, 1);
    const thief = await TestTablet.pair(hall);
    await thief.offer(first!.credentials);
    expect(await codeOf(thief.approve(first!.credentials))).toBe('tablet-bad-credentials');
    expect(await counts()).toEqual({ made: 1, activated: 1, revoked: 0 });
  });
});

describe('the desk', () => {
  it('approves what the screen showed and nothing that came after', async () => {
    const tablet = await TestTablet.pair(hall);
    const shown = tablet.credentials;
    await tablet.offer();
    tablet.renew();
    await tablet.offer();
    expect(await codeOf(tablet.approve(shown))).toBe('tablet-changed');
    const never = await TestTablet.pair(hall);
    expect(await codeOf(never.approve())).toBe('tablet-unknown');
    expect(await counts()).toEqual({ made: 0, activated: 0, revoked: 0 });
  });

  it('approves no more than deputies are present', async () => {
    await approvedTablets(hall, 4);
    const fifth = await TestTablet.pair(hall);
    await fifth.offer();
    expect(await codeOf(fifth.approve())).toBe('cards-exceed-present');
    // One that has lost what it had makes room for itself, even now.
    expect(await counts()).toEqual({ made: 4, activated: 4, revoked: 0 });
  });

  it('revokes a lost tablet and lets another take over; what was revoked comes back as nothing', async () => {
    const all = await approvedTablets(hall, 4);
    expect(await all[0]!.revoke()).toEqual({ made: 4, activated: 3, revoked: 1 });
    expect(await all[0]!.revoke()).toEqual({ made: 4, activated: 3, revoked: 1 });
    expect(await all[0]!.offer()).toBe('revoked');
    expect(await codeOf(all[0]!.approve())).toBe('card-revoked');
    const [other] = await approvedTablets(hall, 1);
    expect(await other!.offer()).toBe('active');
    hall.cards = [all[0]!.card, other!.card];
    await hall.open();
    expect((await hall.overview()).ballot.issued).toBe(4);
    const lost = await hall.encrypt(hall.cards[0]!, ['for', 'for', 'against']);
    expect(((await (await hall.post(lost.json)).json()) as { code: string }).code).toBe('card-is-revoked');
    await hall.vote(hall.cards[1]!, ['for', 'for', 'against']);
  });

  it('revokes the credential of a tablet that is un-paired', async () => {
    const [tablet] = await approvedTablets(hall, 1);
    await hall.teller.call(devices.unpair, { params: { device: tablet!.id } });
    expect(await listed()).toMatchObject([{ name: tablet!.name, approved: 'active' }]);
    expect(await tablet!.revoke()).toEqual({ made: 1, activated: 0, revoked: 1 });
  });

  it('replaces what a tablet had when it was cleared: one tablet, one deputy', async () => {
    const all = await approvedTablets(hall, 4);
    const first = all[0]!;
    first.renew();
    expect(await first.offer()).toBe('waiting');
    expect(await listed()).toContainEqual({
      device: first.id,
      name: first.name,
      approved: 'active',
      waiting: first.credentials,
    });
    expect(await first.approve()).toEqual({ made: 5, activated: 4, revoked: 1 });
    expect(await first.offer()).toBe('active');
  });

  it('approves nothing and revokes nothing once the ballot has opened', async () => {
    const [tablet] = await approvedTablets(hall, 1);
    const late = await TestTablet.pair(hall);
    await late.offer();
    await hall.open();
    expect(await codeOf(late.approve())).toBe('method-frozen');
    expect(await codeOf(tablet!.revoke())).toBe('method-frozen');
    expect(await tablet!.offer()).toBe('active');
  });

  it('discards all at once; each tablet offers again what it has', async () => {
    const [tablet] = await approvedTablets(hall, 2);
    await hall.teller.call(routes.discardCards, { params: hall.in });
    expect(await counts()).toEqual({ made: 0, activated: 0, revoked: 0 });
    expect(await tablet!.offer()).toBe('waiting');
    expect(await tablet!.approve()).toEqual({ made: 1, activated: 1, revoked: 0 });
  });

  it('makes no cards, and changes the kind of credential only while there is none', async () => {
    const credentials = hall.uuids.map(() => 'x');
    const cards = [{ serial: 'A-001' as never, credentials }];
    expect(await codeOf(hall.teller.call(routes.registerCards, { params: hall.in, body: { cards } }))).toBe(
      'tablets-instead',
    );
    await approvedTablets(hall, 1);
    const body = { ...hall.method, credentials: 'cards' as const };
    expect(await codeOf(hall.presidium.call(routes.saveMethod, { params: hall.in, body }))).toBe('credentials-fixed');
  });
});

describe('secrecy', () => {
  it('records no deputy, no tablet and no time with an approval, and no order after the opening', async () => {
    // Approved in an order that is not the names'.
    const made = [await TestTablet.pair(hall), await TestTablet.pair(hall), await TestTablet.pair(hall)];
    for (const tablet of [made[2]!, made[0]!, made[1]!]) {
      await tablet.offer();
      await tablet.approve();
    }
    const { rows: columns } = await sql<{ name: string }>`select column_name as name from information_schema.columns
      where table_name = 'tablet_credential' order by 1`.execute(server.database.db);
    expect(columns.map(({ name }) => name)).toEqual([
      'congress_id',
      'device_id',
      'name',
      'serial',
      'session_id',
      'waiting',
    ]);
    const administrator = await hall.hire('administrator');
    const entries = await administrator.call(audit.entries, { query: { limit: 200 } });
    const approvals = entries.filter(({ kind }) => kind === 'tablet-credential-approved');
    expect(approvals).toHaveLength(3);
    for (const { subject } of approvals) expect(subject).toBe(`session ${hall.session}`);
    const stored = await server.database.db.selectFrom('audit_event').selectAll().execute();
    const texts = stored
      .map((row) => JSON.stringify(row))
      .filter((text) => text.includes('tablet-credential-approved'));
    expect(texts).toHaveLength(3);
    for (const text of texts)
      for (const { id, name } of made) expect(text.includes(id) || text.includes(name)).toBe(false);
    await hall.open();
    const { rows } = await sql<{ name: string; writer: string }>`
      select name, xmin::text as writer from tablet_credential order by ctid`.execute(server.database.db);
    expect(rows.map(({ name }) => name)).toEqual(made.map(({ name }) => name).sort());
    expect(new Set(rows.map(({ writer }) => writer)).size).toBe(1);
  });

  it('keeps nothing private: what is stored are public credentials', async () => {
    const [tablet] = await approvedTablets(hall, 1);
    const tables = await Promise.all([
      server.database.db.selectFrom('tablet_credential').selectAll().execute(),
      server.database.db.selectFrom('card_credential').selectAll().execute(),
      server.database.db.selectFrom('audit_event').selectAll().execute(),
    ]);
    const text = JSON.stringify(tables);
    expect(text).toContain(tablet!.credentials[5]);
    expect(text).not.toContain(tablet!.secret);
  });
});

describe('the code on the screen', () => {
  it('is of exactly these credentials, this session and this tablet', () => {
    const session = hall.session;
    const code = tabletCode(session, '平板01', ['a', 'b']);
    expect(code.qr).toMatch(/^PJT1:[2-9A-HJ-NP-Z]{52}$/);
    expect(code.typed).toMatch(/^[2-9A-HJ-NP-Z]{4} [2-9A-HJ-NP-Z]{4} [2-9A-HJ-NP-Z]{4}$/);
    for (const said of [code.qr, code.qr.toLowerCase(), code.typed, code.typed.toLowerCase().replaceAll(' ', '-')])
      expect(isCodeOf(readTabletCode(said)!, code)).toBe(true);
    const others = [
      tabletCode(session, '平板02', ['a', 'b']),
      tabletCode(session, '平板01', ['b', 'a']),
      tabletCode(session, '平板01', ['ab']),
      tabletCode(randomUUID() as string as typeof session, '平板01', ['a', 'b']),
    ];
    for (const other of others) expect(isCodeOf(readTabletCode(code.typed)!, other)).toBe(false);
    for (const wrong of ['', 'A-017', 'PJ1:ABC', code.qr.slice(0, -1), code.typed.slice(0, -1)])
      expect(readTabletCode(wrong)).toBeUndefined();
  });
});

it('reads a method from before there was the choice as one with cards', () => {
  const { credentials: _, ...old } = hall.method;
  const read = parseMethod(old);
  expect(read.ok && read.value.credentials).toBe('cards');
});
