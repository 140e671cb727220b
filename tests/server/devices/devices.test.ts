import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { devices, type Heartbeat } from '../../../core/contract/devices.ts';
import * as contract from '../../../core/contract/index.ts';
import type { AnyRoute } from '../../../core/contract/route.ts';
import type { DeviceId } from '../../../core/ids.ts';
import { inTransaction } from '../../../server/database/pool.ts';
import { deviceSummary } from '../../../server/devices/manage.ts';
import { nextName } from '../../../server/devices/pairing.ts';
import { Presence } from '../../../server/devices/presence.ts';
import {
  type Browser,
  type Person,
  pathOf,
  type Refused,
  refusal,
  sampleTown,
  type Town,
  useServer,
} from '../../support/server.ts';

const server = useServer();
let town: Town;
let teller: Person;
let presidium: Person;
beforeAll(async () => {
  town = await sampleTown(server);
  [teller, presidium] = await Promise.all([town.as('teller'), town.as('presidium')]);
});

const code = (id = randomUUID() as string) => teller.call(devices.makeCode, { params: { pairing: id } });
const list = () => teller.call(devices.list);
const listed = async (id: DeviceId) => (await list()).devices.find((one) => one.id === id);
const said: Heartbeat = {
  state: 'marking',
  battery: { level: 71, charging: false },
  build: '0123456789ABCDEF',
  kept: 0,
};

/** A tablet that has just been paired. */
async function tablet(): Promise<{ browser: Browser; id: DeviceId; name: string }> {
  const browser = server.browser();
  const { device } = await browser.call(devices.pair, { body: { code: (await code()).code, request: randomUUID() } });
  return { browser, id: device.id, name: device.name };
}
const own = async (browser: Browser) => (await browser.call(devices.own)).device;

