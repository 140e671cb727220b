import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { clientConfig, type DatabaseAddress } from './pool.ts';
import { projectRoot } from './project-root.ts';

/** The database and this program do not fit; the message says what to do. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

/** The numbered files of a folder (`0001_name.sql`, default `migrations/`), in order. @throws MigrationError on a name without or with a doubled number. */
export function readMigrations(folder = path.join(projectRoot(), 'migrations')): Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const seen = new Set<string>();
  return names.map((name) => {
    const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1];
    if (!number || seen.has(number))
      throw new MigrationError(`migrations/${name}: the name must be a new number and words, like 0007_cards.sql`);
    seen.add(number);
    // A checkout on Windows may have turned the line ends; that is the same migration.
    const sql = readFileSync(path.join(folder, name), 'utf8').replaceAll('\r\n', '\n');
    return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
  });
}

/** One number for "a migration of piaojue is running", the same in every process that shares the database. */
const LOCK = 0x7069616f; // 'piao'

/**
 * Brings the database forward: each missing file in its own transaction, in order, while any other process waits. Never goes back.
 * @returns the names applied now.
 * @throws MigrationError when the database was made by a newer program, or an applied file was changed since.
 */
export async function migrate(address: DatabaseAddress, migrations = readMigrations()): Promise<string[]> {
  const client = new pg.Client(clientConfig(address));
  client.on('error', () => {}); // the statement under way reports it
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(`create table if not exists schema_migration (
      name text primary key, sha256 text not null, applied_at timestamptz not null default now())`);
    const { rows } = await client.query<{ name: string; sha256: string }>(
      'select name, sha256 from schema_migration order by name',
    );
    const missing = compare(migrations, rows);
    for (const migration of missing) await apply(client, migration);
    return missing.map((migration) => migration.name);
  } finally {
    await client.end().catch(() => {}); // ends the session and with it the lock
  }
}

function compare(migrations: Migration[], applied: { name: string; sha256: string }[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, sha256 } of applied) {
    const migration = known.get(name);
    if (!migration) {
      throw new MigrationError(
        `数据库比本程序新（含 ${name}）：请升级程序，不要用旧版本打开。\nThe database is newer than this program (it has ${name}): upgrade the program.`,
      );
    }
    if (migration.sha256 !== sha256) {
      throw new MigrationError(
        `迁移文件 ${name} 在执行后被改动：请还原该文件，另加新文件。\nMigration ${name} was changed after it was applied: restore it and add a new file.`,
      );
    }
  }
  const last = applied.at(-1)?.name ?? '';
  const done = new Set(applied.map((row) => row.name));
  const missing = migrations.filter((migration) => !done.has(migration.name));
  const late = missing.find((migration) => migration.name < last);
  if (late)
    throw new MigrationError(
      `迁移文件 ${late.name} 的编号须大于 ${last}。\nMigration ${late.name} must be numbered after ${last}, which was applied already.`,
    );
  return missing;
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into schema_migration (name, sha256) values ($1, $2)', [
      migration.name,
      migration.sha256,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw new MigrationError(`migrations/${migration.name}: ${(error as Error).message}`, { cause: error });
  }
}
