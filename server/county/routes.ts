import type { FastifyInstance } from 'fastify';
import { county } from '../../core/contract/county.ts';
import { ok } from '../../core/result.ts';
import { inTransaction } from '../database/pool.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { makeTown, seeTowns } from './towns.ts';

/** A county and its towns. */
export function registerCountyRoutes(app: FastifyInstance, services: Services): void {
  serve(app, county.towns, async ({ caller }) =>
    ok(await inTransaction(services.db, (trx) => seeTowns(trx, caller.congress))),
  );
  serve(app, county.makeTown, ({ caller, params, body }) => makeTown(services, caller, params.congress, body), {
    config: { rateLimit: { max: 60, timeWindow: '1 minute' } },
  });
}
