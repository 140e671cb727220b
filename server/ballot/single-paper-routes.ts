import type { FastifyInstance } from 'fastify';
import { done } from '../../core/contract/common.ts';
import type { Problem } from '../../core/contract/problems.ts';
import { type SinglePapers, singlePaper } from '../../core/contract/single-paper.ts';
import type { SessionId } from '../../core/ids.ts';
import { ok, type Result } from '../../core/result.ts';
import { command } from '../database/command.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import type { Boxes } from './boxes.ts';
import type { Checker } from './cast.ts';
import { beginEntry, cancelEntry, checkPaperCard, confirmVoid, handOut, seeSinglePapers } from './single-paper.ts';
import { castPaper } from './single-paper-cast.ts';

/** Paper ballots beside the tablets. */
export function registerSinglePaperRoutes(
  app: FastifyInstance,
  services: Services,
  boxes: Boxes,
  checker: Checker,
  bodyLimit: number,
): void {
  const { db, live } = services;
  const run = (
    caller: Caller,
    session: SessionId,
    act: (trx: Transaction) => Promise<Result<void, Problem>>,
  ): Promise<Result<SinglePapers, Problem>> =>
    command(db, async (trx) => {
      const acted = await act(trx);
      if (!acted.ok) return acted;
      for (const topic of ['session', 'hall', 'turnout'] as const) await live.publish(trx, caller.congress, topic);
      return seeSinglePapers(trx, caller, session);
    });

  serve(app, singlePaper.state, ({ caller, params }) =>
    inTransaction(db, (trx) => seeSinglePapers(trx, caller, params.session)),
  );
  serve(app, singlePaper.handOut, ({ caller, params, body }) =>
    run(caller, params.session, (trx) => handOut(trx, caller, params.session, body)),
  );
  serve(app, singlePaper.checkCard, ({ caller, params, body }) =>
    command(db, async (trx) => {
      const card = await checkPaperCard(trx, caller, params.session, body.credential);
      return card.ok ? ok(done) : card;
    }),
  );
  serve(app, singlePaper.begin, ({ caller, params, body }) =>
    run(caller, params.session, (trx) => beginEntry(trx, caller, params.session, params.entry, body.kind)),
  );
  serve(app, singlePaper.cancel, ({ caller, params }) =>
    run(caller, params.session, (trx) => cancelEntry(trx, caller, params.session, params.entry)),
  );
  serve(app, singlePaper.confirmVoid, ({ caller, params }) =>
    run(caller, params.session, (trx) => confirmVoid(trx, caller, params.session, params.entry)),
  );
  serve(
    app,
    singlePaper.castPaper,
    ({ caller, params, request }) =>
      castPaper(services, boxes, checker, caller, params.session, params.entry, request.body),
    { keepBody: true, bodyLimit },
  );
}
