import type { Selectable } from 'kysely';
import type { Db } from '../database/pool.ts';
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