describe('pairing', () => {
  it('gives the tablet its name, its congress and a cookie that pages cannot read', async () => {
    const made = await code();
    expect(made.code).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
    const browser = server.browser();
    const response = await browser.send('POST', '/api/device/pair', { code: made.code, request: randomUUID() });
    const cookie = response.headers.getSetCookie().find((line) => line.startsWith('piaojue-tablet='));
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Strict/i);
    const { device } = (await response.json()) as { device: { name: string; congress: { id: string } } };
    expect(device).toMatchObject({ name: made.name, mode: 'shared', suspended: false, release: null });
    expect(device.congress.id).toBe(town.congress);
    expect(await own(browser)).toEqual(device);
  });

  it('stores only hashes of the token and the code', async () => {
    const made = await code();
    const browser = server.browser();
    await browser.call(devices.pair, { body: { code: made.code, request: randomUUID() } });
    const token = browser.cookie.split('.').at(-1)!;
    const rows = await Promise.all([
      server.database.db.selectFrom('device').selectAll().execute(),
      server.database.db.selectFrom('device_pairing').selectAll().execute(),
      server.database.db.selectFrom('audit_event').selectAll().execute(),
    ]);
    expect(token).toHaveLength(43);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(rows)).not.toContain(made.code);
  });

  it('takes a code typed in small letters with spaces', async () => {
    const { code: text } = await code();
    const typed = ` ${text.slice(0, 4).toLowerCase()} ${text.slice(4)}`;
    const { device } = await server.browser().call(devices.pair, { body: { code: typed, request: randomUUID() } });
    expect(device.name).toMatch(/^平板\d\d$/);
  });

  it('uses a code once; the same request again is the same tablet', async () => {
    const { code: text } = await code();
    const request = randomUUID();
    const first = server.browser();
    const { device } = await first.call(devices.pair, { body: { code: text, request } });
    // Its answer was lost, and the cookie with it.
    const again = server.browser();
    expect((await again.call(devices.pair, { body: { code: text, request } })).device).toEqual(device);
    expect(await own(again)).toEqual(device);
    expect(await own(first)).toBeNull();
    const other = server.browser().call(devices.pair, { body: { code: text, request: randomUUID() } });
    expect((await refusal(other)).code).toBe('pairing-used');
  });

  it('gives one of two tablets that send a code at once the place', async () => {
    const { code: text } = await code();
    const outcomes = await Promise.all(
      [0, 1].map(() =>
        server
          .browser()
          .call(devices.pair, { body: { code: text, request: randomUUID() } })
          .then(
            () => 'paired',
            (error: Refused) => error.refusal.code,
          ),
      ),
    );
    expect(outcomes.sort()).toEqual(['paired', 'pairing-used']);
  });

  it('says in plain words that a code has expired, was replaced, or never was', async () => {
    const id = randomUUID();
    const first = await code(id);
    const second = await code(id);
    const send = (text: string) => server.browser().call(devices.pair, { body: { code: text, request: randomUUID() } });
    expect((await refusal(send(first.code))).code).toBe('pairing-unknown');
    await server.database.db
      .updateTable('device_pairing')
      .set({ expires_at: new Date(Date.now() - 1000) })
      .where('id', '=', id)
      .execute();
    const expired = await refusal(send(second.code));
    expect(expired.code).toBe('pairing-expired');
    expect(expired.title).toContain('新配对码');
    expect((await list()).pairings).not.toContain(id);
    expect((await refusal(send('22222222'))).code).toBe('pairing-unknown');
    expect((await refusal(send('O0O0'))).code).toBe('bad-request');
  });

  it('keeps a used code used when its console asks again', async () => {
    const id = randomUUID();
    const { code: text } = await code(id);
    expect((await list()).pairings).toContain(id);
    await server.browser().call(devices.pair, { body: { code: text, request: randomUUID() } });
    expect((await list()).pairings).not.toContain(id);
    expect((await refusal(code(id))).code).toBe('conflict');
  });

  it('locks no staff browser into the kiosk, and pairs no tablet twice', async () => {
    const { code: text } = await code();
    expect((await refusal(teller.call(devices.pair, { body: { code: text, request: randomUUID() } }))).code).toBe(
      'pairing-staff',
    );
    const { browser, name } = await tablet();
    const twice = await refusal(browser.call(devices.pair, { body: { code: text, request: randomUUID() } }));
    expect(twice).toMatchObject({ code: 'device-paired', params: { name } });
  });

  it('numbers from the first that is free', () => {
    expect(nextName([])).toBe('平板01');
    expect(nextName(['平板01', '平板03', '一排左'])).toBe('平板02');
    expect(nextName(Array.from({ length: 120 }, (_, i) => `平板${String(i + 1).padStart(2, '0')}`))).toBe('平板121');
  });
});

describe('orders of the staff', () => {
  it('rename, set the mode, suspend and resume', async () => {
    const { browser, id } = await tablet();
    const params = { device: id };
    await teller.call(devices.change, { params, body: { name: '一排左' } });
    await teller.call(devices.change, { params, body: { mode: 'personal' } });
    await teller.call(devices.change, { params, body: { suspended: true } });
    expect(await own(browser)).toMatchObject({ name: '一排左', mode: 'personal', suspended: true });
    await teller.call(devices.change, { params, body: { suspended: false } });
    expect(await own(browser)).toMatchObject({ name: '一排左', mode: 'personal', suspended: false });
  });

  it('record each change once, with who did it', async () => {
    const { id } = await tablet();
    const release = randomUUID();
    for (let i = 0; i < 2; i++) {
      await teller.call(devices.change, { params: { device: id }, body: { suspended: true } });
      await teller.call(devices.release, { params: { device: id }, body: { release } });
    }
    const entries = await presidium.call(contract.audit.entries, { query: { limit: 200 } });
    const own = entries.filter(({ subject }) => subject.includes(id));
    expect(own.map(({ kind }) => kind).sort()).toEqual(['device-changed', 'device-paired', 'device-released']);
    expect(own.every(({ actor }) => actor.includes(teller.me.account.name))).toBe(true);
  });

  it('give no name twice', async () => {
    const [one, two] = [await tablet(), await tablet()];
    const taken = await refusal(teller.call(devices.change, { params: { device: two.id }, body: { name: one.name } }));
    expect(taken).toMatchObject({ code: 'device-name-taken', params: { name: one.name } });
  });

  it('clear a tablet by an order it can tell from the one before', async () => {
    const { browser, id } = await tablet();
    for (const release of [randomUUID(), randomUUID()]) {
      await teller.call(devices.release, { params: { device: id }, body: { release } });
      expect((await own(browser))?.release).toBe(release);
    }
  });

  it('un-pair: the cookie is good for nothing, and the tablet can be paired anew under its number', async () => {
    const { browser, id, name } = await tablet();
    await teller.call(devices.unpair, { params: { device: id } });
    expect(await own(browser)).toBeNull();
    expect(browser.cookie).toBe('');
    expect(await listed(id)).toBeUndefined();
    await teller.call(devices.unpair, { params: { device: id } });
    const { device } = await browser.call(devices.pair, { body: { code: (await code()).code, request: randomUUID() } });
    expect(device.name).toBe(name);
  });

  it('say so when there is no such tablet', async () => {
    const unknown = teller.call(devices.change, { params: { device: randomUUID() }, body: { name: 'x' } });
    expect((await refusal(unknown)).code).toBe('not-found');
  });
});

