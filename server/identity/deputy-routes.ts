import type { FastifyInstance } from 'fastify';
import { deputyAccess } from '../../core/contract/deputy-access.ts';
import { ok } from '../../core/result.ts';
import { inTransaction } from '../database/pool.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { createDeputySignIn, issueCodes, seeAccess } from './deputy-access.ts';
import { giveCookie } from './signed-in.ts';

/** Deputies' own accounts: codes handed out by staff, the password set with one, sign-in by name or telephone. */
export function registerDeputyAccess(app: FastifyInstance, services: Services): void {
  const door = createDeputySignIn(services);

  serve(app, deputyAccess.access, async ({ caller }) =>
    ok(await inTransaction(services.db, (trx) => seeAccess(trx, caller.congress))),
  );
  serve(app, deputyAccess.issueCodes, ({ caller, body }) => issueCodes(services, caller, body.deputies));
  serve(app, deputyAccess.setPassword, async ({ body, request, reply }) => {
    const outcome = await door.setPassword({ ...body, address: request.ip });
    if (!outcome.ok) return outcome;
    await giveCookie(services, request, reply, outcome.value.token);
    return ok(outcome.value.me);
  });
  serve(app, deputyAccess.signIn, async ({ body, request, reply }) => {
    const outcome = await door.signIn({ ...body, address: request.ip });
    if (!outcome.ok) return outcome;
    await giveCookie(services, request, reply, outcome.value.token);
    return ok(outcome.value.me);
  });
}
