import { type Selectable, sql } from 'kysely';
import type { Db, Transaction } from '../database/pool.ts';
import type { AuditTables } from './schema.ts';

/** Events of a congress, newest first: at most `limit`, those before number `before` where it is given. */
export async function readEvents(
  db: Db,
  congressId: string,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<Selectable<AuditTables['audit_event']>[]> {
  let query = db.selectFrom('audit_event').selectAll().where('congress_id', '=', congressId);
  if (before !== undefined) query = query.where('seq', '<', before);
  return query.orderBy('seq', 'desc').limit(limit).execute();
}

/** Whether an event of this kind, with this in its detail, is in the congress's record. */
export async function wasRecorded(
  trx: Transaction,
  congress: string,
  kind: string,
  detail: Readonly<Record<string, string>>,
): Promise<boolean> {
  const found = await trx
    .selectFrom('audit_event')
    .select('seq')
    .where('congress_id', '=', congress)
    .where('kind', '=', kind)
    .where(sql<boolean>`detail @> ${JSON.stringify(detail)}::jsonb`)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** Time of the newest event in the congress's record; null while it is empty. */
export async function lastRecorded(trx: Transaction, congress: string): Promise<Date | null> {
  const row = await trx
    .selectFrom('audit_event')
    .select('at')
    .where('congress_id', '=', congress)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}