describe('heartbeats', () => {
  it('are listed as the latest word and never stored', async () => {
    const { browser, id } = await tablet();
    expect((await listed(id))?.seen).toBeNull();
    await browser.call(devices.heartbeat, { body: said });
    const { device } = await browser.call(devices.heartbeat, { body: { ...said, state: 'waiting' } });
    expect(device?.id).toBe(id);
    const { kept: _, ...shown } = said;
    expect((await listed(id))?.seen).toMatchObject({ ...shown, state: 'waiting' });
    const rows = await server.database.db.selectFrom('device').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain('0123456789ABCDEF');
  });

  it('tell how many ballots wait on all tablets together, and how many tablets were not heard of', async () => {
    const scrutineer = await town.as('scrutineer');
    const ask = () => scrutineer.call(devices.undelivered);
    const before = await ask();
    const [one, two] = [await tablet(), await tablet()];
    expect(await ask()).toEqual({ ...before, silent: before.silent + 2 });
    await one.browser.call(devices.heartbeat, { body: { ...said, kept: 2 } });
    await two.browser.call(devices.heartbeat, { body: { ...said, kept: 1 } });
    expect(await ask()).toEqual({ ballots: before.ballots + 3, silent: before.silent });
    // Delivered: the latest word counts, and it is nobody's who may see one tablet.
    await one.browser.call(devices.heartbeat, { body: said });
    expect(await ask()).toEqual({ ballots: before.ballots + 1, silent: before.silent });
    expect(JSON.stringify(await listed(two.id))).not.toContain('kept');
    const rows = await server.database.db.selectFrom('device').selectAll().execute();
    expect(rows.flatMap((row) => Object.keys(row)).join()).not.toMatch(/kept|ballot/);
  });

  it('know no state that says that a ballot was cast', async () => {
    const { browser } = await tablet();
    const cast = browser.call(devices.heartbeat, { body: { ...said, state: 'cast' as never } });
    expect((await refusal(cast)).code).toBe('bad-request');
  });

  it('of a browser that is not paired change nothing', async () => {
    expect((await server.browser().call(devices.heartbeat, { body: said })).device).toBeNull();
  });

  it('count for half a minute', () => {
    let now = 0;
    const presence = new Presence(() => now);
    const id = randomUUID() as string as DeviceId;
    expect(presence.isOnline(id)).toBe(false);
    presence.hear(id, said);
    now = 30_000;
    expect(presence.isOnline(id)).toBe(true);
    now = 31_000;
    expect(presence.isOnline(id)).toBe(false);
    expect(presence.of(id)?.seconds).toBe(31);
  });

  it('are summed up for the page on readiness', async () => {
    const presence = new Presence();
    const [one, two] = [await tablet(), await tablet()];
    presence.hear(one.id, { ...said, build: 'FFFFFFFFFFFFFFFF', battery: { level: 12, charging: false } });
    presence.hear(two.id, said);
    await teller.call(devices.change, { params: { device: two.id }, body: { suspended: true } });
    const summary = await inTransaction(server.database.db, (trx) =>
      deviceSummary(trx, town.congress, presence, said.build),
    );
    expect(summary).toMatchObject({ online: 2, otherBuild: 1, lowBattery: 1, onlyPaired: false });
    expect(summary.paired).toBe((await list()).devices.length);
    expect(summary.suspended).toBeGreaterThanOrEqual(1);
  });
});

