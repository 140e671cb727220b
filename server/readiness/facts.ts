import { statfs } from 'node:fs/promises';
import type { ReadinessFacts } from '../../core/contract/readiness.ts';
import type { AccountId, CongressId, SessionId } from '../../core/ids.ts';
import { wasRecorded } from '../audit/read.ts';
import type { Transaction } from '../database/pool.ts';
import { rehearsalOf } from '../session/store.ts';

/** Whether a rehearsal of the session is there, was held and wiped, or never was: the record knows. */
export async function rehearsalState(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
): Promise<ReadinessFacts['rehearsal']> {
  if ((await rehearsalOf(trx, congress, session)) !== null) return 'running';
  return (await wasRecorded(trx, congress, 'rehearsal-wiped', { of: session })) ? 'held' : 'none';
}

/** Free bytes for an ordinary user where the data lies; null where that cannot be told. */
export async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** The accounts of the session's scrutineers. */
export async function appointed(trx: Transaction, congress: CongressId, session: SessionId): Promise<AccountId[]> {
  const rows = await trx
    .selectFrom('session_scrutineer')
    .select('account_id')
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .execute();
  return rows.map(({ account_id }) => account_id);
}
