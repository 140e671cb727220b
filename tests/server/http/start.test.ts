import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { workerUrl } from '../../../server/worker.ts';
import { remove } from '../../support/remove.ts';
import { Browser, signIn } from '../../support/server.ts';

let folder: string;
let running: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'piaojue-start-'));
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  for (const child of running) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  }
  running = [];
  await remove(folder);
});

const listening = async (): Promise<{ port: number; server: Server }> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as { port: number }).port, server };
};
const freePort = async () => {
  const { port, server } = await listening();
  server.close();
  await once(server, 'close');
  return port;
};

/** Runs the built program and collects what it says. */
function run(port: number, ...args: string[]) {
  const child = spawn(process.execPath, [fileURLToPath(workerUrl('main')), ...args], {
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: folder,
      HTTPS_PORT: '0',
      HALL_ADDRESSES: '192.168.77.10',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  const said = { text: '' };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said.text += chunk.toString()));
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  return { child, said, exit };
}

const up = async (url: string, within: number): Promise<boolean> => {
  for (const deadline = Date.now() + within; Date.now() < deadline; ) {
    if (
      await fetch(`${url}/api/health`).then(
        (response) => response.ok,
        () => false,
      )
    )
      return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
};

describe('the program', () => {
  it('serves, prints where and the sample’s accounts once, stops in order, and starts again with what it had', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const first = run(port, '--sample');
    expect(await up(url, 30_000)).toBe(true);
    await expect.poll(() => first.said.text).toContain(`${url}/`);
    const password = /admin\s+(\S+)/.exec(first.said.text)![1]!;
    await signIn({ browser: () => new Browser(url) } as never, 'admin', password);
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);

    const second = run(port, '--sample');
    expect(await up(url, 30_000)).toBe(true);
    await expect.poll(() => second.said.text).toContain('系统里已有数据');
    expect(second.said.text).not.toContain(password);
    await signIn({ browser: () => new Browser(url) } as never, 'admin', password);
  });

  it('opens the hall’s network when told, says where, and keeps its certificate', async () => {
    const port = await freePort();
    const print = async () => {
      const { child, said, exit } = run(port, '--hall');
      await expect.poll(() => said.text, { timeout: 60_000 }).toContain(`http://localhost:${port}/`);
      child.kill('SIGTERM');
      expect(await exit).toBe(0);
      expect(said.text).toMatch(/https:\/\/192\.168\.77\.10:\d+\//);
      expect(said.text).toContain(`http://192.168.77.10:${port}/certificate`);
      return /([0-9A-F]{2}:){31}[0-9A-F]{2}/.exec(said.text)![0];
    };
    expect(await print()).toBe(await print());
  });

  it('says so when the port is taken, and leaves nothing running', async () => {
    const { port, server } = await listening();
    const { said, exit } = run(port);
    expect(await exit).toBe(1);
    server.close();
    expect(said.text).toContain(`端口 ${port} 已被其他程序占用`);
    expect(said.text).toContain(`PORT=${port + 1}`);
    expect(said.text).not.toMatch(/ at .*\.js/);
  });

  it('says what is wrong with a setting or an argument', async () => {
    const wrong = run(99_999);
    expect(await wrong.exit).toBe(2);
    expect(wrong.said.text).toContain('PORT');
    const strange = run(0, '--smaple');
    expect(await strange.exit).toBe(2);
    expect(strange.said.text).toContain('--smaple');
  });
});
