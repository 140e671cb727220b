// One PostgreSQL for every test run on this project, shared by runs at the same time: each run is one more user of it, and the last one stops it.
import { createHash, randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type Embedded, startEmbedded } from '../../server/database/embedded.ts';
import { migrate, readMigrations } from '../../server/database/migrate.ts';
import type { DatabaseAddress } from '../../server/database/pool.ts';
import { projectRoot } from '../../server/database/project-root.ts';

let running: Promise<Embedded> | undefined;

function cluster(): Promise<Embedded> {
  const key = createHash('sha256').update(projectRoot()).digest('hex').slice(0, 12);
  running ??= startEmbedded({
    dataDir: path.join(os.tmpdir(), `piaojue-tests-${key}`),
    maxConnections: 250,
    log: () => {},
  });
  return running;
}

/** Before all suites: the server runs, leftovers of killed runs are gone, the template is made. */
export async function setup(): Promise<void> {
  await administer(async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      `select datname from pg_database where datname ~ '^(test|making)_\\d+_'`,
    );
    for (const { datname } of rows) {
      if (!isAlive(Number(datname.split('_')[1])))
        await client.query(`drop database if exists ${datname} with (force)`);
    }
  });
  await template();
}

/** After all suites. */
export async function teardown(): Promise<void> {
  await (await running)?.stop();
  running = undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}

async function administer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client((await cluster()).address('postgres'));
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Name of a database with the present migrations applied, made when there is none. */
async function template(): Promise<string> {
  const migrations = readMigrations();
  const key = createHash('sha256')
    .update(migrations.map((migration) => migration.sha256).join())
    .digest('hex')
    .slice(0, 16);
  const name = `template_${key}`;
  await administer(async (client) => {
    await client.query('select pg_advisory_lock(1)');
    if ((await client.query('select from pg_database where datname = $1', [name])).rowCount) return;
    const making = `making_${process.pid}_${randomBytes(4).toString('hex')}`;
    await client.query(`create database ${making}`);
    try {
      await migrate((await cluster()).address(making), migrations);
      await client.query(`alter database ${making} rename to ${name}`);
    } catch (error) {
      await client.query(`drop database if exists ${making} with (force)`);
      throw error;
    }
  });
  return name;
}

/** A fresh database; `empty` without migrations. */
export async function createDatabase(empty = false): Promise<{ name: string; address: DatabaseAddress }> {
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  const source = empty ? 'template1' : await template();
  await administer((client) => client.query(`create database ${name} template ${source}`));
  return { name, address: (await cluster()).address(name) };
}

export async function dropDatabase(name: string): Promise<void> {
  await administer((client) => client.query(`drop database if exists ${name} with (force)`));
}

/** For tests that break things: runs SQL as the superuser in database `postgres`. */
export async function asSuperuser(sql: string, values: unknown[] = []): Promise<pg.QueryResult> {
  return administer((client) => client.query(sql, values));
}
