import type { FastifyInstance } from 'fastify';
import { problem } from '../../core/contract/problems.ts';
import { readiness } from '../../core/contract/readiness.ts';
import { err, ok } from '../../core/result.ts';
import { lastRecorded } from '../audit/read.ts';
import { mayHaveAll } from '../backup/may.ts';
import { inTransaction } from '../database/pool.ts';
import { kioskBuild } from '../devices/kiosk-build.ts';
import { deviceSummary } from '../devices/manage.ts';
import type { Presence } from '../devices/presence.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { findSession } from '../session/store.ts';
import { appointed, freeBytes, rehearsalState } from './facts.ts';

/** The evaluation of readiness: what only this machine knows; the judgement itself is core/workflow/readiness.ts. */
export function registerReadinessRoutes(app: FastifyInstance, services: Services, presence: Presence): void {
  const { config, db, live, backups } = services;
  const build = kioskBuild();
  serve(app, readiness.facts, async ({ caller, params }) => {
    const free = config.databaseUrl ? null : await freeBytes(config.dataDir);
    return inTransaction(db, async (trx) => {
      if (!(await findSession(trx, caller.congress, params.session))) return err(problem('not-found'));
      const last = await lastRecorded(trx, caller.congress);
      const here = live.accounts(caller.congress);
      const named = await appointed(trx, caller.congress, params.session);
      const mine = await mayHaveAll(trx, caller);
      return ok({
        tablets: await deviceSummary(trx, caller.congress, presence, build),
        rehearsal: await rehearsalState(trx, caller.congress, params.session),
        freeBytes: free,
        ...(mine.ok ? { lastBackup: backups.lastMade()?.toISOString() ?? null } : {}),
        scrutineersOnline: named.filter((account) => here.has(account)).length,
        now: new Date().toISOString(),
        lastRecord: last?.toISOString() ?? null,
      });
    });
  });
}
