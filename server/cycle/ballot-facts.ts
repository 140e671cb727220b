import type { CongressId, CycleId } from '../../core/ids.ts';
import type { CycleFacts } from '../../core/workflow/cycle.ts';
import type { Transaction } from '../database/pool.ts';

/** Whether a project ballot of a real session of the cycle is published. */
export async function ballotFacts(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
): Promise<NonNullable<CycleFacts['ballot']>> {
  const row = await trx
    .selectFrom('ballot')
    .innerJoin('session', (join) =>
      join.onRef('session.congress_id', '=', 'ballot.congress_id').onRef('session.id', '=', 'ballot.session_id'),
    )
    .select('ballot.id')
    .where('ballot.congress_id', '=', congress)
    .where('session.cycle_id', '=', cycle)
    .where('session.rehearsal_of', 'is', null)
    .where('ballot.state', '=', 'published')
    .where('ballot.kind', '<>', 'evaluation')
    .limit(1)
    .executeTakeFirst();
  return { published: row !== undefined };
}
