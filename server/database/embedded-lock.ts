import { spawnSync } from 'node:child_process';
import { linkSync, readdirSync, readFileSync, readlinkSync, realpathSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/** What a running server says of itself in `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Folder of the unix socket; empty on Windows. */
  readonly socketDir: string;
}

/** Reads `postmaster.pid`; undefined while there is none or it is not complete yet. */
export function readPostmaster(data: string): Postmaster | undefined {
  const lines = read(path.join(data, 'postmaster.pid'))?.split('\n') ?? [];
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  // The server writes the file in steps; a complete one ends with its status (line 8).
  return pid > 0 && port > 0 && lines.length >= 8 ? { pid, port, socketDir: lines[4]! } : undefined;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Whether a server, or a backend it left behind, still works in `data`. The pid in the file proves nothing: after a crash it may belong to any
 * other process (containers start counting anew) or to a zombie nobody reaps, and PostgreSQL would then refuse to start for ever.
 */
export function inUse(data: string): boolean {
  if (process.platform === 'linux') {
    const real = realpathSync(data);
    return readdirSync('/proc').some((entry) => /^\d+$/.test(entry) && worksIn(Number(entry), real));
  }
  const pid = Math.abs(Number(read(path.join(data, 'postmaster.pid'))?.split('\n')[0]));
  return pid > 0 && isServer(pid, data);
}

/** Whether this process is a PostgreSQL that works in `data`. */
export function isServer(pid: number, data: string): boolean {
  if (process.platform === 'win32') return false; // there PostgreSQL itself asks the pid whether it is a server
  if (process.platform === 'linux') return worksIn(pid, realpathSync(data));
  const { stdout } = spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' });
  return /postgres/.test(stdout ?? '');
}

/** Every PostgreSQL process has its data folder as working directory. */
function worksIn(pid: number, real: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === real;
  } catch {
    return false; // gone, a zombie, or another user's, which could not have this folder open
  }
}

/**
 * Removes the locks of a server that is no more, its `postmaster.pid` and that of its socket, and nothing else: what another process wrote
 * meanwhile is put back.
 */
export function clearStaleLocks(data: string, socketLock: string): void {
  if (process.platform === 'win32') return;
  const locks = [path.join(data, 'postmaster.pid'), socketLock].map((file) => ({ file, before: read(file) }));
  if (inUse(data)) return;
  for (const { file, before } of locks) if (before !== undefined) removeUnchanged(file, before);
}

function removeUnchanged(file: string, before: string): void {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
    if (readFileSync(aside, 'utf8') !== before) linkSync(aside, file);
  } catch {
    // Another process clears it too.
  }
  rmSync(aside, { force: true });
}
