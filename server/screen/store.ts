import type { Selectable, Updateable } from 'kysely';
import type { CongressId, SessionId } from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';
import type { Database } from '../database/schema.ts';

export type ControlRow = Selectable<Database['screen_control']>;

/** What staff chose for the session; undefined while they chose nothing. */
export const findControl = (
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
): Promise<ControlRow | undefined> =>
  trx
    .selectFrom('screen_control')
    .selectAll()
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .executeTakeFirst();

/** Changes some of it, making it the first time. */
export async function saveControl(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
  values: Updateable<Omit<Database['screen_control'], 'congress_id' | 'session_id'>>,
): Promise<void> {
  await trx
    .insertInto('screen_control')
    .values({ congress_id: congress, session_id: session, motion_id: null, ...values } as never)
    .onConflict((conflict) => conflict.columns(['congress_id', 'session_id']).doUpdateSet(values))
    .execute();
}
