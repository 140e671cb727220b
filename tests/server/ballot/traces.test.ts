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

  it('are removed at once', async () => {
    await writeAnew();
    expect(await dead()).toBeGreaterThan(0);
    await sweepTraces(db(), ['card']);
    expect(await dead()).toBe(0);
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
    await expect.poll(dead, { timeout: 15_000 }).toBe(0);
  });

  it('are removed as soon as the table can be had, if it could not', async () => {
    await writeAnew();
    await db()
      .transaction()
      .execute(async (holder) => {
        await sql`lock table card in share mode`.execute(holder);
        await sweepTraces(db(), ['card'], 20);
      });
    await expect.poll(dead, { timeout: 15_000 }).toBe(0);
  });

  it('are removed at the next start, if the program ended before', async () => {
    await writeAnew();
    stopSweeping(db());
    expect(await dead()).toBeGreaterThan(0);
    const next = await startServer({ on: server.database });
    await expect.poll(dead, { timeout: 15_000 }).toBe(0);
    await next.stop();
  });
});
