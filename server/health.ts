import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { health } from '../core/contract/health.ts';
import { problem } from '../core/contract/problems.ts';
import { err, ok } from '../core/result.ts';
import { serve } from './http/serve.ts';
import type { Services } from './services.ts';

/** A watcher is told within this time, though a command waits longer for a database that restarts. */
const WITHIN = 3000;

/** Whether server and database answer. */
export function registerHealthRoute(app: FastifyInstance, { db, build, version }: Services): void {
  serve(app, health.health, async () => {
    const answered = sql`select 1`.execute(db).then(
      () => true,
      () => false,
    );
    const late = new Promise<boolean>((resolve) => setTimeout(resolve, WITHIN, false).unref());
    return (await Promise.race([answered, late]))
      ? ok({ database: true as const, build, version })
      : err(problem('database-unavailable'));
  });
}
