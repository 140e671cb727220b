import type { Insertable, Selectable, Updateable } from 'kysely';
import type { BallotId, CongressId, RectificationId, SessionId } from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';
import type { Database } from '../database/schema.ts';

export type RectificationRow = Selectable<Database['rectification']>;

/** All of the congress, by deadline. */
export const rectificationsOf = (trx: Transaction, congress: CongressId): Promise<RectificationRow[]> =>
  trx
    .selectFrom('rectification')
    .selectAll()
    .where('congress_id', '=', congress)
    .orderBy('deadline')
    .orderBy('code')
    .execute();

/** One, locked for whoever changes it. */
export const lockRectification = (
  trx: Transaction,
  congress: CongressId,
  id: RectificationId,
): Promise<RectificationRow | undefined> =>
  trx
    .selectFrom('rectification')
    .selectAll()
    .where('congress_id', '=', congress)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();

export async function insertRectification(trx: Transaction, row: Insertable<Database['rectification']>): Promise<void> {
  await trx.insertInto('rectification').values(row).execute();
}

export async function updateRectification(
  trx: Transaction,
  congress: CongressId,
  id: RectificationId,
  values: Updateable<Database['rectification']>,
): Promise<void> {
  await trx.updateTable('rectification').set(values).where('congress_id', '=', congress).where('id', '=', id).execute();
}

/** Those that a session's evaluation opened, locked. */
export const lockOpenedIn = (trx: Transaction, congress: CongressId, session: SessionId): Promise<RectificationRow[]> =>
  trx
    .selectFrom('rectification')
    .selectAll()
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .orderBy('code')
    .forUpdate()
    .execute();

/** Those that a ballot's grades opened, and those it graded again. */
export const rectificationsAround = (
  trx: Transaction,
  congress: CongressId,
  ballot: BallotId,
): Promise<RectificationRow[]> =>
  trx
    .selectFrom('rectification')
    .selectAll()
    .where('congress_id', '=', congress)
    .where((eb) => eb.or([eb('ballot_id', '=', ballot), eb('graded_by', '=', ballot)]))
    .orderBy('code')
    .execute();
