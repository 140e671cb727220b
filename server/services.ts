import type { Shelf } from './backup/shelf.ts';
import type { Config } from './config.ts';
import type { Db } from './database/pool.ts';
import type { LiveHub } from './live/hub.ts';

/** What every stage is given by app.ts. Stages open transactions here and hand only the transaction to their store. */
export interface Services {
  readonly config: Config;
  readonly db: Db;
  readonly live: LiveHub;
  readonly backups: Shelf;
  /** Signs sign-in tokens; kept in the database, so that every process of an installation knows it. */
  readonly signInKey: Uint8Array;
  /** Short hash of the running build, `source` when it runs unbuilt; and the package's version. */
  readonly build: string;
  readonly version: string;
}
