import { sql } from 'kysely';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { Attendee } from '../../core/contract/session.ts';
import type { CongressId, DeputyId, SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { quorum } from '../../core/rules/quorum.ts';
import { actorOf, append } from '../audit/append.ts';
import { countEntitled, findDeputy, listDeputies } from '../congress/store.ts';
import { command } from '../database/command.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import type { Services } from '../services.ts';
import { countCards } from './card-store.ts';
import { effectiveMethod } from './method.ts';
import { findSession, lockSession } from './store.ts';

/** 实到: deputies in office who are signed in. */
export async function countPresent(trx: Transaction, congress: CongressId, session: SessionId): Promise<number> {
  const { count } = await trx
    .selectFrom('attendance')
    .innerJoin('deputy', (join) =>
      join.onRef('deputy.congress_id', '=', 'attendance.congress_id').onRef('deputy.id', '=', 'attendance.deputy_id'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('attendance.congress_id', '=', congress)
    .where('attendance.session_id', '=', session)
    .where('attendance.present', '=', true)
    .where('deputy.in_office', '=', true)
    .executeTakeFirstOrThrow();
  return count;
}

const presentIds = async (trx: Transaction, congress: CongressId, session: SessionId): Promise<Set<DeputyId>> => {
  const rows = await trx
    .selectFrom('attendance')
    .select('deputy_id')
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .where('present', '=', true)
    .execute();
  return new Set(rows.map((row) => row.deputy_id));
};

/** The deputies in office, and who of them is present. */
export async function attendanceOf(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
): Promise<Result<Attendee[], Problem>> {
  if (!(await findSession(trx, congress, session))) return err(problem('not-found'));
  const present = await presentIds(trx, congress, session);
  const deputies = (await listDeputies(trx, congress)).filter((deputy) => deputy.inOffice);
  return ok(
    deputies.map(({ id, number, name, delegation, pinyin, initials }) => ({
      id,
      number,
      name,
      delegation,
      pinyin,
      initials,
      present: present.has(id),
    })),
  );
}

export interface SignedIn {
  readonly deputy: Attendee;
  readonly present: number;
  readonly entitled: number;
  readonly quorum: number;
}

/**
 * Marks a deputy present or absent. Refused where more cards would be active than deputies present: each card was drawn by one of them,
 * nobody knows by whom.
 */
export function signDeputyIn(
  services: Services,
  caller: Caller,
  id: SessionId,
  deputyId: DeputyId,
  present: boolean,
): Promise<Result<SignedIn, Problem>> {
  return command(services.db, async (trx) => {
    const session = await lockSession(trx, caller.congress, id);
    const deputy = session && (await findDeputy(trx, caller.congress, deputyId));
    if (!deputy) return err(problem('not-found'));
    if (present && !deputy.inOffice) return err(problem('deputy-not-in-office', { name: deputy.name }));
    const was = (await presentIds(trx, caller.congress, id)).has(deputyId);
    if (was !== present) {
      await trx
        .insertInto('attendance')
        .values({ congress_id: caller.congress, session_id: id, deputy_id: deputyId, present })
        .onConflict((conflict) =>
          conflict.columns(['congress_id', 'session_id', 'deputy_id']).doUpdateSet({ present: sql`excluded.present` }),
        )
        .execute();
      const now = await countPresent(trx, caller.congress, id);
      const { activated } = await countCards(trx, caller.congress, id);
      if (!present && activated > now) return err(problem('cards-exceed-present', { activated, present: now }));
      await services.live.publish(trx, caller.congress, 'roster');
      await services.live.publish(trx, caller.congress, 'turnout');
      const subject = { type: 'deputy', id: deputyId } as const;
      await append(trx, caller.congress, actorOf(caller), {
        kind: present ? 'deputy-present' : 'deputy-left',
        subject,
        detail: { session: id },
      });
    }
    const entitled = await countEntitled(trx, caller.congress);
    const { number, name, delegation, pinyin, initials } = deputy;
    return ok({
      deputy: { id: deputyId, number, name, delegation, pinyin, initials, present },
      present: await countPresent(trx, caller.congress, id),
      entitled,
      quorum: quorum(entitled, await effectiveMethod(trx, session)),
    });
  });
}
