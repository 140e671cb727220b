import { type Problem, problem } from '../../core/contract/problems.ts';
import type { Session } from '../../core/contract/session.ts';
import type { SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { actorOf, append } from '../audit/append.ts';
import { markedName } from '../ballot/election-data.ts';
import { ballotOf } from '../ballot/store.ts';
import type { Transaction } from '../database/pool.ts';
import { copyEvaluation } from '../evaluation/paper.ts';
import type { Caller } from '../http/caller.ts';
import { appointedScrutineers, storeScrutineers } from '../session/scrutineers.ts';
import { createSession, moveHall } from '../session/sessions.ts';
import { findSession, lockSession, lockSessions, rehearsalOf, sessionOf } from '../session/store.ts';

/**
 * Starts a rehearsal (演练) of a session under a client-made id, and puts it in the hall: the same year and so the same candidates, the same
 * method and scrutineers, but its own uuids, cards, attendance, key and box. It cannot be mistaken for the real ballot: its name is marked, and
 * its election record says so. The same request again changes nothing.
 */
export async function startRehearsal(
  trx: Transaction,
  caller: Caller,
  of: SessionId,
  id: SessionId,
): Promise<Result<Session, Problem>> {
  await lockSessions(trx, caller.congress);
  const real = await findSession(trx, caller.congress, of);
  if (!real) return err(problem('not-found'));
  const running = await rehearsalOf(trx, caller.congress, of);
  if (running === id) return ok(sessionOf((await findSession(trx, caller.congress, id))!));
  if (running !== null || real.rehearsal_of !== null) return err(problem('rehearsal-exists'));
  if (await findSession(trx, caller.congress, id)) return err(problem('conflict'));
  await createSession(trx, caller.congress, actorOf(caller), {
    id,
    name: markedName(real.name, true),
    year: real.year,
    rehearsalOf: of,
    method: real.method,
  });
  await copyEvaluation(trx, caller.congress, of, id);
  await storeScrutineers(trx, caller.congress, id, await appointedScrutineers(trx, caller.congress, of));
  // Refused while the ballot in the hall is open: the tablets belong to it.
  const moved = await moveHall(trx, caller.congress, actorOf(caller), id);
  if (!moved.ok) return moved;
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'rehearsal-started',
    subject: { type: 'session', id },
    detail: { of },
  });
  return ok(sessionOf((await findSession(trx, caller.congress, id))!));
}

/**
 * Wipes a rehearsal with everything in it, also in the middle of its ballot, and puts the real session back in the hall if the rehearsal was
 * there. The record keeps that there was one. A session that is gone was wiped before.
 */
export async function wipeRehearsal(trx: Transaction, caller: Caller, id: SessionId): Promise<Result<void, Problem>> {
  await lockSessions(trx, caller.congress);
  const session = await lockSession(trx, caller.congress, id);
  if (!session) return ok(undefined);
  const of = session.rehearsal_of;
  if (of === null) return err(problem('not-a-rehearsal'));
  // Whoever casts in it or changes it now is waited for.
  await ballotOf(trx, caller.congress, id, 'update');
  await trx.deleteFrom('session').where('congress_id', '=', caller.congress).where('id', '=', id).execute();
  if (session.in_hall) {
    const moved = await moveHall(trx, caller.congress, actorOf(caller), of);
    if (!moved.ok) return moved;
  }
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'rehearsal-wiped',
    subject: { type: 'session', id },
    detail: { of },
  });
  return ok(undefined);
}
