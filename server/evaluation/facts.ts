import { sql } from 'kysely';
import type { CongressId, CycleId } from '../../core/ids.ts';
import type { CycleFacts } from '../../core/workflow/cycle.ts';
import type { Transaction } from '../database/pool.ts';

/**
 * How the evaluation of a cycle's projects stands: whether it is published, how many it graded 不满意, and how many rectifications are open. The
 * session that evaluates may belong to a later year than the one that chose.
 */
export async function evaluationFacts(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
): Promise<Required<Pick<CycleFacts, 'evaluation' | 'rectification'>>> {
  const { rows } = await sql<{ published: boolean; unsatisfied: number; open: number }>`
    select coalesce(bool_or(b.state = 'published'), false) as published,
      (select count(*) from rectification r join evaluation x on x.congress_id = r.congress_id and x.session_id = r.session_id
        join session c on c.congress_id = x.congress_id and c.id = x.source_session
        where r.congress_id = ${congress} and c.cycle_id = ${cycle}) as unsatisfied,
      (select count(*) from rectification r join evaluation x on x.congress_id = r.congress_id and x.session_id = r.session_id
        join session c on c.congress_id = x.congress_id and c.id = x.source_session
        where r.congress_id = ${congress} and c.cycle_id = ${cycle} and r.state in ('opened', 'planned', 'reported')) as open
    from evaluation e
    join session s on s.congress_id = e.congress_id and s.id = e.source_session
    join session h on h.congress_id = e.congress_id and h.id = e.session_id and h.rehearsal_of is null
    join ballot b on b.congress_id = e.congress_id and b.session_id = e.session_id
    where e.congress_id = ${congress} and s.cycle_id = ${cycle}`.execute(trx);
  const { published, unsatisfied, open } = rows[0]!;
  return { evaluation: { published, unsatisfied }, rectification: { open } };
}
