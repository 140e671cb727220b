import type { FastifyInstance } from 'fastify';
import { type Cycle, cycle } from '../../core/contract/cycle.ts';
import type { Problem } from '../../core/contract/problems.ts';
import { ok, type Result } from '../../core/result.ts';
import { command } from '../database/command.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { enterStage, seeCycles, setDeadlines, startCycle } from './cycles.ts';

/** The year and its stages. */
export function registerCycleRoutes(app: FastifyInstance, { db, live }: Services): void {
  const run = (
    caller: Caller,
    act: (trx: Transaction) => Promise<Result<void, Problem>>,
  ): Promise<Result<Cycle[], Problem>> =>
    command(db, async (trx) => {
      const done = await act(trx);
      if (!done.ok) return done;
      await live.publish(trx, caller.congress, 'year');
      return ok(await seeCycles(trx, caller.congress));
    });

  serve(app, cycle.cycles, async ({ caller }) => ok(await inTransaction(db, (trx) => seeCycles(trx, caller.congress))));
  serve(app, cycle.start, ({ caller, params, body }) =>
    run(caller, (trx) => startCycle(trx, caller, params.cycle, body)),
  );
  serve(app, cycle.enter, ({ caller, params, body }) =>
    run(caller, (trx) => enterStage(trx, caller, params.cycle, body)),
  );
  serve(app, cycle.deadlines, ({ caller, params, body }) =>
    run(caller, (trx) => setDeadlines(trx, caller, params.cycle, body.deadlines)),
  );
}
