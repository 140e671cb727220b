import type { FastifyInstance } from 'fastify';
import { session } from '../../core/contract/session.ts';
import { singlePaper } from '../../core/contract/single-paper.ts';
import { tablets } from '../../core/contract/tablets.ts';
import { ok } from '../../core/result.ts';
import { inTransaction } from '../database/pool.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { registerAttendanceRoutes } from './attendance-routes.ts';
import { listCards } from './card-store.ts';
import { activateCard, discardCards, recheckCards, registerCards, revokeCard } from './cards.ts';
import { saveMethod } from './method.ts';
import { overview } from './overview.ts';
import { setPurpose } from './paper-cards.ts';
import { appointScrutineers } from './scrutineers.ts';
import { putInHall, saveSession } from './sessions.ts';
import { listSessions, sessionOf } from './store.ts';
import { approveTablet, offerCredentials, revokeTablet, seeTablets } from './tablets.ts';

/** 1,200 cards with six credentials of the longest kind each, and their JSON. */
const BATCH_BYTES = 8 * 1_048_576;

/** Sessions, their method and scrutineers, attendance and cards. Proposals and rehearsals are served by their own folders. */
export function registerSessionRoutes(app: FastifyInstance, services: Services): void {
  const { db } = services;
  registerAttendanceRoutes(app, services);

  serve(app, session.sessions, async ({ caller }) =>
    ok((await inTransaction(db, (trx) => listSessions(trx, caller.congress))).map(sessionOf)),
  );
  serve(app, session.saveSession, ({ caller, params, body }) => saveSession(services, caller, params.session, body));
  serve(app, session.overview, ({ caller, params }) =>
    inTransaction(db, (trx) => overview(trx, caller.congress, params.session), { isolation: 'repeatable read' }),
  );
  serve(app, session.saveMethod, ({ caller, params, body }) => saveMethod(services, caller, params.session, body));
  serve(app, session.putInHall, ({ caller, params }) => putInHall(services, caller, params.session));
  serve(app, session.appointScrutineers, ({ caller, params, body }) =>
    appointScrutineers(services, caller, params.session, body.accounts),
  );

  serve(app, session.cards, async ({ caller, params }) =>
    ok(await inTransaction(db, (trx) => listCards(trx, caller.congress, params.session))),
  );
  serve(
    app,
    session.registerCards,
    ({ caller, params, body }) => registerCards(services, caller, params.session, body.cards),
    { bodyLimit: BATCH_BYTES },
  );
  serve(app, session.discardCards, ({ caller, params }) => discardCards(services, caller, params.session));
  serve(app, session.activateCard, ({ caller, params, body }) =>
    activateCard(services, caller, params.session, params.serial, body.request),
  );
  serve(app, session.recheckCards, ({ caller, params, body }) =>
    recheckCards(services, caller, params.session, body.activated),
  );
  serve(app, singlePaper.setAside, ({ caller, params, body }) =>
    setPurpose(services, caller, params.session, params.serial, body.purpose),
  );
  serve(app, session.revokeCard, ({ caller, params }) => revokeCard(services, caller, params.session, params.serial));

  serve(app, tablets.offer, ({ request, body }) => offerCredentials(services, request.device, body));
  serve(app, tablets.list, async ({ caller, params }) =>
    ok(await inTransaction(db, (trx) => seeTablets(trx, caller.congress, params.session))),
  );
  serve(app, tablets.approve, ({ caller, params, body }) =>
    approveTablet(services, caller, params.session, params.device, body.credentials),
  );
  serve(app, tablets.revoke, ({ caller, params }) => revokeTablet(services, caller, params.session, params.device));
}
