import type { FastifyInstance } from 'fastify';
import { type Problem, problem } from '../../core/contract/problems.ts';
import { type ScreenControl, screen } from '../../core/contract/screen.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { command } from '../database/command.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { findSession } from '../session/store.ts';
import { chooseView, controlOf, countDown, saveAgenda } from './control.ts';

/** What staff let the projector show. Turning a view is no act of the session, so the record does not hold it. */
export function registerScreenRoutes(app: FastifyInstance, { db, live }: Services): void {
  const act = (caller: Caller, run: (trx: Transaction) => Promise<Result<ScreenControl, Problem>>) =>
    command(db, async (trx) => {
      const outcome = await run(trx);
      if (outcome.ok) for (const topic of ['session', 'hall'] as const) await live.publish(trx, caller.congress, topic);
      return outcome;
    });

  serve(app, screen.screenControl, ({ caller, params }) =>
    inTransaction(db, async (trx) =>
      (await findSession(trx, caller.congress, params.session))
        ? ok(await controlOf(trx, caller.congress, params.session))
        : err(problem('not-found')),
    ),
  );
  serve(app, screen.showOnScreen, ({ caller, params, body }) =>
    act(caller, (trx) => chooseView(trx, caller.congress, params.session, body.view, body.motion)),
  );
  serve(app, screen.saveAgenda, ({ caller, params, body }) =>
    act(caller, (trx) => saveAgenda(trx, caller.congress, params.session, body)),
  );
  serve(app, screen.countDown, ({ caller, params, body }) =>
    act(caller, (trx) => countDown(trx, caller.congress, params.session, body.request, body.minutes)),
  );
}
