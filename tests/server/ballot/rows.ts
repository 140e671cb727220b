import { sql } from 'kysely';
import { expect, vi } from 'vitest';
import type { Db } from '../../../server/database/pool.ts';

/**
 * Every row, once no ballot's proofs are being checked any more: a cast is acknowledged before its proofs are (design, 6), so that
 * a row read right after a receipt may still change by itself.
 */
export async function settledRows(db: Db): Promise<Record<string, string[]>> {
  const pending = db.selectFrom('cast_ballot').select('hash').where('proofs', '=', 'pending');
  await vi.waitFor(async () => expect(await pending.execute()).toEqual([]), { timeout: 30_000, interval: 20 });
  return allRows(db);
}

/** Every row of every table, as text: two are equal exactly if nothing has changed. */
export async function allRows(db: Db): Promise<Record<string, string[]>> {
  const { rows: tables } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' order by tablename`.execute(db);
  const dump: Record<string, string[]> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} t order by 1`.execute(db);
    dump[name] = rows.map(({ row }) => row);
  }
  return dump;
}
