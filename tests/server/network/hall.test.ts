import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { get as getPlain } from 'node:http';
import { Agent, request as requestSecure } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Network, network } from '../../../core/contract/network.ts';
import { buildApp } from '../../../server/app.ts';
import { Hall } from '../../../server/network/hall.ts';
import type { Host } from '../../../server/network/hosts.ts';
import { PortInUse } from '../../../server/network/port-in-use.ts';
import { isHallChosen } from '../../../server/network/setting.ts';
import {
  type Person,
  type Refusal,
  sampleTown,
  startServer,
  type TestServer,
  type Town,
} from '../../support/server.ts';

/** 127.0.0.2 stands for the machine's address on the hall's network: nothing takes it for the machine itself. */
const LAN = '127.0.0.2';
const address = (host: string): Host => ({ host, kind: 'ipv4', card: 'eth0' });

let folder: string;
let database: TestServer;
let town: Town;
let hosts: Host[] = [address(LAN)];
let hall: Hall;
let app: Awaited<ReturnType<typeof buildApp>>;
let changes = 0;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'piaojue-hall-'));
  database = await startServer();
  town = await sampleTown(database);
  hall = await Hall.open({ dataDir: folder, findHosts: () => hosts, every: 0.05 });
  app = await buildApp(database.services, { client: false, hall, findHosts: () => hosts });
  await hall.listen(app, { http: 0, https: 0 });
  hall.onChange = () => changes++;
});
afterAll(async () => {
  await app?.close();
  await database?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}
type Options = { method?: string; headers?: Record<string, string>; body?: string; agent?: Agent };

/** By HTTPS, trusting the hall's certificate alone, as a tablet does that installed it. */
const secure = (url: string, { body, ...options }: Options = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = requestSecure(
      new URL(url, hall.origins(LAN).pages),
      { ca: hall.certificate, ...options },
      (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: text }));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
const plain = (host: string, url: string, options: RequestInit = {}) =>
  fetch(`http://${host}:${hall.ports.http}${url}`, { redirect: 'manual', ...options });
const signIn = async (origin: string) => {
  const { login, password } = await town
    .as('presidium')
    .then(({ me, password }) => ({ login: me.account.login, password }));
  return secure('/api/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ login, password }),
  });
};

describe('plain http from the network', () => {
  it.each([
    ['/', '/certificate'],
    ['/kiosk/?congress=x&a=1', '/certificate?to=%2Fkiosk%2F%3Fcongress%3Dx%26a%3D1'],
    ['/assets/kiosk.js', '/certificate?to=%2Fassets%2Fkiosk.js'],
    ['//evil.example/', '/certificate?to=%2F%2Fevil.example%2F'],
  ])('leads a page from %s to the certificate', async (from, to) => {
    const response = await plain(LAN, from);
    expect([response.status, response.headers.get('location')]).toEqual([307, to]);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['GET', '/api/health'],
    ['POST', '/api/sign-in'],
    ['GET', '/api/live?congress=11111111-1111-4111-8111-111111111111'],
    ['POST', '/certificate/other'],
  ])('refuses %s %s in words', async (method, url) => {
    const response = await plain(LAN, url, { method });
    expect([response.status, ((await response.json()) as Refusal).code]).toEqual([403, 'https-needed']);
  });

  it('refuses the live socket', async () => {
    const socket = new WebSocket(`ws://${LAN}:${hall.ports.http}/api/live?congress=${town.congress}`);
    const error = await new Promise<Error>((resolve) => socket.on('error', resolve));
    expect(error.message).toContain('403');
  });

  it('is not talked out of it by a header', async () => {
    const response = await plain(LAN, '/api/health', {
      headers: { 'x-forwarded-proto': 'https', 'x-forwarded-for': '127.0.0.1', host: 'localhost' },
    });
    expect(response.status).toBe(403);
  });

  it('gives the certificate, and nothing of its key', async () => {
    const response = await plain(LAN, '/ca.crt');
    expect(response.headers.get('content-type')).toBe('application/x-x509-ca-cert');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="piaojue-ca.crt"');
    const text = await response.text();
    expect(new X509Certificate(text).fingerprint256).toBe(hall.authority.fingerprint);
    expect(text).not.toContain('PRIVATE');
  });

  it('serves this machine’s own browser fully', async () => {
    expect((await plain('127.0.0.1', '/api/health')).status).toBe(200);
    expect((await plain('localhost', '/api/health')).status).toBe(200);
  });
});

