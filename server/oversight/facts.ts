import type { CongressId, CycleId } from '../../core/ids.ts';
import type { CycleFacts } from '../../core/workflow/cycle.ts';
import { today } from '../cycle/store.ts';
import type { Transaction } from '../database/pool.ts';
import { standingOf, stands } from './standing.ts';
import { listProjects, recordsOf } from './store.ts';

/** What the conditions of leaving oversight are judged by; undefined where no project of the year is kept. */
export async function oversightFacts(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
): Promise<CycleFacts['oversight']> {
  const rows = await listProjects(trx, congress, cycle);
  if (rows.length === 0) return undefined;
  const records = await recordsOf(
    trx,
    congress,
    rows.map(({ id }) => id),
  );
  const day = await today(trx);
  // A project paused or ended was so decided (调整): nothing of it is unfinished, and it needs no plan.
  const running = rows.filter(({ state }) => state === 'underway');
  return {
    projects: rows.length,
    withoutPlan: running.filter(({ plan }) => plan === null).length,
    unfinished: running.filter((row) => {
      const own = records.filter(({ project_id }) => project_id === row.id);
      return stands(standingOf(row, own), day).light !== 'done';
    }).length,
  };
}
