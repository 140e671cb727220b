import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { stopSweeping, sweepTraces } from '../../../server/ballot/traces.ts';
import { sampleTown, startServer, type Town, useServer } from '../../support/server.ts';
import { registerBatch } from '../session/cards.ts';

describe('old versions of rows', () => {
  const server = useServer();
  let town: Town;
  const db = () => server.database.db;
  beforeAll(async () => {
    town = await sampleTown(server);
    await registerBatch(town, 20);
    await sql`create extension pgstattuple`.execute(db());
    await sql`create extension pageinspect`.execute(db());
    // Otherwise the database may get round to it first.
    await sql`alter table card set (autovacuum_enabled = false)`.execute(db());
  });

  const writeAnew = () => sql`update card set state = state`.execute(db());
  const dead = async () => {
    const { rows } = await sql<{ dead: number }>`select dead_tuple_count as dead from pgstattuple('card')`.execute(
      db(),
    );
    return rows[0]!.dead;
  };

  /** How often a text stands in the pages of the table, whether somebody sees it or not. */
  const written = async (text: string) => {
    const { rows } = await sql<{ count: number }>`
      select coalesce(sum((length(p) - length(replace(p, encode(${text}::bytea, 'hex'), ''))) / ${text.length * 2}), 0)::int as count
      from generate_series(0, pg_relation_size('card') / 8192 - 1) as b,
        lateral (select encode(get_raw_page('card', b::int), 'hex') as p) as page`.execute(db());
    return rows[0]!.count;
  };

  it('are removed at once', async () => {
    await writeAnew();
    expect(await dead()).toBeGreaterThan(0);
    expect(await written('A-001')).toBeGreaterThan(1);
    await sweepTraces(db(), ['card']);
    expect(await dead()).toBe(0);
    // Not only freed: a vacuum alone leaves them in the pages.
    expect(await written('A-001')).toBe(1);
  });

  it('are left alone while a ballot is open: a table that is written anew keeps everybody waiting', async () => {
    await writeAnew();
    await sql`update ballot set state = 'open'`.execute(db());
    await sweepTraces(db(), ['card'], 20);
    expect(await written('A-001')).toBeGreaterThan(1);
    await sql`update ballot set state = 'preparing'`.execute(db());
    await expect.poll(() => written('A-001')).toBe(1);
  });

  it('go with the log of what was written', async () => {
    const segments = async () => {
      const { rows } = await sql<{ name: string }>`select name from pg_ls_waldir() order by name`.execute(db());
      return rows.map(({ name }) => name);
    };
    const before = await segments();
    await writeAnew();
    await sweepTraces(db(), ['card']);
    expect((await segments()).filter((name) => before.includes(name))).toEqual([]);
  });

  it('are removed as soon as nobody sees them any more, if somebody did', async () => {
    await db()
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (reader) => {
        await sql`select count(*) from card`.execute(reader);
        await writeAnew();
        await sweepTraces(db(), ['card'], 20);
        expect(await dead()).toBeGreaterThan(0);
      });
    await expect.poll(dead).toBe(0);
  });

  it('are removed as soon as the table can be had, if it could not', async () => {
    await writeAnew();
    await db()
      .transaction()
      .execute(async (holder) => {
        await sql`lock table card in share mode`.execute(holder);
        await sweepTraces(db(), ['card'], 20);
      });
    await expect.poll(dead).toBe(0);
  });

  it('are removed at the next start, if the program ended before', async () => {
    await writeAnew();
    stopSweeping(db());
    expect(await dead()).toBeGreaterThan(0);
    const next = await startServer({ on: server.database });
    await expect.poll(dead).toBe(0);
    await next.stop();
  });
});
