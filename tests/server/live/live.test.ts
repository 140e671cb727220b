import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { LiveMessage } from '../../../core/contract/live.ts';
import { inTransaction } from '../../../server/database/pool.ts';
import { LiveHub, PER_SECOND } from '../../../server/live/hub.ts';
import { type LiveOptions, liveRoutes } from '../../../server/live/routes.ts';
import { asSuperuser } from '../../support/cluster.ts';
import { useTestDatabase } from '../../support/database.ts';

const test = useTestDatabase();
const congress = 'c0000000-0000-4000-8000-000000000001';
const counts = { present: 60, issued: 59, returned: 12, pendingProofs: 1 };
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** One process: a hub and a web server. */
async function node(options: Partial<LiveOptions> = {}): Promise<{ hub: LiveHub; app: FastifyInstance; url: string }> {
  const hub = new LiveHub(test.address, () => {});
  await hub.start();
  const app = Fastify();
  await app.register(liveRoutes, { hub, ...options });
  await app.listen({ port: 0, host: '127.0.0.1' });
  cleanups.push(async () => {
    await app.close();
    await hub.close();
  });
  const { port } = app.server.address() as { port: number };
  return { hub, app, url: `127.0.0.1:${port}` };
}

interface Client {
  socket: WebSocket;
  messages: LiveMessage[];
  at: number[];
}

/** A client that has been told to ask for everything, as each is at first, and has forgotten it. */
async function client(url: string, options: { congress?: string; autoPong?: boolean } = {}): Promise<Client> {
  const socket = new WebSocket(`ws://${url}/api/live?congress=${options.congress ?? congress}`, {
    autoPong: options.autoPong ?? true,
  });
  const messages: LiveMessage[] = [];
  const at: number[] = [];
  socket.on('message', (data) => {
    messages.push(JSON.parse(String(data)));
    at.push(Date.now());
  });
  cleanups.push(async () => socket.terminate());
  await expect.poll(() => messages).toEqual([{ topic: 'everything' }]);
  messages.length = at.length = 0;
  return { socket, messages, at };
}

