import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Migration, migrate, readMigrations } from '../../../server/database/migrate.ts';
import { testDatabase, useTestDatabase } from '../../support/database.ts';

const make = (name: string, sql: string): Migration => ({
  name,
  sql,
  sha256: createHash('sha256').update(sql).digest('hex'),
});
const first = make('0001_a.sql', 'create table a (x int); insert into a values (1);');
const second = make('0002_b.sql', 'alter table a add y int;');
const test = useTestDatabase();

/** Runs on a database of its own that has no migrations. */
async function onEmpty(work: (database: Awaited<ReturnType<typeof testDatabase>>) => Promise<void>) {
  const database = await testDatabase({ empty: true });
  try {
    await work(database);
  } finally {
    await database.drop();
  }
}

describe('migrate', () => {
  it('applies what is missing, in order, once', () =>
    onEmpty(async ({ address, pool }) => {
      expect(await migrate(address, [first])).toEqual(['0001_a.sql']);
      expect(await migrate(address, [first, second])).toEqual(['0002_b.sql']);
      expect(await migrate(address, [first, second])).toEqual([]);
      expect((await pool.query('select * from a')).rows).toEqual([{ x: 1, y: null }]);
    }));

  it('is done once by processes that start together', () =>
    onEmpty(async ({ address, pool }) => {
      const slow = make('0001_a.sql', 'select pg_sleep(0.2); create table a (x int);');
      const all = await Promise.all([1, 2, 3, 4].map(() => migrate(address, [slow, second])));
      expect(all.flat()).toEqual(['0001_a.sql', '0002_b.sql']);
      expect((await pool.query('select count(*) as n from schema_migration')).rows).toEqual([{ n: 2 }]);
    }));

  it('leaves nothing of a file that fails, and names it', () =>
    onEmpty(async ({ address, pool }) => {
      const bad = make('0002_bad.sql', 'create table half (x int); insert into nowhere values (1);');
      await expect(migrate(address, [first, bad])).rejects.toThrow(/0002_bad\.sql: relation "nowhere" does not exist/);
      expect((await pool.query(`select to_regclass('a') as a, to_regclass('half') as half`)).rows).toEqual([
        { a: 'a', half: null },
      ]);
      expect(await migrate(address, [first, second])).toEqual(['0002_b.sql']);
    }));

  it('refuses a database newer than the program, a changed file, and a late number', () =>
    onEmpty(async ({ address }) => {
      await migrate(address, [first, second]);
      await expect(migrate(address, [first])).rejects.toThrow(/数据库比本程序新.*0002_b\.sql/s);
      await expect(migrate(address, [make(first.name, 'select 1;'), second])).rejects.toThrow(
        /0001_a\.sql was changed/,
      );
      await expect(migrate(address, [make('0000_z.sql', 'select 1;'), first, second])).rejects.toThrow(
        /0000_z\.sql must be numbered after 0002_b\.sql/,
      );
    }));

  it('has applied every file of migrations/ to a suite database', async () => {
    const { rows } = await test.pool.query<{ name: string }>('select name from schema_migration order by name');
    expect(rows.map((row) => row.name)).toEqual(readMigrations().map((migration) => migration.name));
    expect(rows.length).toBeGreaterThan(1);
  });
});

describe('readMigrations', () => {
  const folder = (...names: string[]) => {
    const made = mkdtempSync(path.join(os.tmpdir(), 'migrations-'));
    for (const name of names) writeFileSync(path.join(made, name), 'select 1;\r\nselect 2;\r\n');
    return made;
  };
  it('reads in order, whatever the line ends', () => {
    const read = readMigrations(folder('0002_b.sql', '0001_a.sql', 'README.md'));
    expect(read.map((migration) => migration.name)).toEqual(['0001_a.sql', '0002_b.sql']);
    expect(read[0]!.sha256).toBe(createHash('sha256').update('select 1;\nselect 2;\n').digest('hex'));
  });
  it('refuses a name without a number and a number twice', () => {
    expect(() => readMigrations(folder('cards.sql'))).toThrow(/cards\.sql/);
    expect(() => readMigrations(folder('0001_a.sql', '0001_b.sql'))).toThrow(/0001_b\.sql/);
  });
});
