import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { projectRoot } from '../../server/database/project-root.ts';
import { remove } from './remove.ts';

/** Bundles a TypeScript program to `outfile` (default: below node_modules, where it finds its packages). @returns the file. */
export async function bundle(source: string, outfile?: string): Promise<string> {
  const target =
    outfile ??
    path.join(
      projectRoot(),
      'node_modules',
      '.cache',
      'piaojue-tests',
      `${path.basename(source, '.ts')}-${process.pid}.mjs`,
    );
  await build({
    entryPoints: [path.join(projectRoot(), source)],
    outfile: target,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  return target;
}

/** A node process whose output is read line by line. */
export class Program {
  readonly lines: string[] = [];
  readonly exit: Promise<number | null>;
  errors = '';
  private constructor(readonly child: ChildProcess) {
    let rest = '';
    child.stdout!.on('data', (chunk) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop()!;
      this.lines.push(...parts);
    });
    child.stderr!.on('data', (chunk) => {
      this.errors += chunk;
    });
    this.exit = new Promise((resolve) => child.on('close', resolve));
  }

  static run(file: string, ...args: string[]): Program {
    return new Program(spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  /** Values of the lines that begin with a word. */
  said<T>(word: string): T[] {
    return this.lines
      .filter((line) => line.startsWith(`${word} `))
      .map((line) => JSON.parse(line.slice(word.length + 1)));
  }

  /** Waits for the first value after a word. @throws with the program's errors when it ends before. */
  async hear<T>(word: string): Promise<T> {
    let ended = false;
    void this.exit.then(() => (ended = true));
    for (;;) {
      const [value] = this.said<T>(word);
      if (value !== undefined) return value;
      if (ended) throw new Error(`ended before it said ${word}: ${this.errors}`);
      await pause(5);
    }
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.child.kill(signal);
    await this.exit;
  }
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Processes working in a folder; on Linux, where each of PostgreSQL's has its data folder as working directory. */
export function workingIn(folder: string): number[] {
  const real = realpathSync(folder);
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((entry) => {
      try {
        return readlinkSync(`/proc/${entry}/cwd`) === real;
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** A data folder of one's own; `end` kills whatever still runs in it and removes it. */
export function dataFolder(): { dir: string; data: string; end(): Promise<void> } {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'piaojue-fault-'));
  chmodSync(dir, 0o755); // as root the database runs as another user, who must get in
  const data = path.join(dir, 'postgres', 'cluster', 'data');
  const end = async () => {
    for (let tries = 0; existsSync(data) && tries < 100; tries++) {
      const pids = workingIn(data);
      if (pids.length === 0) break;
      for (const pid of pids) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // gone already
        }
      }
      await pause(20);
    }
    await remove(dir);
  };
  return { dir, data, end };
}
