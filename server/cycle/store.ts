import { sql } from 'kysely';
import type { AccountId, CongressId, CycleId } from '../../core/ids.ts';
import type { Stage } from '../../core/workflow/cycle.ts';
import type { Transaction } from '../database/pool.ts';

export interface CycleRow {
  readonly id: CycleId;
  readonly year: number;
  readonly stage: Stage | null;
}

/** Makes changes of a congress's cycles wait for each other. */
export async function lockCycles(trx: Transaction, congress: CongressId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('piaojue cycles'), hashtext(${congress}))`.execute(trx);
}

/** The congress's cycles, newest first. */
export const listCycles = (trx: Transaction, congress: CongressId): Promise<CycleRow[]> =>
  trx
    .selectFrom('cycle')
    .select(['id', 'year', 'stage'])
    .where('congress_id', '=', congress)
    .orderBy('year', 'desc')
    .execute();

export const findCycle = (trx: Transaction, congress: CongressId, id: CycleId): Promise<CycleRow | undefined> =>
  trx
    .selectFrom('cycle')
    .select(['id', 'year', 'stage'])
    .where('congress_id', '=', congress)
    .where('id', '=', id)
    .executeTakeFirst();

/** What is kept of each stage of a cycle: deadline, who entered it and when. */
export const stageRows = (trx: Transaction, congress: CongressId, cycle: CycleId) =>
  trx
    .selectFrom('cycle_stage')
    .leftJoin('account', (join) =>
      join
        .onRef('account.congress_id', '=', 'cycle_stage.congress_id')
        .onRef('account.id', '=', 'cycle_stage.entered_by'),
    )
    .select(['stage', 'deadline', 'entered_at', 'account.name as entered_by', 'note'])
    .where('cycle_stage.congress_id', '=', congress)
    .where('cycle_id', '=', cycle)
    .execute();

export async function setStage(trx: Transaction, congress: CongressId, cycle: CycleId, stage: Stage): Promise<void> {
  await trx.updateTable('cycle').set({ stage }).where('congress_id', '=', congress).where('id', '=', cycle).execute();
}

export async function putEntered(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  stage: Stage,
  by: AccountId,
  note: string,
): Promise<void> {
  const values = { entered_at: sql<Date>`now()`, entered_by: by, note };
  await trx
    .insertInto('cycle_stage')
    .values({ congress_id: congress, cycle_id: cycle, stage, deadline: null, ...values })
    .onConflict((conflict) => conflict.columns(['congress_id', 'cycle_id', 'stage']).doUpdateSet(values))
    .execute();
}

export async function putDeadline(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  stage: Stage,
  deadline: string | null,
): Promise<void> {
  await trx
    .insertInto('cycle_stage')
    .values({ congress_id: congress, cycle_id: cycle, stage, deadline, entered_at: null, entered_by: null })
    .onConflict((conflict) => conflict.columns(['congress_id', 'cycle_id', 'stage']).doUpdateSet({ deadline }))
    .execute();
}

/** Today's date where the congress is, yyyy-mm-dd, by the database's clock. */
export async function today(trx: Transaction): Promise<string> {
  const { rows } = await sql<{ day: string }>`select to_char(now(), 'YYYY-MM-DD') as day`.execute(trx);
  return rows[0]!.day;
}
