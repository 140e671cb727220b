import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Motion, motion as routes } from '../../core/contract/motion.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { MotionId, SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { sweepTraces } from '../ballot/traces.ts';
import { command } from '../database/command.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import type { Doorkeeper } from '../devices/only-paired.ts';
import type { Caller } from '../http/caller.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { findSession } from '../session/store.ts';
import { closeMotion, openMotion, recordHands, removeMotion, saveMotion, voidMotion } from './motions.ts';
import { motionById, motionsOf } from './store.ts';
import { checkMotionCard, voteOnMotion } from './vote.ts';

/** Procedural motions: the staff's commands, and the tablets' votes. */
export function registerMotionRoutes(app: FastifyInstance, services: Services, mayVote: Doorkeeper): void {
  const { db, live } = services;
  const act = (caller: Caller, session: SessionId, run: (trx: Transaction) => Promise<Result<void, Problem>>) =>
    command(db, async (trx): Promise<Result<Motion[], Problem>> => {
      const outcome = await run(trx);
      if (!outcome.ok) return outcome;
      for (const topic of ['session', 'hall'] as const) await live.publish(trx, caller.congress, topic);
      return ok(await motionsOf(trx, caller.congress, session));
    });
  /** Old versions of what was written anew do not wait for the database to get round to them. */
  const swept = async <T>(outcome: Promise<T>): Promise<T> => {
    const answer = await outcome;
    await sweepTraces(db, ['motion_voter', 'motion_count']);
    return answer;
  };

  serve(app, routes.motions, ({ caller, params }) =>
    inTransaction(db, async (trx) =>
      (await findSession(trx, caller.congress, params.session))
        ? ok(await motionsOf(trx, caller.congress, params.session))
        : err(problem('not-found')),
    ),
  );
  serve(app, routes.saveMotion, ({ caller, params, body }) =>
    act(caller, params.session, (trx) => saveMotion(trx, caller, params.session, params.motion, body)),
  );
  serve(app, routes.removeMotion, ({ caller, params }) =>
    act(caller, params.session, (trx) => removeMotion(trx, caller, params.session, params.motion)),
  );
  serve(app, routes.openMotion, ({ caller, params }) =>
    act(caller, params.session, (trx) => openMotion(trx, caller, params.session, params.motion)),
  );
  serve(app, routes.closeMotion, ({ caller, params }) =>
    swept(act(caller, params.session, (trx) => closeMotion(trx, caller, params.session, params.motion))),
  );
  serve(app, routes.recordHands, ({ caller, params, body }) =>
    act(caller, params.session, (trx) => recordHands(trx, caller, params.session, params.motion, body)),
  );
  serve(app, routes.voidMotion, ({ caller, params, body }) =>
    swept(act(caller, params.session, (trx) => voidMotion(trx, caller, params.session, params.motion, body.reason))),
  );

  /** Runs it where this device may vote, as for ballots; an unknown motion is told by what is run. */
  const admitted = async <T>(
    request: FastifyRequest,
    motion: MotionId,
    run: () => Promise<Result<T, Problem>>,
  ): Promise<Result<T, Problem>> => {
    const found = await inTransaction(db, (trx) => motionById(trx, motion));
    const refused = found && (await mayVote(request, found.congress_id));
    return refused ? err(refused) : run();
  };
  serve(app, routes.motionCard, ({ params, body, request }) =>
    admitted(request, params.motion, () =>
      inTransaction(db, (trx) => checkMotionCard(trx, params.motion, body.credential)),
    ),
  );
  serve(app, routes.voteMotion, ({ params, body, request }) =>
    admitted(request, params.motion, () => voteOnMotion(services, params.motion, body)),
  );
}
