import type { CongressId, CycleId, DeputyId } from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';
import { storeCandidates } from './candidates.ts';
import { storeRoster } from './deputies.ts';
import { sampleTown } from './sample.ts';
import { listDeputies } from './store.ts';

/** Stores the sample town's deputies and candidates into an empty congress. */
export async function loadSampleTown(trx: Transaction, congress: CongressId, cycle: CycleId): Promise<void> {
  await storeRoster(trx, congress, sampleTown.deputies);
  await storeCandidates(trx, congress, cycle, sampleTown.candidates);
}

/** The id of the deputy with this number. */
export async function sampleDeputy(trx: Transaction, congress: CongressId, number: string): Promise<DeputyId> {
  return (await listDeputies(trx, congress)).find((one) => one.number === number)!.id;
}