describe('the certificate’s page', () => {
  const page = async (query = '', headers: Record<string, string> = {}) =>
    (await plain(LAN, `/certificate${query}`, { headers })).text();

  it('shows the fingerprint in rows, the steps of every kind of device, and the way in', async () => {
    const html = await page('?to=%2Fkiosk%2F%3Fcongress%3Dx');
    for (const row of hall.authority.fingerprint.match(/.{1,24}/g)!) expect(html).toContain(row.replace(/:$/, ''));
    for (const words of ['安卓', 'iPad', 'Windows', '麒麟、统信', 'Firefox', 'update-ca-certificates'])
      expect(html).toContain(words);
    expect(html).toContain(`href="https://${LAN}:${hall.ports.https}/kiosk/?congress=x"`);
    expect(html).not.toMatch(/<script|http:\/\/(?!127)/);
  });

  it.each([
    ['Mozilla/5.0 (Linux; Android 14; HarmonyOS)', '安卓平板和手机（含华为）'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X) Safari', 'iPad 和 iPhone'],
    ['Mozilla/5.0 (Windows NT 10.0) Firefox/120', 'Windows 电脑'],
    ['Mozilla/5.0 (X11; Linux) Chrome/120', '麒麟、统信等国产系统电脑'],
  ])('opens the steps for %s', async (agent, device) => {
    const html = await page('', { 'user-agent': agent });
    expect([...html.matchAll(/<details open><summary>([^<]*)/g)].map(([, name]) => name)).toEqual([device]);
  });

  it('reads in English, and leads back', async () => {
    const html = await page('?to=%2Fscreen%2F&lang=en');
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('href="/certificate?to=%2Fscreen%2F"');
    expect(html.match(/[\u4e00-\u9fff]+/g)).toEqual(['票决', '票决', '中文', '票决']);
  });

  it.each([
    '//evil.example/',
    'https://evil.example/',
    'javascript:alert(1)',
    '/\\evil.example',
    '"><b>',
  ])('leads nowhere else, asked for %s', async (to) => {
    const html = await page(`?${new URLSearchParams({ to })}`);
    const [, href] = /class="button" href="(https:[^"]*)"/.exec(html)!;
    expect(new URL(href!).host).toBe(`${LAN}:${hall.ports.https}`);
    expect(html).not.toContain('<b>"');
  });
});