const isRoute = (value: unknown): value is AnyRoute =>
  typeof value === 'object' && value !== null && 'path' in value && 'access' in value;
const routes = Object.values(contract).flatMap((area): AnyRoute[] =>
  typeof area === 'object' && area !== null ? Object.values(area).filter(isRoute) : [],
);
const anything: Record<string, string> = { serial: 'Z-999', uuid: '11111111111111', credential: '0' };
const params = new Proxy({} as Record<string, string>, {
  get: (_, name) => anything[String(name)] ?? '77777777-7777-4777-8777-777777777777',
});

describe('a paired tablet', () => {
  let browser: Browser;
  beforeAll(async () => {
    ({ browser } = await tablet());
  });

  it.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', async (_, route) => {
    const response = await browser.send(route.method, pathOf(route, { params }), undefined);
    const body = (await response.json()) as { code?: string };
    if (route.kiosk) expect(body.code).not.toBe('kiosk-only');
    else expect([response.status, body.code]).toEqual([403, 'kiosk-only']);
  });

  it('may use the routes of the kiosk, none of which is for staff', () => {
    const own = routes.filter(({ kiosk }) => kiosk);
    expect(own.length).toBeGreaterThan(7);
    expect(own.filter(({ access }) => access !== 'public')).toEqual([]);
  });

  it('is refused even where somebody is signed in on it, until it is un-paired', async () => {
    const both = await tablet();
    const cookie = `${both.browser.cookie}; ${teller.cookie}`;
    const ask = () => server.browser().send('GET', '/api/me', undefined, { cookie });
    expect((await ask()).status).toBe(403);
    await teller.call(devices.unpair, { params: { device: both.id } });
    expect((await ask()).status).toBe(200);
  });

  it.each([
    '/',
    '/console/',
    '/console/index.html',
    '/scrutineer/',
    '/screen/',
    '/public/',
    '/docs',
    '/nowhere',
  ])('is led from %s back to the kiosk', async (path) => {
    const response = await browser.send('GET', path);
    expect([response.status, response.headers.get('location')]).toEqual([302, '/kiosk/']);
  });

  it.each(['/kiosk/', '/kiosk/?pair=ABCDEFGH', '/assets/nothing.js'])('reaches %s', async (path) => {
    const response = await browser.send('GET', path);
    expect(response.status).not.toBe(302);
    expect(response.status).not.toBe(403);
  });

  it('hears of the hall and of its orders, and not of turnout', async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/live?congress=${town.congress}`, {
      headers: { cookie: browser.cookie },
    });
    const topics: string[] = [];
    socket.on('message', (data) => topics.push((JSON.parse(String(data)) as { topic: string }).topic));
    await expect.poll(() => topics).toContain('everything');
    await inTransaction(server.database.db, async (trx) => {
      for (const topic of ['turnout', 'session', 'roster', 'hall', 'devices'] as const)
        await server.services.live.publish(trx, town.congress, topic);
    });
    await expect.poll(() => topics).toEqual(expect.arrayContaining(['hall', 'devices']));
    expect(topics.filter((topic) => !['everything', 'hall', 'devices'].includes(topic))).toEqual([]);
    socket.terminate();
  });
});
