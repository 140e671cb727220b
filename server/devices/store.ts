import { type Selectable, sql } from 'kysely';
import type { AccountId, CongressId, DeviceId } from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';
import type { Database } from '../database/schema.ts';

export type DeviceRow = Selectable<Database['device']>;
export type PairingRow = Selectable<Database['device_pairing']> & { readonly expired: boolean };

/** Makes changes of one congress's tablets wait for each other: a name or number is given once. */
export async function lockDevices(trx: Transaction, congress: CongressId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('piaojue devices'), hashtext(${congress}))`.execute(trx);
}

export const listDevices = (trx: Transaction, congress: CongressId): Promise<DeviceRow[]> =>
  trx.selectFrom('device').selectAll().where('congress_id', '=', congress).orderBy('name').execute();

export const findDevice = (trx: Transaction, congress: CongressId, id: DeviceId): Promise<DeviceRow | undefined> =>
  trx.selectFrom('device').selectAll().where('congress_id', '=', congress).where('id', '=', id).executeTakeFirst();

export async function insertDevice(
  trx: Transaction,
  row: Pick<DeviceRow, 'congress_id' | 'id' | 'name' | 'token_hash'>,
): Promise<void> {
  await trx.insertInto('device').values(row).execute();
}

export async function updateDevice(
  trx: Transaction,
  congress: CongressId,
  id: DeviceId,
  values: Partial<Pick<DeviceRow, 'name' | 'mode' | 'suspended' | 'release' | 'token_hash'>>,
): Promise<void> {
  await trx.updateTable('device').set(values).where('congress_id', '=', congress).where('id', '=', id).execute();
}

export async function deleteDevice(trx: Transaction, congress: CongressId, id: DeviceId): Promise<void> {
  await trx.deleteFrom('device').where('congress_id', '=', congress).where('id', '=', id).execute();
}

/** Stores a code, in place of one under the same id that waits. @returns whether it did: a code that was used stays. */
export async function putPairing(
  trx: Transaction,
  row: { congress_id: CongressId; id: string; code_hash: string; account_id: AccountId },
  minutes: number,
): Promise<boolean> {
  // Kept for a day after, so that whoever comes late is told why.
  await trx
    .deleteFrom('device_pairing')
    .where('congress_id', '=', row.congress_id)
    .where('expires_at', '<', sql<Date>`now() - interval '1 day'`)
    .execute();
  const values = { ...row, expires_at: sql<Date>`now() + make_interval(mins => ${minutes})` };
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('device_pairing')
    .values(values)
    .onConflict((conflict) =>
      conflict
        .columns(['congress_id', 'id'])
        .doUpdateSet({ code_hash: row.code_hash, account_id: row.account_id, expires_at: values.expires_at })
        .where('device_pairing.request', 'is', null),
    )
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The code's row, locked until the transaction ends, so that two tablets cannot use it at once. */
export const lockPairing = (trx: Transaction, codeHash: string): Promise<PairingRow | undefined> =>
  trx
    .selectFrom('device_pairing')
    .selectAll()
    .select(sql<boolean>`expires_at < now()`.as('expired'))
    .where('code_hash', '=', codeHash)
    .forUpdate()
    .executeTakeFirst();

export async function usePairing(
  trx: Transaction,
  pairing: PairingRow,
  request: string,
  device: DeviceId,
): Promise<void> {
  await trx
    .updateTable('device_pairing')
    .set({ request, device_id: device })
    .where('congress_id', '=', pairing.congress_id)
    .where('id', '=', pairing.id)
    .execute();
}

/** Ids of the codes that wait for a tablet. */
export async function openPairings(trx: Transaction, congress: CongressId): Promise<string[]> {
  const rows = await trx
    .selectFrom('device_pairing')
    .select('id')
    .where('congress_id', '=', congress)
    .where('request', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .execute();
  return rows.map(({ id }) => id);
}

export async function isOnlyPaired(trx: Transaction, congress: CongressId): Promise<boolean> {
  const row = await trx
    .selectFrom('device_setting')
    .select('only_paired')
    .where('congress_id', '=', congress)
    .executeTakeFirst();
  return row?.only_paired ?? false;
}

export async function setOnlyPaired(trx: Transaction, congress: CongressId, only_paired: boolean): Promise<void> {
  await trx
    .insertInto('device_setting')
    .values({ congress_id: congress, only_paired })
    .onConflict((conflict) => conflict.column('congress_id').doUpdateSet({ only_paired }))
    .execute();
}
