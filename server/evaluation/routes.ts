import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { done } from '../../core/contract/common.ts';
import { type Evaluations, evaluation } from '../../core/contract/evaluation.ts';
import type { Problem } from '../../core/contract/problems.ts';
import { ok, type Result } from '../../core/result.ts';
import { command } from '../database/command.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { prepareEvaluation, withdrawEvaluation } from './prepare.ts';
import { rate } from './rating.ts';
import { saveRectification } from './rectify.ts';
import { publicEvaluation, publishedEvaluation, seeEvaluations } from './see.ts';

/** A village behind one router rates within the minute; only a program asks more. */
const RATINGS = { config: { rateLimit: { max: 60, timeWindow: '1 minute' } } };

/** Over HTTPS under a name of its own, as the sign-in's: a cookie of plain HTTP does not pass for it. */
const cookieOf = (request: FastifyRequest) => (request.protocol === 'https' ? '__Host-piaojue-rater' : 'piaojue-rater');

const tokenOf = (request: FastifyRequest): string | null => request.cookies[cookieOf(request)] ?? null;

/** A browser keeps for a year that it is the one that rated; it is used for nothing else. */
const keepToken = (request: FastifyRequest, reply: FastifyReply, token: string) =>
  reply.setCookie(cookieOf(request), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
    maxAge: 365 * 86_400,
  });

/** Evaluation and rectification: the console's page, and what the public sees and says beside the result. */
export function registerEvaluationRoutes(app: FastifyInstance, { db, live }: Services): void {
  const run = (
    caller: Caller,
    act: (trx: Transaction) => Promise<Result<void, Problem>>,
  ): Promise<Result<Evaluations, Problem>> =>
    command(db, async (trx) => {
      const outcome = await act(trx);
      if (!outcome.ok) return outcome;
      for (const topic of ['year', 'session', 'hall'] as const) await live.publish(trx, caller.congress, topic);
      return ok(await seeEvaluations(trx, caller.congress));
    });

  serve(app, evaluation.evaluations, async ({ caller }) =>
    ok(await inTransaction(db, (trx) => seeEvaluations(trx, caller.congress))),
  );
  serve(app, evaluation.prepareEvaluation, ({ caller, params, body }) =>
    run(caller, (trx) => prepareEvaluation(trx, caller, params.session, body)),
  );
  serve(app, evaluation.withdrawEvaluation, ({ caller, params }) =>
    run(caller, (trx) => withdrawEvaluation(trx, caller, params.session)),
  );
  serve(app, evaluation.planRectification, ({ caller, params, body }) =>
    run(caller, (trx) => saveRectification(trx, caller, params.rectification, 'plan', body.text)),
  );
  serve(app, evaluation.reportRectification, ({ caller, params, body }) =>
    run(caller, (trx) => saveRectification(trx, caller, params.rectification, 'report', body.text)),
  );

  serve(app, evaluation.publicEvaluation, ({ params, request }) =>
    inTransaction(db, (trx) => publicEvaluation(trx, params.uuid, tokenOf(request))),
  );
  serve(
    app,
    evaluation.rate,
    ({ params, body, request, reply }) =>
      command(db, async (trx) => {
        const ballot = await publishedEvaluation(trx, params.uuid);
        if (!ballot.ok) return ballot;
        const token = tokenOf(request) ?? body.request;
        const counted = await rate(trx, ballot.value, token, body.ratings);
        if (!counted.ok) return counted;
        keepToken(request, reply, token);
        return ok(done);
      }),
    RATINGS,
  );
}
