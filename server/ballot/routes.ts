import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ceremony } from '../../core/contract/ceremony.ts';
import { hall } from '../../core/contract/hall.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { Overview } from '../../core/contract/session.ts';
import { session } from '../../core/contract/session.ts';
import type { ElectionUuid, SessionId } from '../../core/ids.ts';
import { err, type Result } from '../../core/result.ts';
import { command } from '../database/command.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import type { Doorkeeper } from '../devices/only-paired.ts';
import { type Caller, languageOf } from '../http/caller.ts';
import { refuse } from '../http/problem.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { overview } from '../session/overview.ts';
import { createProofPool, type ProofPool } from '../verification/pool.ts';
import { Boxes } from './boxes.ts';
import { type Checker, cast, checkCard } from './cast.ts';
import { confirmFingerprint, seeCeremony, startCeremony } from './ceremony.ts';
import { submitCert, submitCommitment, submitVerification } from './ceremony-rounds.ts';
import { certify } from './certify.ts';
import { confirm } from './confirm.ts';
import { decide } from './decisions.ts';
import { seeDecrypting, submitDecryption } from './decrypt.ts';
import { makeBallot, withdrawBallot } from './further.ts';
import { registerPaperRoutes } from './paper-routes.ts';
import { turnoutOf } from './proof-store.ts';
import { ProofChecker } from './proofs.ts';
import { findProposal } from './proposal-store.ts';
import { propose, withdraw } from './proposals.ts';
import { registerSinglePaperRoutes } from './single-paper-routes.ts';
import { ballotOf } from './store.ts';
import { stopSweeping, sweepAll } from './traces.ts';

/** No ballot of any election is larger: BELENIOS-2048 with 200 projects has some 1.5 MB. What an election allows is checked against itself. */
const LARGEST_BALLOT = 4 * 1024 * 1024;

/**
 * Whether a card may vote is asked once a scan. A hall of 160 behind one router's address that all scan three times within the minute asks 480
 * times; only a program asks more.
 */
const CARD_QUESTIONS = { config: { rateLimit: { max: 1200, timeWindow: '1 minute' } } };

/** Key ceremony, four-eyes acts, casting, decryption, certification. */
export function registerBallotRoutes(app: FastifyInstance, services: Services, mayVote: Doorkeeper): void {
  registerCeremony(app, services);
  const boxes = new Boxes(services.db);
  // Its threads start when the first proof is to be checked.
  let made: ProofPool | undefined;
  const proofs = () => (made ??= createProofPool());
  app.addHook('onClose', async () => made?.close());
  registerActs(app, services, boxes, proofs);
  registerCasting(app, services, boxes, mayVote, proofs);
  registerPaperRoutes(app, services);
}

/** Runs a command of the console or a scrutineer's page in one transaction, tells who is concerned, and answers with the overview. */
async function act(
  { db, live }: Services,
  caller: Caller,
  id: SessionId,
  run: (trx: Transaction) => Promise<Result<unknown, Problem>>,
): Promise<Result<Overview, Problem>> {
  return command(db, async (trx) => {
    const done = await run(trx);
    if (!done.ok) return done;
    for (const topic of ['session', 'hall'] as const) await live.publish(trx, caller.congress, topic);
    return overview(trx, caller.congress, id);
  });
}

function registerCeremony(app: FastifyInstance, services: Services): void {
  const { db, live } = services;
  const round = <T>(caller: Caller, run: (trx: Transaction) => Promise<Result<T, Problem>>) =>
    command(db, async (trx) => {
      const done = await run(trx);
      if (done.ok) for (const topic of ['session', 'hall'] as const) await live.publish(trx, caller.congress, topic);
      return done;
    });
  serve(app, ceremony.start, ({ caller, params, body }) =>
    act(services, caller, params.session, (trx) => startCeremony(trx, caller, params.session, body.restart)),
  );
  serve(app, ceremony.state, ({ caller, params }) =>
    inTransaction(db, (trx) => seeCeremony(trx, caller, params.session)),
  );
  serve(app, ceremony.cert, ({ caller, params, body }) =>
    round(caller, (trx) => submitCert(trx, caller, params.session, body)),
  );
  serve(app, ceremony.commitment, ({ caller, params, body }) =>
    round(caller, (trx) => submitCommitment(trx, caller, params.session, body)),
  );
  serve(app, ceremony.verification, ({ caller, params, body }) =>
    round(caller, (trx) => submitVerification(trx, caller, params.session, body)),
  );
  serve(app, ceremony.compared, ({ caller, params, body }) =>
    act(services, caller, params.session, (trx) => confirmFingerprint(trx, caller, params.session, body.fingerprint)),
  );
}