describe('HTTPS from the network', () => {
  it('is refused by whoever has not installed the certificate', async () => {
    const answer = fetch(`${hall.origins(LAN).pages}/api/health`).catch((error: { cause: { code: string } }) => error);
    expect(await answer).toMatchObject({ cause: { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } });
  });

  it('signs in with a cookie that no plain http sees, and hears news over its socket', async () => {
    const { pages } = hall.origins(LAN);
    const answer = await signIn(pages);
    expect(answer.status).toBe(200);
    const [cookie] = answer.headers['set-cookie'] as string[];
    expect(cookie).toMatch(/^__Host-piaojue=.*; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    const sent = { cookie: cookie!.split(';')[0]! };
    const me = await secure('/api/me', { headers: sent });
    expect([me.status, JSON.parse(me.body).account.role]).toEqual([200, 'presidium']);
    expect(me.headers['strict-transport-security']).toBeUndefined();
    const socket = new WebSocket(`${pages.replace('https', 'wss')}/api/live?congress=${town.congress}`, {
      ca: hall.certificate,
      origin: pages,
      headers: sent,
    });
    const first = await new Promise<string>((resolve, reject) => {
      socket.on('message', (data) => resolve(String(data)));
      socket.on('error', reject);
    });
    expect(JSON.parse(first)).toEqual({ topic: 'everything' });
    socket.close();
  });

  it('refuses a command from the plain page of the same machine', async () => {
    const answer = await signIn(`http://${LAN}:${hall.ports.http}`);
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([403, 'other-origin']);
  });
});

describe('the console’s view', () => {
  it('names every address as it is now, and the certificate', async () => {
    const person = await town.as('presidium');
    const cookie = person.cookie;
    const response = await plain('127.0.0.1', '/api/network', { headers: { cookie } });
    expect(await response.json()).toEqual({
      hall: true,
      next: false,
      told: null,
      joined: true,
      several: false,
      hosts: [
        {
          host: LAN,
          kind: 'ipv4',
          card: 'eth0',
          origin: `https://${LAN}:${hall.ports.https}`,
          certificate: `http://${LAN}:${hall.ports.http}/certificate`,
        },
      ],
      authority: hall.authority,
    });
  });
});

describe('the choice for the next start', () => {
  it('is kept, shown and on record once, and is not for everybody', async () => {
    const dataDir = path.join(folder, 'chosen');
    const server = await startServer({ on: database.database, config: { dataDir } });
    const other = (person: Person) => Object.assign(server.browser(), { headers: { cookie: person.cookie } });
    const presidium = other(await town.as('presidium'));
    const ask = (body: unknown, { headers } = presidium) =>
      presidium.send('PUT', network.chooseHall.path, body, headers);
    const next = async () => {
      const answer = await presidium.send('GET', network.network.path, undefined, presidium.headers);
      return ((await answer.json()) as Network).next;
    };
    expect(await next()).toBe(false);
    for (const on of [true, true]) expect((await ask({ on })).status).toBe(200);
    expect([await next(), isHallChosen(dataDir)]).toEqual([true, true]);
    expect((await ask({ on: false }, other(await town.as('teller')))).status).toBe(403);
    expect(await next()).toBe(true);
    const { rows } = await sql<{ detail: unknown }>`
      select detail from audit_event where kind = 'hall-network-chosen'`.execute(database.database.db);
    expect(rows).toEqual([{ detail: { on: true } }]);
    await server.stop();
  });
});

describe('another address', () => {
  /** The certificate that a new connection is shown. */
  const shown = () =>
    new Promise<X509Certificate>((resolve, reject) => {
      const socket: TLSSocket = connect({ host: LAN, port: hall.ports.https, rejectUnauthorized: false }, () => {
        resolve(socket.getPeerX509Certificate()!);
        socket.end();
      });
      socket.on('error', reject);
    });

  it('gets a certificate while connections stay, and what tablets trust stays the same', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect((await secure('/api/health', { agent })).status).toBe(200);
    const [kept] = Object.values(agent.freeSockets).flat();
    const { fingerprint } = hall.authority;
    const before = changes;
    hosts = [address(LAN), address('127.0.0.3')];
    await expect.poll(async () => (await shown()).checkIP('127.0.0.3')).toBe('127.0.0.3');
    expect(changes).toBe(before + 1);
    expect((await secure('/api/health', { agent })).status).toBe(200);
    expect(Object.values(agent.freeSockets).flat()[0]).toBe(kept);
    agent.destroy();
    expect((await secure(`https://127.0.0.3:${hall.ports.https}/api/health`)).status).toBe(200);
    expect(hall.authority.fingerprint).toBe(fingerprint);
  });

  it('that goes away needs no new certificate', async () => {
    const { serialNumber } = await shown();
    const before = changes;
    hosts = [address(LAN)];
    await expect.poll(() => changes).toBe(before + 1);
    expect((await shown()).serialNumber).toBe(serialNumber);
  });
});

describe('ports', () => {
  it.each([
    ['HTTPS_PORT', () => ({ http: 0, https: hall.ports.https })],
    ['PORT', () => ({ http: hall.ports.http, https: 0 })],
  ])('that are taken are named: %s', async (setting, ports) => {
    const second = await Hall.open({ dataDir: folder, findHosts: () => hosts });
    const other = await buildApp(database.services, { client: false, hall: second });
    const outcome = second.listen(other, ports());
    await expect(outcome).rejects.toThrow(PortInUse);
    await expect(outcome).rejects.toThrow(new RegExp(` ${setting}=`));
    await other.close();
  });

  it('are both free again once it stops', async () => {
    const second = await Hall.open({ dataDir: folder, findHosts: () => hosts });
    const other = await buildApp(database.services, { client: false, hall: second });
    await second.listen(other, { http: 0, https: 0 });
    const { http, https } = second.ports;
    const idle = connect({ host: LAN, port: https, rejectUnauthorized: false });
    await new Promise((resolve) => idle.on('secureConnect', resolve));
    idle.on('error', () => {});
    await other.close();
    for (const port of [http, https])
      await expect(
        new Promise((resolve, reject) => getPlain({ host: LAN, port }, resolve).on('error', reject)),
      ).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
