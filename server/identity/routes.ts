import type { FastifyInstance, FastifyReply } from 'fastify';
import { done } from '../../core/contract/common.ts';
import { identity } from '../../core/contract/identity.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import { err, ok } from '../../core/result.ts';
import { actorOf, append } from '../audit/append.ts';
import { inTransaction } from '../database/pool.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { changePassword, saveAccount } from './accounts.ts';
import { setUp, setUpSample } from './setup.ts';
import { createSignIn } from './sign-in.ts';
import { giveCookie, takeCookie } from './signed-in.ts';
import { findCongress, listAccounts, listCongresses, removeSignIn } from './store.ts';

/** First start, sign-in and staff accounts. */
export function registerIdentityRoutes(app: FastifyInstance, services: Services): void {
  const { db, live } = services;
  const signIns = createSignIn(services);
  // Each of these hashes passwords or makes a congress: nobody needs them often.
  const seldom = { config: { rateLimit: { max: 20, timeWindow: '1 minute' } } };

  serve(app, identity.setupState, async () => {
    const congresses = await inTransaction(db, listCongresses);
    return ok({ needed: congresses.length === 0, congresses });
  });

  serve(
    app,
    identity.setup,
    async ({ body, request, reply }) => {
      const outcome = await setUp(services, signIns, body, request.ip);
      if (!outcome.ok) return wait(reply, outcome);
      await giveCookie(services, request, reply, outcome.value.token);
      return ok(outcome.value.me);
    },
    seldom,
  );

  serve(app, identity.setupSample, () => setUpSample(services), seldom);

  serve(app, identity.signIn, async ({ body, request, reply }) => {
    const outcome = await signIns.signIn(body.login, body.password, request.ip);
    if (!outcome.ok) return wait(reply, outcome);
    await giveCookie(services, request, reply, outcome.value.token);
    return ok(outcome.value.me);
  });

  serve(app, identity.signOut, async ({ request, reply }) => {
    const caller = await app.authenticate(request);
    const token = request.signIn;
    if (caller && token)
      await inTransaction(db, async (trx) => {
        if (await removeSignIn(trx, caller.congress, token.signIn)) {
          await live.part(trx, caller.congress, token.signIn);
          await append(trx, caller.congress, actorOf(caller), {
            kind: 'signed-out',
            subject: { type: 'account', id: caller.id },
          });
        }
      });
    takeCookie(request, reply);
    return ok(done);
  });

  serve(app, identity.me, async ({ caller }) => {
    const congress = await inTransaction(db, (trx) => findCongress(trx, caller.congress));
    if (!congress) return err(problem('not-signed-in'));
    const { id, login, name, role, passwordGiven = false } = caller;
    return ok({ account: { id, login, name, role, active: true, passwordGiven }, congress });
  });

  serve(
    app,
    identity.changePassword,
    async ({ caller, body, request }) => {
      const outcome = await changePassword(services, caller, request.signIn!.signIn, body.old, body.new);
      return outcome.ok ? ok(done) : outcome;
    },
    seldom,
  );

  serve(app, identity.accounts, async ({ caller }) =>
    ok(await inTransaction(db, (trx) => listAccounts(trx, caller.congress))),
  );
  serve(app, identity.saveAccount, ({ caller, params, body }) => saveAccount(services, caller, params.account, body));
}

/** Says when to try again to whoever has guessed too often. */
function wait<R extends { readonly error: Problem }>(reply: FastifyReply, refused: R): R {
  const { params } = refused.error;
  if (params?.seconds) reply.header('retry-after', String(params.seconds));
  return refused;
}
