import { sql } from 'kysely';
import type { Db } from '../database/pool.ts';

/** Tables whose rows are written anew so that their order says nothing. */
const tables = ['card', 'card_credential', 'tablet_credential', 'cast_ballot', 'motion_voter', 'motion_count'] as const;
type Table = (typeof tables)[number];

/** How long to wait before what could not be removed is tried again, in ms: a minute, and each time longer. */
const PAUSE_MS = 60_000;
/** Then it is left to the next start, which tries again. */
const TRIES = 20;

interface Waiting {
  readonly tables: Set<Table>;
  tries: number;
  timer: NodeJS.Timeout | undefined;
}

/** What is still to be swept, by database. */
const waiting = new WeakMap<Db, Waiting>();

/**
 * After rows have been written anew, their old versions stay in the table's file in the old order, also when a vacuum has freed their place: the table
 * is written to a new file instead, and the log of what was written before is thrown away. What a copy of the disk from before shows is beyond a
 * program's reach. A failure (somebody still reads what was there before, a backup is running, another ballot is open) is not the caller's: it is
 * tried again by itself until it succeeds, and at every start (`sweepAll`).
 */
export async function sweepTraces(db: Db, which: readonly Table[], pause = PAUSE_MS): Promise<void> {
  const later = waiting.get(db) ?? { tables: new Set<Table>(), tries: 0, timer: undefined };
  waiting.set(db, later);
  for (const table of which) {
    if (await sweep(db, table).catch(() => false)) later.tables.delete(table);
    else later.tables.add(table);
  }
  if (waiting.get(db) !== later) return;
  if (later.tables.size === 0) {
    later.tries = 0;
    await dropLog(db).catch(() => {});
  }
  if (later.tables.size === 0 || later.timer !== undefined || later.tries >= TRIES) return;
  later.tries += 1;
  later.timer = setTimeout(() => {
    later.timer = undefined;
    void sweepTraces(db, [...later.tables], pause);
  }, pause * later.tries);
  later.timer.unref();
}

/** At start: the program may have ended between writing anew and sweeping. */
export const sweepAll = (db: Db): Promise<void> => sweepTraces(db, tables);

/** Before the database is closed. */
export function stopSweeping(db: Db): void {
  const later = waiting.get(db);
  if (!later) return;
  clearTimeout(later.timer);
  // One that is under way finds itself forgotten and starts no further try.
  waiting.delete(db);
}

/**
 * The write-ahead log tells in which order rows were written for as long as its files are there. Only on the embedded database, which nobody else
 * uses and which does not keep them for use again: a cluster's log is its administrators' matter.
 */
async function dropLog(db: Db): Promise<void> {
  const { rows } = await sql<{ ours: boolean }>`select current_setting('wal_recycle') = 'off' as ours`.execute(db);
  if (!rows[0]!.ours) return;
  // A file goes at the second checkpoint after it was finished.
  for (const _ of [1, 2]) {
    await sql`select pg_switch_wal()`.execute(db);
    await sql`checkpoint`.execute(db);
  }
}

/** @returns whether no old version is left; false where one is still visible to somebody, or the table could not be had */
async function sweep(db: Db, table: Table): Promise<boolean> {
  return db.connection().execute(async (one) => {
    // A table that is written anew cannot be used meanwhile: not while somebody votes, in this congress or another.
    const { rows: open } = await sql`select from ballot where state = 'open' limit 1`.execute(one);
    const whole = open.length === 0;
    // Nobody is kept waiting behind a vacuum that itself waits.
    await sql`set lock_timeout = '200ms'`.execute(one);
    try {
      if (whole) await sql`vacuum full ${sql.table(table)}`.execute(one);
      await sql`vacuum ${sql.table(table)}`.execute(one);
    } finally {
      await sql`reset lock_timeout`.execute(one);
    }
    // What the vacuum itself has just counted.
    const { rows } = await sql<{ left: number }>`
      select pg_stat_get_dead_tuples(${table}::regclass) as left`.execute(one);
    return whole && Number(rows[0]!.left) === 0;
  });
}
