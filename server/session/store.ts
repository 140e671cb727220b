import type { Selectable } from 'kysely';
import type { Session } from '../../core/contract/session.ts';
import type { CongressId, CycleId, SessionId } from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';
import type { Database } from '../database/schema.ts';

export type SessionRow = Selectable<Database['session']> & { year: number };

const sessions = (trx: Transaction, congress: CongressId) =>
  trx
    .selectFrom('session')
    .innerJoin('cycle', (join) =>
      join.onRef('cycle.congress_id', '=', 'session.congress_id').onRef('cycle.id', '=', 'session.cycle_id'),
    )
    .selectAll('session')
    .select('cycle.year')
    .where('session.congress_id', '=', congress);

/** Newest first; rehearsals after the session they rehearse. */
export const listSessions = (trx: Transaction, congress: CongressId): Promise<SessionRow[]> =>
  sessions(trx, congress).orderBy('session.created_at', 'desc').orderBy('session.id').execute();

export const findSession = (trx: Transaction, congress: CongressId, id: SessionId): Promise<SessionRow | undefined> =>
  sessions(trx, congress).where('session.id', '=', id).executeTakeFirst();

/**
 * The session, locked until the transaction ends: whatever is counted or changed in it (attendance, cards, method) is not changed by
 * anybody else meanwhile. Take it before the ballot's row.
 */
export const lockSession = (trx: Transaction, congress: CongressId, id: SessionId): Promise<SessionRow | undefined> =>
  sessions(trx, congress).where('session.id', '=', id).forNoKeyUpdate('session').executeTakeFirst();

/** The session that kiosks and the projector follow. */
export const sessionInHall = (trx: Transaction, congress: CongressId): Promise<SessionRow | undefined> =>
  sessions(trx, congress).where('session.in_hall', '=', true).executeTakeFirst();

/**
 * Locks the congress's list of sessions, so that one is not made twice and two are not put in the hall at once; in one order, so that
 * nobody waits in a circle.
 */
export async function lockSessions(trx: Transaction, congress: CongressId): Promise<void> {
  await trx.selectFrom('congress').select('congress_id').where('congress_id', '=', congress).forNoKeyUpdate().execute();
  await trx
    .selectFrom('session')
    .select('id')
    .where('congress_id', '=', congress)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}

export async function rehearsalOf(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
): Promise<SessionId | null> {
  const row = await trx
    .selectFrom('session')
    .select('id')
    .where('congress_id', '=', congress)
    .where('rehearsal_of', '=', session)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** The cycle of a year, made when there is none. */
export async function ensureCycle(trx: Transaction, congress: CongressId, year: number, id: CycleId): Promise<CycleId> {
  await trx
    .insertInto('cycle')
    .values({ congress_id: congress, id, year, stage: null })
    .onConflict((conflict) => conflict.columns(['congress_id', 'year']).doNothing())
    .execute();
  const cycle = await trx
    .selectFrom('cycle')
    .select('id')
    .where('congress_id', '=', congress)
    .where('year', '=', year)
    .executeTakeFirstOrThrow();
  return cycle.id;
}

export async function updateSession(
  trx: Transaction,
  congress: CongressId,
  id: SessionId,
  values: { name?: string; cycle_id?: CycleId; in_hall?: boolean; method?: string; ceremonies?: number },
): Promise<void> {
  await trx.updateTable('session').set(values).where('congress_id', '=', congress).where('id', '=', id).execute();
}

/** Nothing is in the hall any more. */
export async function clearHall(trx: Transaction, congress: CongressId): Promise<void> {
  await trx
    .updateTable('session')
    .set({ in_hall: false })
    .where('congress_id', '=', congress)
    .where('in_hall', '=', true)
    .execute();
}

export const sessionOf = (row: SessionRow): Session => ({
  id: row.id,
  name: row.name,
  year: row.year,
  rehearsal: row.rehearsal_of !== null,
  rehearsalOf: row.rehearsal_of,
  inHall: row.in_hall,
});
