import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Binaries } from './embedded-binaries.ts';
import { makeOwned, type Owner } from './embedded-owner.ts';

/** Superuser of the embedded cluster. */
export const USER = 'piaojue';

/** The folders of one embedded database below `DATA_DIR/postgres`. */
export interface Places {
  readonly home: string;
  /** Comes into being by one rename, whole: the data folder and the password belong together. */
  readonly cluster: string;
  readonly data: string;
  readonly password: string;
  readonly log: string;
}

export function placesIn(dataDir: string): Places {
  const home = path.join(path.resolve(dataDir), 'postgres');
  const cluster = path.join(home, 'cluster');
  return {
    home,
    cluster,
    data: path.join(cluster, 'data'),
    password: path.join(cluster, 'password'),
    log: path.join(home, 'postgres.log'),
  };
}

/** The environment of PostgreSQL's programs: nothing of ours, above all no PG* variable and no secret. */
export const quietEnvironment: NodeJS.ProcessEnv = {
  PATH: process.env.PATH,
  LC_ALL: 'C',
  ...(process.platform === 'win32' && { SystemRoot: process.env.SystemRoot, TEMP: process.env.TEMP }),
};

/** Makes the cluster unless there is one. Safe to be killed in, and to run twice at once: the first to finish wins and the other takes that. */
export async function ensureCluster(places: Places, binaries: () => Binaries, owner: Owner): Promise<void> {
  sweep(places.home);
  if (existsSync(places.cluster)) return;
  const side = path.join(places.home, `setup-${process.pid}-${randomBytes(4).toString('hex')}`);
  makeOwned(side, owner);
  const passwordFile = path.join(side, 'password');
  writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (owner.uid !== undefined) chownSync(passwordFile, owner.uid, owner.gid!);
  try {
    await run(
      path.join(binaries().bin, 'initdb'),
      [
        ['-D', path.join(side, 'data'), `--username=${USER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
        ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
      ].flat(),
      places.home,
      owner,
    );
    for (const entry of [passwordFile, side]) syncToDisk(entry);
    renameSync(side, places.cluster);
    syncToDisk(places.home);
  } catch (error) {
    rmSync(side, { recursive: true, force: true });
    if (!existsSync(places.cluster)) throw error;
  }
}

/** Removes what a process killed in the middle left; what still moves is left to the next start. */
function sweep(home: string): void {
  for (const name of readdirSync(home)) {
    const pid = /^(?:setup-|binaries-.*\.)(\d+)-/.exec(name)?.[1];
    if (!pid) continue;
    const folder = path.join(home, name);
    const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (isAlive(Number(pid)) && age < 600_000) continue;
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // An initdb that outlived its parent is still writing.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}

function run(program: string, args: string[], cwd: string, owner: Owner): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...owner,
      cwd,
      env: quietEnvironment,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${path.basename(program)} failed (${code}):\n${output.trim()}`)),
    );
  });
}

/** The rename must not reach the disk before what it names. Windows cannot sync a folder. */
function syncToDisk(entry: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(entry, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/** A unix socket's path has room for 107 bytes, 103 on macOS, and PostgreSQL needs some of them for the name. */
const SOCKET_PATH_LIMIT = 100;
const SOCKET_LOCK = '.s.PGSQL.5432.lock';

/**
 * The folder (0700) for the socket: below `home`, or when that path is too long a short one under the system's temporary folder.
 * @throws when somebody else sits on the short one.
 */
export function socketFolder(places: Places, owner: Owner): string {
  let folder = path.join(places.home, 'run');
  if (Buffer.byteLength(path.join(folder, SOCKET_LOCK)) > SOCKET_PATH_LIMIT) {
    const key = createHash('sha256').update(places.home).digest('hex').slice(0, 16);
    folder = path.join(os.tmpdir(), `piaojue-${key}`);
    const taken = lstatSync(folder, { throwIfNoEntry: false });
    const mine = owner.uid ?? process.geteuid!();
    if (taken && (!taken.isDirectory() || taken.uid !== mine || (taken.mode & 0o077) !== 0)) {
      throw new Error(
        `${folder} 被他人占用，请删除或设置较短的 DATA_DIR。\n${folder} belongs to somebody else: remove it, or set a shorter DATA_DIR.`,
      );
    }
  }
  makeOwned(folder, owner);
  return folder;
}

/** The lock beside the socket. Nobody but a server of ours has one in our folder. */
export function socketLock(places: Places, owner: Owner): string {
  return path.join(socketFolder(places, owner), SOCKET_LOCK);
}

/** The superuser's password. */
export function readPassword(places: Places): string {
  return readFileSync(places.password, 'utf8').trim();
}
