import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { hall } from '../../core/contract/hall.ts';
import { projectRoot } from '../../server/database/project-root.ts';
import { dataFolder, pause, workingIn } from './processes.ts';

/** What fails without warning: the laptop's power, the server, the database, one connection of the database. */
export const cuts = ['power', 'server', 'database', 'backend'] as const;
export type Cut = (typeof cuts)[number];

/** The laptop in the hall: the built server on its embedded database, in a folder and at a port of its own. */
export class Laptop {
  readonly folder = dataFolder();
  private child: ChildProcess | undefined;
  said = '';
  url = '';

  async switchOn(): Promise<void> {
    if (!this.url) this.url = `http://127.0.0.1:${await freePort()}`;
    const child = spawn(process.execPath, [path.join(projectRoot(), 'dist', 'server', 'main.js')], {
      env: {
        ...process.env,
        DATABASE_URL: '',
        DATA_DIR: this.folder.dir,
        HOST: '127.0.0.1',
        PORT: new URL(this.url).port,
        LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        this.said = (this.said + chunk.toString()).slice(-4000);
      });
    await this.answers();
  }

  /** Waits until the server answers with its database. @throws with the server's words when it ended instead */
  async answers(): Promise<void> {
    for (const deadline = Date.now() + 90_000; ; await pause(30)) {
      const up = await fetch(`${this.url}${hall.published.path.replace(':congress', crypto.randomUUID())}`).then(
        (response) => response.status < 500,
        () => false,
      );
      if (up) return;
      if (this.child!.exitCode !== null || Date.now() > deadline) throw new Error(`does not serve: ${this.said}`);
    }
  }

  /** Breaks something without warning, and switches on again what does not come back by itself. */
  async cut(kind: Cut): Promise<void> {
    if (kind === 'database') for (const pid of this.database().slice(0, 1)) kill(pid);
    if (kind === 'backend') for (const pid of this.database().slice(-1)) kill(pid);
    if (kind === 'power') await this.losePower();
    if (kind === 'server') await this.killServer();
    if (kind === 'power' || kind === 'server') await this.switchOn();
    else await this.answers();
  }

  /** Server and database are gone at the same moment, and stay away. */
  async losePower(): Promise<void> {
    this.child!.kill('SIGSTOP');
    for (const pid of this.database()) kill(pid);
    await this.killServer();
  }

  private database(): number[] {
    return workingIn(this.folder.data);
  }

  private async killServer(): Promise<void> {
    const gone = new Promise((resolve) => this.child!.once('exit', resolve));
    this.child!.kill('SIGKILL');
    await gone;
  }

  async end(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.folder.end();
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone already
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
