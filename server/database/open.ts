import type pg from 'pg';
import { type Embedded, startEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import { type DatabaseAddress, type Db, openPool, type PoolOptions } from './pool.ts';

export interface OpenDatabase {
  readonly db: Db;
  readonly pool: pg.Pool;
  /** For a connection of one's own, as LISTEN needs. */
  readonly address: DatabaseAddress;
  /** Closes the pool, then stops the embedded server if nobody else uses it. Call it on SIGTERM and SIGINT. */
  close(): Promise<void>;
}

/**
 * The database ready for use: at `databaseUrl`, or the embedded one in `dataDir`; migrated.
 * @throws with a message for the operator when it cannot run or does not fit this program.
 */
export async function openDatabase(
  settings: { databaseUrl?: string; dataDir: string } & PoolOptions,
): Promise<OpenDatabase> {
  const { databaseUrl, dataDir, ...poolOptions } = settings;
  const embedded: Embedded | undefined = databaseUrl ? undefined : await startEmbedded({ dataDir });
  try {
    const address = embedded ? embedded.address() : { connectionString: databaseUrl };
    await migrate(address);
    const { db, pool } = openPool(address, poolOptions);
    const close = async () => {
      await db.destroy();
      // Kysely ends the pool only if it has used it.
      if (!pool.ending) await pool.end();
      await embedded?.stop();
    };
    return { db, pool, address, close };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}
