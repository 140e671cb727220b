import type { FastifyInstance } from 'fastify';
import { done } from '../../core/contract/common.ts';
import type { Problem } from '../../core/contract/problems.ts';
import { session } from '../../core/contract/session.ts';
import { ok, type Result } from '../../core/result.ts';
import { command } from '../database/command.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { startRehearsal, wipeRehearsal } from './rehearse-session.ts';

/** Rehearsals: a whole ballot with the real roster and devices that counts for nothing, and its removal. */
export function registerRehearsalRoutes(app: FastifyInstance, { db, live }: Services): void {
  const run = <T>(caller: Caller, act: (trx: Transaction) => Promise<Result<T, Problem>>) =>
    command(db, async (trx) => {
      const outcome = await act(trx);
      if (outcome.ok)
        for (const topic of ['hall', 'session', 'turnout'] as const) await live.publish(trx, caller.congress, topic);
      return outcome;
    });
  serve(app, session.startRehearsal, ({ caller, params }) =>
    run(caller, (trx) => startRehearsal(trx, caller, params.session, params.rehearsal)),
  );
  serve(app, session.wipeRehearsal, async ({ caller, params }) => {
    const wiped = await run(caller, (trx) => wipeRehearsal(trx, caller, params.session));
    return wiped.ok ? ok(done) : wiped;
  });
}
