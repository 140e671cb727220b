import type { CongressId, CycleId } from '../../core/ids.ts';
import type { CycleFacts } from '../../core/workflow/cycle.ts';
import { chainOf, finalOf } from '../ballot/chain.ts';
import type { Transaction } from '../database/pool.ts';

/** Whether a project ballot of a real session of the cycle is published, and whether the final lists of those sessions are complete. */
export async function ballotFacts(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
): Promise<NonNullable<CycleFacts['ballot']>> {
  const rows = await trx
    .selectFrom('ballot')
    .innerJoin('session', (join) =>
      join.onRef('session.congress_id', '=', 'ballot.congress_id').onRef('session.id', '=', 'ballot.session_id'),
    )
    .select('session.id')
    .distinct()
    .where('ballot.congress_id', '=', congress)
    .where('session.cycle_id', '=', cycle)
    .where('session.rehearsal_of', 'is', null)
    .where('ballot.state', '=', 'published')
    .where('ballot.kind', '<>', 'evaluation')
    .execute();
  const finals = [];
  for (const { id } of rows) finals.push(finalOf(await chainOf(trx, congress, id)));
  return { published: rows.length > 0, settled: finals.every((final) => final?.list.complete ?? true) };
}
