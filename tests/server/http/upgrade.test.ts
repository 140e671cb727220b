import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../support/server.ts';

let server: TestServer | undefined;
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** Asks for a WebSocket on a path, as a program does that keeps the connection whatever the answer. Answers the status. */
function upgrade(path: string): Promise<string> {
  const { hostname, port } = new URL(server!.url);
  const socket = connect(Number(port), hostname);
  sockets.push(socket);
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  return new Promise((resolve, reject) => {
    socket.once('data', (data) => resolve(data.toString().split(' ')[1]!));
    socket.once('error', reject);
  });
}

describe('a request for a WebSocket where there is none', () => {
  it.each([
    ['/api/health', '200'],
    ['/nowhere', '404'],
    ['/api/live?congress=none', '400'],
    ['/api/kiosk/x', '400'],
  ])('is answered on %s, and does not hold up a stop', async (path, status) => {
    server = await startServer();
    expect(await upgrade(path)).toBe(status);
    await server.stop();
  });
});
