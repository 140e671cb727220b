import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { inTransaction, json, openPool } from '../../../server/database/pool.ts';
import { asSuperuser } from '../../support/cluster.ts';
import { testDatabase, useTestDatabase } from '../../support/database.ts';

const test = useTestDatabase();

/** One row of a query. */
async function one<T>(query: string): Promise<T> {
  return (await sql.raw<T>(query).execute(test.db)).rows[0]!;
}

describe('values', () => {
  it('come as the types the code counts on', async () => {
    const row = await one<Record<string, unknown>>(`select 10000000000000::bigint as budget, count(*) as count,
      date '2026-07-01' as day, timestamptz '2026-07-01 09:30:00.123+08' as at, '{3,null}'::bigint[] as list, 1.50::numeric as exact,
      '{"a":[1]}'::jsonb as object`);
    expect(row).toEqual({
      budget: 10_000_000_000_000,
      count: 1,
      day: '2026-07-01',
      at: new Date('2026-07-01T01:30:00.123Z'),
      list: [3, null],
      exact: '1.50',
      object: { a: [1] },
    });
  });

  it('refuses an int8 that a number would change', async () => {
    expect(await one('select 9007199254740991::bigint as x')).toEqual({ x: 9007199254740991 });
    await expect(one('select 9007199254740993::bigint as x')).rejects.toThrow(RangeError);
  });

  it('knows the day as the town does', async () => {
    expect(await one(`select timestamptz '2026-06-30T23:00:00Z'::date as day`)).toEqual({ day: '2026-07-01' });
  });

  it('sorts Chinese by strokes and by pinyin', async () => {
    const sorted = async (key: string) => {
      await sql
        .raw(`create collation if not exists "${key}" (provider = icu, locale = 'zh-u-co-${key}')`)
        .execute(test.db);
      const { rows } = await sql
        .raw<{ n: string }>(`select n from unnest(array['张三','丁二','王五','于六']) n order by n collate "${key}"`)
        .execute(test.db);
      return rows.map((row) => row.n);
    };
    expect(await sorted('stroke')).toEqual(['丁二', '于六', '王五', '张三']);
    expect(await sorted('pinyin')).toEqual(['丁二', '王五', '于六', '张三']);
  });

  it('writes arrays and text into jsonb', async () => {
    const { rows } = await sql<{ x: unknown }>`select ${json(['一', { b: 2 }])} as x`.execute(test.db);
    expect(rows[0]!.x).toEqual(['一', { b: 2 }]);
  });
});

describe('inTransaction', () => {
  it('rolls back what threw', async () => {
    await sql`create table thrown (x int)`.execute(test.db);
    await expect(
      inTransaction(test.db, async (trx) => {
        await sql`insert into thrown values (1)`.execute(trx);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await one('select count(*) as n from thrown')).toEqual({ n: 0 });
  });

  it('begins again after a serialization failure, so that concurrent sums are right', async () => {
    await sql`create table counter (x int)`.execute(test.db);
    await sql`insert into counter values (0)`.execute(test.db);
    let runs = 0;
    const add = () =>
      inTransaction(
        test.db,
        async (trx) => {
          runs++;
          const { rows } = await sql<{ x: number }>`select x from counter`.execute(trx);
          await sql`select pg_sleep(0.01)`.execute(trx);
          await sql`update counter set x = ${rows[0]!.x + 1}`.execute(trx);
        },
        { isolation: 'serializable', attempts: 30 },
      );
    await Promise.all([add(), add(), add(), add()]);
    expect(await one('select x from counter')).toEqual({ x: 4 });
    expect(runs).toBeGreaterThan(4);
  });

  it('begins again after a deadlock', async () => {
    await sql`create table pair (id int primary key, x int)`.execute(test.db);
    await sql`insert into pair values (1, 0), (2, 0)`.execute(test.db);
    let runs = 0;
    const lock = (first: number, second: number) =>
      inTransaction(test.db, async (trx) => {
        runs++;
        await sql`update pair set x = x + 1 where id = ${first}`.execute(trx);
        await sql`select pg_sleep(0.1)`.execute(trx);
        await sql`update pair set x = x + 1 where id = ${second}`.execute(trx);
      });
    await Promise.all([lock(1, 2), lock(2, 1)]);
    expect(await one('select sum(x)::int as x from pair')).toEqual({ x: 4 });
    expect(runs).toBe(3);
  });

  it('gives up after the attempts it was allowed', async () => {
    let runs = 0;
    const always = inTransaction(
      test.db,
      async () => {
        runs++;
        throw Object.assign(new Error('victim'), { code: '40001' });
      },
      { attempts: 2 },
    );
    await expect(always).rejects.toThrow('victim');
    expect(runs).toBe(2);
  });
});

describe('a broken connection', () => {
  it('neither crashes the process nor stays in the pool, idle or in a transaction', async () => {
    const own = await testDatabase({ size: 2 });
    const broken: string[] = [];
    const { db } = openPool(own.address, { size: 2, onBroken: (error) => broken.push(error.message) });
    const killAll = () =>
      asSuperuser('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [own.name]);
    await sql`select 1`.execute(db);
    await killAll();
    await expect.poll(() => broken.length).toBeGreaterThan(0);
    expect((await sql<{ x: number }>`select 1 as x`.execute(db)).rows).toEqual([{ x: 1 }]);
    const inside = inTransaction(db, async (trx) => {
      await sql`select 1`.execute(trx);
      await killAll();
      await new Promise((resolve) => setTimeout(resolve, 100));
      await sql`select 1`.execute(trx);
    });
    await expect(inside).rejects.toThrow();
    expect((await sql<{ x: number }>`select 1 as x`.execute(db)).rows).toEqual([{ x: 1 }]);
    await db.destroy();
    await own.drop();
  });

  it('is an error after the patience is over', async () => {
    const { db } = openPool({ host: '127.0.0.1', port: 1, user: 'x', password: 'x', database: 'x' }, { patience: 0.3 });
    const started = Date.now();
    await expect(sql`select 1`.execute(db)).rejects.toThrow(/ECONNREFUSED/);
    expect(Date.now() - started).toBeGreaterThan(150);
    await db.destroy();
  });
});
