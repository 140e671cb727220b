import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { identity } from '../../../core/contract/identity.ts';
import {
  type Browser,
  emptyCongress,
  type Person,
  signIn,
  startServer,
  type TestServer,
} from '../../support/server.ts';

let server: TestServer;
let other: TestServer;
let congress: string;
let administrator: Person;
let hire: Awaited<ReturnType<typeof emptyCongress>>['hire'];
beforeAll(async () => {
  server = await startServer();
  other = await startServer({ on: server.database });
  ({ congress, administrator, hire } = await emptyCongress(server));
});
afterAll(async () => {
  await other?.stop();
  await server?.stop();
});

/** A socket of the browser that hears already, on this server or the other; how it was closed. */
async function listen(
  browser: Browser,
  at: TestServer = server,
): Promise<{ socket: WebSocket; closed: Promise<number> }> {
  const socket = new WebSocket(`${at.url.replace('http', 'ws')}/api/live?congress=${congress}`, {
    headers: { cookie: browser.cookie },
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve) => socket.once('message', resolve));
  return { socket, closed };
}

const save = ({ me }: Person, change: Record<string, unknown>) =>
  administrator.call(identity.saveAccount, {
    params: { account: me.account.id },
    body: { login: me.account.login, name: me.account.name, role: me.account.role, active: true, ...change },
  });

describe('the sockets of an account', () => {
  it('end when it signs out, and nobody else’s do', async () => {
    const person = await hire('presidium');
    const elsewhere = await signIn(server, person.me.account.login, person.password);
    const [own, same, stranger] = [await listen(person), await listen(elsewhere), await listen(server.browser())];
    await person.call(identity.signOut);
    expect(await own.closed).toBe(4001);
    expect([same.socket.readyState, stranger.socket.readyState]).toEqual([WebSocket.OPEN, WebSocket.OPEN]);
    for (const { socket } of [same, stranger]) socket.terminate();
  });

  it.each([
    ['it is closed', { active: false }],
    ['it gets another role', { role: 'teller' }],
    ['its password is set', { password: 'another password' }],
  ])('end on every server when %s', async (_when, change) => {
    const person = await hire('government');
    const sockets = [await listen(person), await listen(person, other)];
    await save(person, change);
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4001, 4001]);
  });
});
