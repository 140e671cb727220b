import type { Selectable } from 'kysely';
import type { Sitting } from '../../core/contract/attendance.ts';
import { type Done, done } from '../../core/contract/common.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { CongressId, SessionId, SittingId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { defaultRule, type HalfDayRule } from '../../core/rules/attendance.ts';
import { actorOf, append } from '../audit/append.ts';
import { command } from '../database/command.ts';
import type { Transaction } from '../database/pool.ts';
import type { Database } from '../database/schema.ts';
import type { Caller } from '../http/caller.ts';
import type { Services } from '../services.ts';
import { lockSession } from './store.ts';

/** Longest half day. [OURS] */
const LONGEST_MS = 12 * 3600_000;

const sittingOf = ({ id, name, starts_at, ends_at }: Selectable<Database['sitting']>): Sitting => ({
  id,
  name,
  startsAt: starts_at.toISOString(),
  endsAt: ends_at.toISOString(),
});

/** The session's half days in order. */
export async function sittingsOf(trx: Transaction, congress: CongressId, session: SessionId): Promise<Sitting[]> {
  const rows = await trx
    .selectFrom('sitting')
    .selectAll()
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .orderBy('starts_at')
    .execute();
  return rows.map(sittingOf);
}

/** How the session counts half days: as saved, else the defaults. */
export async function ruleOf(trx: Transaction, congress: CongressId, session: SessionId): Promise<HalfDayRule> {
  const row = await trx
    .selectFrom('attendance_rule')
    .select(['minutes', 'afresh'])
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .executeTakeFirst();
  return row ?? defaultRule;
}

/** Makes or changes a half day; it may not overlap another of the session. */
export function saveSitting(
  services: Services,
  caller: Caller,
  session: SessionId,
  wanted: Sitting,
): Promise<Result<Sitting, Problem>> {
  const starts = Date.parse(wanted.startsAt);
  const ends = Date.parse(wanted.endsAt);
  return command(services.db, async (trx) => {
    if (!(await lockSession(trx, caller.congress, session))) return err(problem('not-found'));
    if (ends <= starts || ends - starts > LONGEST_MS) return err(problem('sitting-times'));
    const all = await sittingsOf(trx, caller.congress, session);
    const other = all.find(
      ({ id, startsAt, endsAt }) => id !== wanted.id && Date.parse(startsAt) < ends && Date.parse(endsAt) > starts,
    );
    if (other) return err(problem('sittings-overlap', { name: other.name }));
    const saved = {
      id: wanted.id,
      name: wanted.name,
      startsAt: new Date(starts).toISOString(),
      endsAt: new Date(ends).toISOString(),
    };
    const before = all.find(({ id }) => id === wanted.id);
    if (before && JSON.stringify(before) === JSON.stringify(saved)) return ok(saved);
    const values = { session_id: session, name: saved.name, starts_at: new Date(starts), ends_at: new Date(ends) };
    const { numInsertedOrUpdatedRows: written } = await trx
      .insertInto('sitting')
      .values({ congress_id: caller.congress, id: saved.id, ...values })
      // An id that is another session's is not taken over.
      .onConflict((conflict) =>
        conflict.columns(['congress_id', 'id']).doUpdateSet(values).where('sitting.session_id', '=', session),
      )
      .executeTakeFirst();
    if (!written) return err(problem('conflict'));
    await services.live.publish(trx, caller.congress, 'roster');
    await append(trx, caller.congress, actorOf(caller), {
      kind: 'sitting-saved',
      subject: { type: 'session', id: session },
      detail: { name: saved.name, starts: saved.startsAt, ends: saved.endsAt },
    });
    return ok(saved);
  });
}

/** Removes a half day; one that is not there is removed already. */
export function removeSitting(
  services: Services,
  caller: Caller,
  session: SessionId,
  id: SittingId,
): Promise<Result<Done, Problem>> {
  return command(services.db, async (trx) => {
    if (!(await lockSession(trx, caller.congress, session))) return err(problem('not-found'));
    const removed = await trx
      .deleteFrom('sitting')
      .where('congress_id', '=', caller.congress)
      .where('session_id', '=', session)
      .where('id', '=', id)
      .returning('name')
      .executeTakeFirst();
    if (removed) {
      await services.live.publish(trx, caller.congress, 'roster');
      await append(trx, caller.congress, actorOf(caller), {
        kind: 'sitting-removed',
        subject: { type: 'session', id: session },
        detail: { name: removed.name },
      });
    }
    return ok(done);
  });
}

export function saveRule(
  services: Services,
  caller: Caller,
  session: SessionId,
  { minutes, afresh }: HalfDayRule,
): Promise<Result<HalfDayRule, Problem>> {
  return command(services.db, async (trx) => {
    if (!(await lockSession(trx, caller.congress, session))) return err(problem('not-found'));
    const before = await ruleOf(trx, caller.congress, session);
    if (before.minutes !== minutes || before.afresh !== afresh) {
      await trx
        .insertInto('attendance_rule')
        .values({ congress_id: caller.congress, session_id: session, minutes, afresh })
        .onConflict((conflict) => conflict.columns(['congress_id', 'session_id']).doUpdateSet({ minutes, afresh }))
        .execute();
      await services.live.publish(trx, caller.congress, 'roster');
      await append(trx, caller.congress, actorOf(caller), {
        kind: 'attendance-rule-saved',
        subject: { type: 'session', id: session },
        detail: { minutes, afresh },
      });
    }
    return ok({ minutes, afresh });
  });
}