const refusal = (url: string, headers = {}) =>
  new Promise<number>((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode!));
    socket.on('open', () => reject(new Error('was let in')));
    socket.on('error', () => {});
  });

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('live', () => {
  it('tells whoever keeps answers here before any socket, and each change apart', async () => {
    const { hub, url } = await node();
    const socket = await client(url);
    const heard: string[] = [];
    const socketsThen: number[] = [];
    const send = (text: string) => {
      heard.push(JSON.parse(text).topic);
      socketsThen.push(socket.messages.length);
    };
    cleanups.push(async () => leave());
    const leave = hub.join(congress, { hears: (topic) => topic === 'hall', atOnce: true, send });
    // Closer together than broadcasts are.
    for (const topic of ['hall', 'session', 'hall', 'hall'] as const)
      await inTransaction(test.db, (trx) => hub.publish(trx, congress, topic));
    await expect.poll(() => heard).toEqual(['hall', 'hall', 'hall']);
    expect(socketsThen[0]).toBe(0);
  });

  it('reaches the sockets of every process, on commit only, and of that congress only', async () => {
    const [one, two] = [await node(), await node()];
    const [a, b] = [await client(one.url), await client(two.url)];
    const stranger = await client(two.url, { congress: 'c0000000-0000-4000-8000-000000000002' });
    await inTransaction(test.db, async (trx) => {
      await one.hub.publish(trx, congress, 'hall');
      await pause(300);
      expect(a.messages).toEqual([]);
    });
    await expect.poll(() => [a.messages, b.messages]).toEqual([[{ topic: 'hall' }], [{ topic: 'hall' }]]);
    const refused = inTransaction(test.db, async (trx) => {
      await one.hub.publish(trx, congress, 'turnout');
      throw new Error('rolled back');
    });
    await expect(refused).rejects.toThrow('rolled back');
    await pause(300);
    expect([a.messages.length, b.messages.length, stranger.messages.length]).toEqual([1, 1, 0]);
  });

  it('coalesces 2,000 changes, counting once per broadcast and not per client', async () => {
    const { hub, url } = await node();
    let counted = 0;
    let state = 0;
    hub.provideCounts('turnout', async () => {
      counted++;
      return { ...counts, returned: state };
    });
    const clients = await Promise.all(Array.from({ length: 20 }, () => client(url)));
    const started = Date.now();
    for (let group = 0; group < 20; group++) {
      await Promise.all(
        Array.from({ length: 100 }, async () => {
          await inTransaction(test.db, (trx) => hub.publish(trx, congress, 'turnout'));
          state++;
        }),
      );
    }
    await expect
      .poll(() => clients.map((each) => each.messages.at(-1)?.counts?.returned))
      .toEqual(clients.map(() => 2000));
    const seconds = (clients[0]!.at.at(-1)! - started) / 1000;
    for (const each of clients) expect(each.messages.length).toBe(counted);
    expect(counted).toBeGreaterThan(1);
    expect(counted).toBeLessThanOrEqual(seconds * PER_SECOND + 1);
  });

  it('touches other processes without a transaction, a few times a second', async () => {
    const [one, two] = [await node(), await node()];
    const heard = await client(two.url);
    for (let i = 0; i < 500; i++) one.hub.touch(congress, 'turnout');
    await expect.poll(() => heard.messages.length).toBe(2);
    await pause(500);
    expect(heard.messages).toEqual([{ topic: 'turnout' }, { topic: 'turnout' }]);
  });

  it('sends on without counts when they cannot be had', async () => {
    const { hub, url } = await node();
    hub.provideCounts('turnout', () => Promise.reject(new Error('no')));
    const heard = await client(url);
    hub.touch(congress, 'turnout');
    await expect.poll(() => heard.messages).toEqual([{ topic: 'turnout' }]);
  });

  it('tells everybody to ask for everything after its connection was lost', async () => {
    const [one, two] = [await node(), await node()];
    const [a, b] = [await client(one.url), await client(two.url)];
    await asSuperuser(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'piaojue live' and datname = $1`,
      [test.name],
    );
    await expect.poll(() => [a.messages, b.messages]).toEqual([[{ topic: 'everything' }], [{ topic: 'everything' }]]);
    one.hub.touch(congress, 'hall');
    await expect.poll(() => b.messages.at(-1)).toEqual({ topic: 'hall' });
  });

  it('lets a socket hear only what it may', async () => {
    const { hub, url } = await node();
    const staff = await node({ access: async () => ({ hears: () => true }) });
    const [visitor, member] = [await client(url), await client(staff.url)];
    for (const topic of ['roster', 'session', 'hall'] as const) hub.touch(congress, topic);
    await expect.poll(() => member.messages.length).toBe(3);
    expect(member.messages.map((message) => message.topic).sort()).toEqual(['hall', 'roster', 'session']);
    expect(visitor.messages).toEqual([{ topic: 'hall' }]);
  });

  it('refuses no congress and pages of other sites', async () => {
    const { url } = await node();
    expect(await refusal(`ws://${url}/api/live`)).toBe(400);
    expect(await refusal(`ws://${url}/api/live?congress=${congress}`, { origin: 'https://elsewhere.example' })).toBe(
      403,
    );
  });

  it('ignores what clients say, and drops who says too much', async () => {
    const { hub, url } = await node();
    const talker = await client(url);
    talker.socket.send('hello');
    hub.touch(congress, 'hall');
    await expect.poll(() => talker.messages).toEqual([{ topic: 'hall' }]);
    talker.socket.send('x'.repeat(5000));
    await expect.poll(() => [talker.socket.readyState, hub.size(congress)]).toEqual([WebSocket.CLOSED, 0]);
  });

  it('drops a socket that answers no ping, and keeps one that does', async () => {
    const { hub, url } = await node({ heartbeat: 1 });
    const [dead, living] = [await client(url, { autoPong: false }), await client(url)];
    let pings = 0;
    living.socket.on('ping', () => pings++);
    expect(hub.size(congress)).toBe(2);
    await expect.poll(() => hub.size(congress)).toBe(1);
    await expect.poll(() => pings).toBeGreaterThan(2);
    expect([dead.socket.readyState, living.socket.readyState]).toEqual([WebSocket.CLOSED, WebSocket.OPEN]);
  });
});
