import { usualLeastDays } from '../../core/collection/suggestion.ts';
import type { CongressId, CycleId } from '../../core/ids.ts';
import type { CycleFacts } from '../../core/workflow/cycle.ts';
import type { Transaction } from '../database/pool.ts';
import { countUnlooked, daysCollected, findCollection } from './settings-store.ts';

/** What the cycle's conditions for leaving collection are judged by; undefined where the cycle did not begin with collection here. */
export async function collectionFacts(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
): Promise<CycleFacts['collection']> {
  const days = await daysCollected(trx, congress, cycle);
  const row = days === null ? undefined : await findCollection(trx, congress, cycle);
  if (days === null || !row) return undefined;
  return {
    days,
    leastDays: row.leastDays ?? usualLeastDays(row.level),
    unlooked: await countUnlooked(trx, congress, cycle),
  };
}
