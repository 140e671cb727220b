import type { Kysely } from 'kysely';
import type { Config } from './config.ts';
import type { Database } from './database/schema.ts';
import type { LiveHub } from './live/hub.ts';

/** What every stage is given by app.ts. Stages open transactions here and hand only the transaction to their store. */
export interface Services {
  readonly config: Config;
  readonly db: Kysely<Database>;
  readonly live: LiveHub;
}
