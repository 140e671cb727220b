import type { FastifyInstance } from 'fastify';
import { deputyDesk } from '../../core/contract/collection.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { DeputyId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { findDeputy } from '../congress/store.ts';
import { command } from '../database/command.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { serve } from '../http/serve.ts';
import { deputyOf } from '../identity/store.ts';
import type { Services } from '../services.ts';
import { publicCollection } from './collections.ts';
import { currentCollection } from './settings-store.ts';
import { ledgerPage } from './store.ts';
import { secondAsDeputy, suggestAsDeputy } from './suggest.ts';

/** What a deputy does of collection at their own desk. */
export function registerDeputyDesk(app: FastifyInstance, { db, live }: Services): void {
  /** Runs as the deputy of the caller's account; an account that is nobody's has no desk. */
  const asDeputy = <T>(
    caller: Caller,
    run: (trx: Transaction, deputy: DeputyId) => Promise<Result<T, Problem>>,
  ): Promise<Result<T, Problem>> =>
    command(db, async (trx) => {
      const deputy = await deputyOf(trx, caller.congress, caller.id);
      return deputy ? run(trx, deputy) : err(problem('not-found'));
    });

  serve(app, deputyDesk.desk, ({ caller }) =>
    asDeputy(caller, async (trx, id) => {
      const deputy = await findDeputy(trx, caller.congress, id);
      const open = await publicCollection(trx, caller.congress);
      if (!deputy || !open.ok) return err(problem('not-found'));
      const { name, number, delegation } = deputy;
      return ok({ deputy: { name, number, delegation }, collection: open.value });
    }),
  );

  serve(app, deputyDesk.own, async ({ caller, query }) =>
    inTransaction(db, async (trx) => {
      const deputy = await deputyOf(trx, caller.congress, caller.id);
      const row = await currentCollection(trx, caller.congress);
      if (!deputy || !row) return ok({ suggestions: [], next: null });
      return ok(await ledgerPage(trx, caller.congress, row.cycle, { deputy }, { after: query.after, size: 20 }));
    }),
  );

  serve(app, deputyDesk.suggest, ({ caller, params, body }) =>
    asDeputy(caller, async (trx, deputy) => {
      const made = await suggestAsDeputy(trx, caller.congress, caller, deputy, { ...body, id: params.suggestion });
      if (made.ok) await live.publish(trx, caller.congress, 'year');
      return made;
    }),
  );

  serve(app, deputyDesk.second, ({ caller, params }) =>
    asDeputy(caller, async (trx, deputy) => {
      const done = await secondAsDeputy(trx, caller.congress, params.suggestion, deputy);
      if (done.ok && done.value.first) await live.publish(trx, caller.congress, 'year');
      return done;
    }),
  );
}
