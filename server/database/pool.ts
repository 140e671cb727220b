import { Kysely, type Transaction as KyselyTransaction, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from './schema.ts';
import { valueTypes } from './values.ts';

export { json } from './values.ts';

export type Db = Kysely<Database>;
/** What a store function gets: with only this in hand it cannot reach for the pool by mistake. */
export type Transaction = KyselyTransaction<Database>;
/** Where a database is and as whom: a URL, or host (a socket folder or a name), port, user, password, database. */
export type DatabaseAddress = Pick<
  pg.ClientConfig,
  'connectionString' | 'host' | 'port' | 'user' | 'password' | 'database'
>;

export interface PoolOptions {
  /** Connections at most; default 10. */
  size?: number;
  /** Seconds for which a caller waits while the database cannot be reached (a restart), before the error is its own; default 10. */
  patience?: number;
  /** Told of a connection that broke; default: one line to stderr. */
  onBroken?: (error: Error) => void;
}

/** What every connection of ours starts with: our value types, the one time zone of the country, and limits on statements that hang. */
export function clientConfig(address: DatabaseAddress): pg.ClientConfig {
  return {
    ...address,
    types: valueTypes,
    application_name: 'piaojue',
    keepAlive: true,
    options: '-c timezone=Asia/Shanghai',
  };
}

const unreachableCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  '57P01',
  '57P02',
  '57P03',
  '53300',
]);
// The last is pg's answer to Kysely's rollback on a connection that has just broken.
const unreachableText =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

/** Whether an error says that the database cannot be reached now, and might be in a moment. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return unreachableCodes.has((error as { code?: string }).code ?? '') || unreachableText.test(error.message);
}

/**
 * Opens a pool; nothing is connected yet. A broken idle or checked-out connection is dropped and never crashes the process; while the database
 * restarts, callers wait for a connection up to `patience`. A statement that was already sent is never repeated here: it may have been committed.
 * Close with `db.destroy()`.
 */
export function openPool(address: DatabaseAddress, options: PoolOptions = {}): { db: Db; pool: pg.Pool } {
  const {
    size = 10,
    patience = 10,
    onBroken = (error) => console.error(`database connection lost: ${error.message}`),
  } = options;
  const pool = new pg.Pool({
    ...clientConfig(address),
    max: size,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: 60_000,
    idle_in_transaction_session_timeout: 60_000,
  });
  pool.on('error', () => {});
  // The pool listens for errors on idle connections only: one that breaks inside a transaction would end the process.
  pool.on('connect', (client) => client.on('error', (error) => pool.ending || onBroken(error)));
  const dialect = new PostgresDialect({
    pool: { connect: () => connectPatiently(pool, patience), end: () => pool.end() },
  });
  return { db: new Kysely<Database>({ dialect }), pool };
}

async function connectPatiently(pool: pg.Pool, patience: number): Promise<pg.PoolClient> {
  const until = Date.now() + patience * 1000;
  for (let wait = 25; ; wait = Math.min(wait * 2, 500)) {
    try {
      return await pool.connect();
    } catch (error) {
      if (pool.ending || !isUnreachable(error) || Date.now() + wait > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

export interface TransactionOptions {
  isolation?: 'read committed' | 'repeatable read' | 'serializable';
  /** How often to try in all when the database picks this transaction as a victim; default 5. */
  attempts?: number;
}

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';

/**
 * Runs `fn` in one transaction and commits, or rolls back when it throws. Begins again after a deadlock or serialization failure, so `fn` may run
 * more than once: it does nothing but SQL. A connection lost on the way is thrown: whether it committed is unknown, and the command's
 * client-made id makes repeating it safe.
 */
export async function inTransaction<T>(
  db: Db,
  fn: (trx: Transaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const { isolation, attempts = 5 } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      const begin = db.transaction();
      return await (isolation ? begin.setIsolationLevel(isolation) : begin).execute(fn);
    } catch (error) {
      const code = (error as { code?: string }).code;
      if (attempt >= attempts || (code !== SERIALIZATION_FAILURE && code !== DEADLOCK)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
    }
  }
}
