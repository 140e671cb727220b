import { sql } from 'kysely';
import type { Db } from '../database/pool.ts';

/**
 * After rows have been written anew, their old versions stay in the file until they are vacuumed, in the old order: removes them now instead
 * of when the database gets round to it. What a copy of the disk or of the write-ahead log from before shows is beyond a program's reach. A
 * failure (no right to vacuum, a backup running) costs nothing but time, so it is not the caller's.
 */
export async function sweepTraces(
  db: Db,
  tables: readonly ('card' | 'card_credential' | 'cast_ballot' | 'motion_voter' | 'motion_count')[],
): Promise<void> {
  for (const table of tables) await sql`vacuum (skip_locked) ${sql.table(table)}`.execute(db).catch(() => {});
}
