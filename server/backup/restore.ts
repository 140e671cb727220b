import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../database/embedded.ts';
import { placesIn } from '../database/embedded-cluster.ts';
import { inUse } from '../database/embedded-lock.ts';
import { clientConfig } from '../database/pool.ts';
import { BackupError, type Header } from './format.ts';
import { loadBackup } from './load.ts';
import { checkBackup } from './read.ts';

export interface Restored {
  readonly header: Header;
  /** Where the data that was there before is now; null: there was none. */
  readonly movedTo: string | null;
}

/**
 * Restores a backup into an installation that is not running. Data that is there is moved aside only with `force`, and never deleted.
 * @throws BackupError
 */
export async function restoreBackup(
  file: string,
  target: { readonly dataDir: string; readonly databaseUrl?: string | undefined; readonly force: boolean },
): Promise<Restored> {
  const header = await checkBackup(file);
  if (target.databaseUrl) {
    await requireEmpty(target.databaseUrl);
    await loadBackup(file, header, { connectionString: target.databaseUrl }, target.dataDir);
    return { header, movedTo: null };
  }
  const { dataDir } = target;
  const movedTo = await makeRoom(dataDir, target.force);
  try {
    const embedded = await startEmbedded({ dataDir });
    try {
      await loadBackup(file, header, embedded.address(), dataDir);
    } finally {
      await embedded.stop();
    }
  } catch (error) {
    // As it was: what was begun goes, what was there comes back.
    for (const name of kept) rmSync(path.join(dataDir, name), { recursive: true, force: true });
    if (movedTo) {
      for (const name of readdirSync(movedTo)) renameSync(path.join(movedTo, name), path.join(dataDir, name));
      rmSync(movedTo, { recursive: true });
    }
    throw error;
  }
  return { header, movedTo };
}

const kept = ['postgres', 'hall'];

/** Moves what is there aside. */
async function makeRoom(dataDir: string, force: boolean): Promise<string | null> {
  const present = kept.filter((name) => existsSync(path.join(dataDir, name)));
  if (present.length === 0) return null;
  if (!force)
    throw new BackupError(
      `${dataDir} 中已有数据。要用备份代替它，请加 --force；原有数据会移到旁边，不会删除。
There is data in ${dataDir}. To put the backup in its place add --force; what is there is moved aside, not deleted.`,
    );
  const { data } = placesIn(dataDir);
  if (existsSync(data) && inUse(data)) {
    // Left behind by a killed server, it is stopped here; in use by one that runs, it is not.
    const embedded = await startEmbedded({ dataDir });
    if ((await embedded.stop()) === 'left running')
      throw new BackupError('系统正在运行。请先停止再恢复。\nThe system is running: stop it first.');
  }
  const stamp = new Date().toISOString().replace(/[-:]|\..*$/g, '');
  const aside = path.join(dataDir, `before-restore-${stamp}`);
  mkdirSync(aside, { recursive: true, mode: 0o755 });
  for (const name of present) renameSync(path.join(dataDir, name), path.join(aside, name));
  return aside;
}

async function requireEmpty(url: string): Promise<void> {
  const client = new pg.Client(clientConfig({ connectionString: url }));
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `select 1 from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' limit 1`,
    );
    if (rowCount)
      throw new BackupError(
        'DATABASE_URL 指向的数据库不是空的。请新建一个空数据库再恢复。\nThe database of DATABASE_URL is not empty: make an empty one to restore into.',
      );
  } finally {
    await client.end();
  }
}
