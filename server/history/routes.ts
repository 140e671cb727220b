import type { FastifyInstance } from 'fastify';
import { type HistoryEntry, type HistoryKind, history } from '../../core/contract/history.ts';
import type { CongressId } from '../../core/ids.ts';
import { ok } from '../../core/result.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';

const MOST = 500;

/** The history of one object, newest first. */
async function historyOf(
  trx: Transaction,
  congress: CongressId,
  kind: HistoryKind,
  subject: string,
): Promise<HistoryEntry[]> {
  const rows = await trx
    .selectFrom('history')
    .select(['at', 'name', 'role', 'act', 'reason', 'before', 'after'])
    .where('congress_id', '=', congress)
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .orderBy('seq', 'desc')
    .limit(MOST)
    .execute();
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** The history of every object. */
export function registerHistoryRoutes(app: FastifyInstance, { db }: Services): void {
  serve(app, history.history, async ({ caller, params }) =>
    ok(await inTransaction(db, (trx) => historyOf(trx, caller.congress, params.kind, params.subject))),
  );
}
