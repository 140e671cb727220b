import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { devices } from '../../../core/contract/devices.ts';
import { type Network, network } from '../../../core/contract/network.ts';
import { buildApp } from '../../../server/app.ts';
import type { Config } from '../../../server/config.ts';
import { Hall } from '../../../server/network/hall.ts';
import type { Host } from '../../../server/network/hosts.ts';
import { sampleTown, startServer, type TestServer, type Town } from '../../support/server.ts';

const lan: Host = { host: '192.168.1.5', kind: 'ipv4', card: 'eth0' };
const name: Host = { host: 'desk.local', kind: 'name', card: null };

let server: TestServer;
let town: Town;
beforeAll(async () => {
  server = await startServer();
  town = await sampleTown(server);
});
afterAll(() => server?.stop());

let app: FastifyInstance | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

/** Another server on the same database, whose machine has these hosts. Answers its port. */
async function serving(hosts: readonly Host[], config: Partial<Config> = {}): Promise<number> {
  const services = { ...server.services, config: { ...server.services.config, host: '0.0.0.0', ...config } };
  app = await buildApp(services, { client: false, findHosts: () => hosts });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return (app.server.address() as { port: number }).port;
}
const asked = async (url: string = network.reach.path, headers: Record<string, string> = {}) =>
  (await app!.inject({ url, headers })).json();

describe('where a phone reaches the installation', () => {
  it('anybody is told: the likeliest address, over http without the hall’s network', async () => {
    const port = await serving([lan, name]);
    expect(await asked()).toEqual({ given: null, found: `http://192.168.1.5:${port}` });
  });

  it('is over https with the hall’s network', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'piaojue-reach-'));
    const hall = await Hall.open({ dataDir: folder, findHosts: () => [lan] });
    app = await buildApp(server.services, { client: false, hall });
    await hall.listen(app, { http: 0, https: 0 });
    // As this machine itself: all else is refused over plain http.
    const answer = await fetch(`http://127.0.0.1:${hall.ports.http}${network.reach.path}`);
    expect(await answer.json()).toEqual({ given: null, found: `https://192.168.1.5:${hall.ports.https}` });
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is nowhere on no network, and where the server listens to its own machine alone', async () => {
    await serving([name]);
    expect(await asked()).toEqual({ given: null, found: null });
    await app!.close();
    await serving([lan], { host: 'localhost' });
    expect(await asked()).toEqual({ given: null, found: null });
  });

  it('is what the setting gives, before all that was found, and the console offers it first', async () => {
    const port = await serving([lan], { publicUrl: 'https://vote.example.cn' });
    expect(await asked()).toEqual({ given: 'https://vote.example.cn', found: `http://192.168.1.5:${port}` });
    const { cookie } = await town.as('presidium');
    const seen: Network = await asked(network.network.path, { cookie });
    expect(seen.hosts.map(({ host, kind, origin }) => [host, kind, origin])).toEqual([
      ['vote.example.cn', 'name', 'https://vote.example.cn'],
      ['192.168.1.5', 'ipv4', `http://192.168.1.5:${port}`],
    ]);
  });

  it('is told to a paired tablet too', async () => {
    const staff = await town.as('administrator');
    const { code } = await staff.call(devices.makeCode, { params: { pairing: crypto.randomUUID() } });
    const tablet = server.browser();
    await tablet.call(devices.pair, { body: { code, request: crypto.randomUUID() } });
    expect(await tablet.call(network.reach)).toMatchObject({ given: null });
  });
});
