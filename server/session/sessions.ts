import { randomUUID } from 'node:crypto';
import { makeElectionUuid } from '../../core/belenios/index.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { Overview, Session } from '../../core/contract/session.ts';
import type { BallotId, CongressId, CycleId, SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Method } from '../../core/rules/method.ts';
import { type AuditActor, actorOf, append } from '../audit/append.ts';
import { ballotOf } from '../ballot/store.ts';
import { command } from '../database/command.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { openMotionOf } from '../motion/store.ts';
import { random } from '../random.ts';
import type { Services } from '../services.ts';
import { paperOpen } from './frozen.ts';
import { overview } from './overview.ts';
import {
  clearHall,
  ensureCycle,
  findSession,
  lockSession,
  lockSessions,
  sessionInHall,
  sessionOf,
  updateSession,
} from './store.ts';

/** Allocated with the session: project ballot, run-off, second ballot, evaluation, and spares. Cards carry a credential for each. */
export const ELECTION_UUIDS = 6;

export interface NewSession {
  readonly id: SessionId;
  readonly name: string;
  readonly year: number;
  /** For a rehearsal: the session it rehearses, and that session's method. */
  readonly rehearsalOf?: SessionId;
  readonly method?: Method | null;
}

/**
 * Makes a session with its uuids and its ballot in preparation, and records it. The congress's first session goes into the hall. @returns its cycle.
 */
export async function createSession(
  trx: Transaction,
  congress: CongressId,
  actor: AuditActor,
  wanted: NewSession,
): Promise<CycleId> {
  const { id, name, year, rehearsalOf = null, method = null } = wanted;
  await lockSessions(trx, congress);
  const cycle = await ensureCycle(trx, congress, year, randomUUID() as CycleId);
  const uuids = Array.from({ length: ELECTION_UUIDS }, () => makeElectionUuid(random));
  const inHall = (await sessionInHall(trx, congress)) === undefined;
  await trx
    .insertInto('session')
    .values({
      congress_id: congress,
      id,
      cycle_id: cycle,
      name,
      rehearsal_of: rehearsalOf,
      in_hall: inHall,
      election_uuids: uuids,
      method: method === null ? null : JSON.stringify(method),
    })
    .execute();
  await trx
    .insertInto('ballot')
    .values({ congress_id: congress, id: randomUUID() as BallotId, session_id: id, kind: 'projects', uuid: uuids[0]! })
    .execute();
  await append(trx, congress, actor, {
    kind: 'session-created',
    subject: { type: 'session', id },
    detail: { name, year },
  });
  return cycle;
}

/** Creates a session under the client's id, or renames it; its year can change until its ballot opens. */
export function saveSession(
  services: Services,
  caller: Caller,
  id: SessionId,
  wanted: { name: string; year: number },
): Promise<Result<Session, Problem>> {
  const { name, year } = wanted;
  return command(services.db, async (trx) => {
    await lockSessions(trx, caller.congress);
    const before = await lockSession(trx, caller.congress, id);
    if (!before) await createSession(trx, caller.congress, actorOf(caller), { id, name, year });
    else if (before.name !== name || before.year !== year) {
      if (before.year !== year && !paperOpen(await ballotOf(trx, caller.congress, id, 'share')))
        return err(problem('method-frozen'));
      const cycle_id =
        before.year === year ? before.cycle_id : await ensureCycle(trx, caller.congress, year, randomUUID() as CycleId);
      await updateSession(trx, caller.congress, id, { name, cycle_id });
      await append(trx, caller.congress, actorOf(caller), {
        kind: 'session-changed',
        subject: { type: 'session', id },
        detail: { name, year },
      });
    }
    await services.live.publish(trx, caller.congress, 'session');
    await services.live.publish(trx, caller.congress, 'hall');
    return ok(sessionOf((await findSession(trx, caller.congress, id))!));
  });
}

/** Makes kiosks and the projector follow this session, unless a ballot is open in the one they follow now. */
export function putInHall(services: Services, caller: Caller, id: SessionId): Promise<Result<Overview, Problem>> {
  return command(services.db, async (trx) => {
    const moved = await moveHall(trx, caller.congress, actorOf(caller), id);
    if (!moved.ok) return moved;
    await services.live.publish(trx, caller.congress, 'session');
    await services.live.publish(trx, caller.congress, 'hall');
    return overview(trx, caller.congress, id);
  });
}

/** The move itself, for others who bring a session into the hall (a rehearsal that starts or is wiped). */
export async function moveHall(
  trx: Transaction,
  congress: CongressId,
  actor: AuditActor,
  id: SessionId,
): Promise<Result<void, Problem>> {
  await lockSessions(trx, congress);
  const wanted = await findSession(trx, congress, id);
  if (!wanted) return err(problem('not-found'));
  if (wanted.in_hall) return ok(undefined);
  const now = await sessionInHall(trx, congress);
  if (now && (await ballotOf(trx, congress, now.id, 'share'))?.state === 'open')
    return err(problem('ballot-in-progress'));
  const motion = now && (await openMotionOf(trx, congress, now.id));
  if (motion) return err(problem('motion-open', { title: motion.title }));
  await clearHall(trx, congress);
  await updateSession(trx, congress, id, { in_hall: true });
  await append(trx, congress, actor, {
    kind: 'session-in-hall',
    subject: { type: 'session', id },
    detail: { name: wanted.name },
  });
  return ok(undefined);
}
