import { afterAll, beforeAll, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { Vote } from '../../../core/belenios/index.ts';
import { hall as routes } from '../../../core/contract/hall.ts';
import { LiveMessage } from '../../../core/contract/live.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { Hall } from '../ballot/hall.ts';

const votes: Vote[] = ['for', 'against', 'abstain'];
let first: TestServer;
let second: TestServer;

beforeAll(async () => {
  first = await startServer();
  second = await startServer({ on: first.database });
});
afterAll(async () => {
  await second.stop();
  await first.stop();
});

it('two servers on one database show the same turnout, live and asked', async () => {
  const hall = await Hall.make(first, { deputies: 3 });
  await hall.open();
  const { congress } = hall.presidium.me;
  const address = `${second.url.replace('http', 'ws')}/api/live?congress=${congress.id}`;
  const socket = new WebSocket(address, { headers: { origin: second.url, cookie: hall.presidium.cookie } });
  const told: LiveMessage[] = [];
  socket.on('message', (data) => told.push(LiveMessage.parse(JSON.parse(String(data)))));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const turnout = async (server: TestServer) =>
    (await server.browser().call(routes.screen, { params: { congress: congress.id } })).ballot;
  for (const [i, card] of hall.cards.slice(0, 3).entries()) {
    // Cast in turn at the one and at the other.
    const { json } = await hall.encrypt(card, votes);
    const server = i % 2 ? second : first;
    expect((await server.browser().send('POST', `/api/elections/${hall.uuid}/ballots`, json)).status).toBe(200);
    await expect.poll(() => told.findLast(({ counts }) => counts)?.counts?.returned).toBe(i + 1);
    expect(await turnout(first)).toMatchObject({ issued: 3, returned: i + 1 });
    expect(await turnout(second)).toMatchObject({ issued: 3, returned: i + 1 });
  }
  socket.close();
});
