import { rmSync } from 'node:fs';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startEmbedded } from '../../server/database/embedded.ts';
import { readPostmaster } from '../../server/database/embedded-lock.ts';
import { inTransaction, openPool } from '../../server/database/pool.ts';
import { bundle, dataFolder, Program, pause, workingIn } from '../support/processes.ts';

let program: string;
let folder: ReturnType<typeof dataFolder>;
let writer: Program | undefined;

beforeAll(async () => {
  program = await bundle('tests/support/cluster-program.ts');
});
afterAll(() => rmSync(program, { force: true }));
afterEach(async () => {
  await writer?.kill();
  writer = undefined;
  await folder?.end();
});

const quiet = { log: () => {} };

/** Ids that were acknowledged and are not in the table. */
async function lost(acked: Set<string>): Promise<string[]> {
  const embedded = await startEmbedded({ dataDir: folder.dir, ...quiet });
  const client = new pg.Client(embedded.address());
  await client.connect();
  const { rows } = await client.query<{ id: string }>('select id from acked');
  await client.end();
  await embedded.stop();
  const there = new Set(rows.map((row) => row.id));
  return [...acked].filter((id) => !there.has(id));
}

describe('an acknowledged row', () => {
  it.each([
    ['node', 4],
    ['node and every database process', 4],
  ])('is there after kill -9 of %s in the middle of writing', async (what, rounds) => {
    folder = dataFolder();
    const acked = new Set<string>();
    for (let round = 0; round < rounds; round++) {
      const one = Program.run(program, 'write', folder.dir);
      writer = one;
      await expect.poll(() => one.said('acked').length, { timeout: 50_000, interval: 5 }).toBeGreaterThan(20);
      await pause(150 + 100 * round);
      if (what !== 'node') for (const pid of workingIn(folder.data)) process.kill(pid, 'SIGKILL');
      await one.kill();
      for (const id of one.said<string>('acked')) acked.add(id);
      expect(await lost(acked)).toEqual([]);
    }
  });
});

describe('a database that goes away in use', () => {
  it.each([
    ['is killed', 'SIGKILL'],
    ['is shut down', 'SIGINT'],
  ] as const)('and %s is brought back, and the pool goes on', async (_how, signal) => {
    folder = dataFolder();
    const embedded = await startEmbedded({ dataDir: folder.dir, ...quiet });
    const { db } = openPool(embedded.address(), { size: 4, patience: 20, onBroken: () => {} });
    await sql`create table done (id int primary key)`.execute(db);
    const acked: number[] = [];
    let errors = 0;
    let stop = false;
    const write = async (first: number) => {
      for (let id = first; !stop; id += 4) {
        try {
          await inTransaction(db, async (trx) => {
            await sql`insert into done values (${id})`.execute(trx);
          });
          acked.push(id);
        } catch {
          errors++;
        }
      }
    };
    const writers = [write(0), write(1), write(2), write(3)];
    await expect.poll(() => acked.length, { timeout: 50_000 }).toBeGreaterThan(20);
    const before = readPostmaster(folder.data)!.pid;
    process.kill(before, signal);
    await expect.poll(() => readPostmaster(folder.data)?.pid ?? before, { timeout: 50_000 }).not.toBe(before);
    const resumed = acked.length;
    await expect.poll(() => acked.length, { timeout: 50_000 }).toBeGreaterThan(resumed + 20);
    stop = true;
    await Promise.all(writers);
    // Only what was under way when it died may have failed: whoever came later waited.
    expect(errors).toBeLessThanOrEqual(8);
    const { rows } = await sql<{ id: number }>`select id from done`.execute(db);
    const there = new Set(rows.map((row) => row.id));
    expect(acked.filter((id) => !there.has(id))).toEqual([]);
    await db.destroy();
    expect(await embedded.stop()).toBe('stopped');
  });

  it('and is stopped while it is being brought back is not left running', async () => {
    folder = dataFolder();
    let lost = false;
    const log = () => {
      lost = true;
    };
    const embedded = await startEmbedded({ dataDir: folder.dir, ...quiet, log });
    process.kill(readPostmaster(folder.data)!.pid, 'SIGKILL');
    await expect.poll(() => lost, { timeout: 50_000, interval: 1 }).toBe(true);
    expect(await embedded.stop()).toBe('stopped');
    expect(readPostmaster(folder.data)).toBeUndefined();
  });
});
