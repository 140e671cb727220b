import { type Selectable, sql } from 'kysely';
import type { CardSerial, CongressId, DeviceId, ElectionUuid, SessionId } from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';
import type { Database } from '../database/schema.ts';

export type TabletRow = Selectable<Database['tablet_credential']>;

/** The session's tablets with the state of what was approved of each. */
export const listTablets = (trx: Transaction, congress: CongressId, session: SessionId) =>
  trx
    .selectFrom('tablet_credential as t')
    .leftJoin('card as c', (join) =>
      join
        .onRef('c.congress_id', '=', 't.congress_id')
        .onRef('c.session_id', '=', 't.session_id')
        .onRef('c.serial', '=', 't.serial'),
    )
    .select(['t.device_id', 't.name', 't.waiting', 'c.state'])
    .where('t.congress_id', '=', congress)
    .where('t.session_id', '=', session)
    .execute();

export const findTablet = (
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
  device: DeviceId,
): Promise<TabletRow | undefined> =>
  trx
    .selectFrom('tablet_credential')
    .selectAll()
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .where('device_id', '=', device)
    .executeTakeFirst();

/** Notes what a tablet's screen shows a code of, in place of what it showed before. */
export async function putWaiting(
  trx: Transaction,
  row: { congress_id: CongressId; session_id: SessionId; device_id: DeviceId; name: string; waiting: string[] | null },
): Promise<void> {
  const { name, waiting } = row;
  await trx
    .insertInto('tablet_credential')
    .values({ ...row, serial: null })
    .onConflict((conflict) =>
      conflict.columns(['congress_id', 'session_id', 'device_id']).doUpdateSet({ name, waiting }),
    )
    .execute();
}

/** The tablet's waiting credentials have become this card row. @returns whether they were still these: it may have sent others meanwhile */
export async function settleWaiting(
  trx: Transaction,
  tablet: TabletRow,
  credentials: readonly string[],
  serial: CardSerial,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('tablet_credential')
    .set({ waiting: null, serial })
    .where('congress_id', '=', tablet.congress_id)
    .where('session_id', '=', tablet.session_id)
    .where('device_id', '=', tablet.device_id)
    .where('waiting', '=', sql<string[]>`${credentials}::text[]`)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The public credentials of one card row, in the order of the session's elections. */
export async function credentialsOf(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
  serial: CardSerial,
  uuids: readonly ElectionUuid[],
): Promise<string[]> {
  const rows = await trx
    .selectFrom('card_credential')
    .select(['uuid', 'credential'])
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .where('serial', '=', serial)
    .execute();
  return uuids.map((uuid) => rows.find((row) => row.uuid === uuid)?.credential ?? '');
}

/** Whether any of the credentials is taken in this session already: a tablet that repeats another's made none of its own. */
export const anyTaken = async (
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
  credentials: readonly string[],
): Promise<boolean> =>
  (await trx
    .selectFrom('card_credential')
    .select('serial')
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .where('credential', 'in', credentials)
    .executeTakeFirst()) !== undefined;

/** After all cards of the session are gone: no tablet's credential counts, and each says anew what it has. */
export async function forgetApproved(trx: Transaction, congress: CongressId, session: SessionId): Promise<void> {
  await trx
    .deleteFrom('tablet_credential')
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .execute();
}

/** Writes the session's rows anew by name: where a row lies in the file, and which transaction wrote it, told when the desk approved it. */
export async function forgetApprovalOrder(trx: Transaction, congress: CongressId, session: SessionId): Promise<void> {
  await sql`create temporary table kept_tablet on commit drop as
    select * from tablet_credential where congress_id = ${congress} and session_id = ${session}`.execute(trx);
  await forgetApproved(trx, congress, session);
  await sql`insert into tablet_credential select * from kept_tablet order by name collate "C", device_id`.execute(trx);
}