function registerActs(app: FastifyInstance, services: Services, boxes: Boxes, proofs: () => ProofPool): void {
  const { db, backups } = services;
  serve(app, session.propose, async ({ caller, params, body }) => {
    const newest = await inTransaction(db, (trx) => ballotOf(trx, caller.congress, params.session));
    const known = newest && (await inTransaction(db, (trx) => findProposal(trx, newest, params.proposal)));
    const outcome = await act(services, caller, params.session, (trx) =>
      propose(trx, caller, params.session, params.proposal, body.act, body.reason),
    );
    // Once a proposal: asked again it changes nothing, and would push older backups off the shelf.
    if (outcome.ok && body.act === 'open' && !known) backups.around('before-opening');
    return outcome;
  });
  serve(app, session.withdraw, ({ caller, params }) =>
    act(services, caller, params.session, (trx) => withdraw(trx, caller, params.session, params.proposal)),
  );
  serve(app, session.confirm, async ({ caller, params }) => {
    const before = await inTransaction(db, (trx) => ballotOf(trx, caller.congress, params.session));
    const outcome = await confirm(services, boxes, caller, params.session, params.proposal);
    if (outcome.ok && outcome.value.ballot.state === 'closed' && before?.state === 'open')
      backups.around('after-close');
    return outcome;
  });
  serve(app, session.makeBallot, ({ caller, params, body }) =>
    act(services, caller, params.session, (trx) => makeBallot(trx, caller, params.session, params.ballot, body.kind)),
  );
  serve(app, session.withdrawBallot, ({ caller, params }) =>
    act(services, caller, params.session, (trx) => withdrawBallot(trx, caller, params.session, params.ballot)),
  );
  serve(app, session.decide, ({ caller, params, body }) =>
    act(services, caller, params.session, (trx) => decide(trx, caller, params.session, params.ballot, body)),
  );
  serve(app, ceremony.decrypting, ({ caller, params }) =>
    inTransaction(db, (trx) => seeDecrypting(trx, caller, params.session)),
  );
  serve(app, ceremony.decrypt, async ({ caller, params, body }) => {
    const done = await submitDecryption(services, proofs(), caller, params.session, body.decryption);
    return done.ok ? inTransaction(db, (trx) => overview(trx, caller.congress, params.session)) : done;
  });
  serve(app, ceremony.certify, ({ caller, params }) =>
    act(services, caller, params.session, (trx) => certify(trx, caller, params.session)),
  );
}

function registerCasting(
  app: FastifyInstance,
  services: Services,
  boxes: Boxes,
  mayVote: Doorkeeper,
  proofs: () => ProofPool,
): void {
  const { db, live } = services;
  const checker = new ProofChecker({
    db,
    live,
    boxes,
    pool: proofs,
    onError: (error, message) => app.log.error(error, message),
  });
  app.addHook('onReady', async () => {
    checker.start();
    // Not waited for: a hall does not wait for a clean-up.
    void sweepAll(db);
  });
  app.addHook('onClose', async () => stopSweeping(db));
  app.addHook('onClose', () => checker.close());
  live.provideCounts('turnout', (congress) => turnoutOf(db, congress));

  /** Runs it where this device may vote; before opening there is nothing to keep a device from. */
  const admitted = async <T>(
    request: FastifyRequest,
    uuid: ElectionUuid,
    run: () => Promise<Result<T, Problem>>,
  ): Promise<Result<T, Problem>> => {
    const box = await boxes.find(uuid);
    const refused = box && (await mayVote(request, box.congress_id));
    return refused ? err(refused) : run();
  };
  serve(
    app,
    hall.card,
    ({ params, body, request }) =>
      admitted(request, params.uuid, () => inTransaction(db, (trx) => checkCard(trx, params.uuid, body.credential))),
    CARD_QUESTIONS,
  );
  const casting: Checker = {
    admits: (fresh) => checker.admits(fresh),
    check: (fresh) => {
      checker.check(fresh);
      live.touch(fresh.box.congress_id, 'turnout');
    },
  };
  app.register(async (scope) => {
    // A body beyond every election's limit is refused before it is read; the voter is told the same as of one just above their own.
    scope.setErrorHandler((error, request, reply) => {
      if ((error as { code?: string }).code !== 'FST_ERR_CTP_BODY_TOO_LARGE') throw error;
      return refuse(reply, problem('ballot-oversized'), languageOf(request));
    });
    serve(
      scope,
      hall.cast,
      ({ params, request }) =>
        admitted(request, params.uuid, () => cast(db, boxes, params.uuid, request.body, casting)),
      { keepBody: true, bodyLimit: LARGEST_BALLOT },
    );
    registerSinglePaperRoutes(scope, services, boxes, casting, LARGEST_BALLOT);
  });
}
