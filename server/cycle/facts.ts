import type { CongressId, CycleId } from '../../core/ids.ts';
import type { CycleFacts } from '../../core/workflow/cycle.ts';
import { collectionFacts } from '../collection/facts.ts';
import type { Transaction } from '../database/pool.ts';
import { deliberationFacts } from '../deliberation/see.ts';
import { evaluationFacts } from '../evaluation/facts.ts';
import { oversightFacts } from '../oversight/facts.ts';
import { shortlistingFacts } from '../shortlisting/facts.ts';
import { ballotFacts } from './ballot-facts.ts';

/** What the conditions of a cycle are judged by; each stage's folder tells its own part. */
export async function cycleFacts(trx: Transaction, congress: CongressId, cycle: CycleId): Promise<CycleFacts> {
  return {
    collection: await collectionFacts(trx, congress, cycle),
    shortlisting: await shortlistingFacts(trx, congress, cycle),
    deliberation: await deliberationFacts(trx, congress, cycle),
    ballot: await ballotFacts(trx, congress, cycle),
    ...(await evaluationFacts(trx, congress, cycle)),
    oversight: await oversightFacts(trx, congress, cycle),
  };
}
