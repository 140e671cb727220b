import type { Desk } from '../../core/contract/waiting.ts';
import type { CongressId } from '../../core/ids.ts';
import { worksWaiting } from '../../core/workflow/at-hand.ts';
import type { CycleAtHand, ProposalAtHand } from '../../core/workflow/waiting.ts';
import { waitingFor } from '../../core/workflow/waiting.ts';
import { seeCycles } from '../cycle/cycles.ts';
import { today } from '../cycle/store.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { atHand } from './at-hand.ts';

/** What waits for this account. */
export async function deskOf(trx: Transaction, caller: Caller): Promise<Desk> {
  const cycles = (await seeCycles(trx, caller.congress)).filter(({ stage }) => stage !== null && stage !== 'closed');
  const inHand = cycles.flatMap((cycle): CycleAtHand[] => {
    const now = cycle.stages.find(({ place }) => place === 'now');
    return now
      ? [
          {
            year: cycle.year,
            stage: now.stage,
            next: cycle.next,
            deadline: now.deadline,
            timeliness: now.timeliness,
            conditions: cycle.conditions,
          },
        ]
      : [];
  });
  const proposals = await waitingProposals(trx, caller.congress);
  const kept = cycles.map(({ id }) => id);
  const works = kept.length === 0 ? [] : worksWaiting(caller.role, await atHand(trx, caller, kept));
  return { waiting: [...waitingFor(caller, inHand, proposals, works, await today(trx))], cycles };
}

/** Every proposal of the congress that waits for its second person. */
async function waitingProposals(trx: Transaction, congress: CongressId): Promise<ProposalAtHand[]> {
  const rows = await trx
    .selectFrom('proposal')
    .innerJoin('ballot', (join) =>
      join.onRef('ballot.congress_id', '=', 'proposal.congress_id').onRef('ballot.id', '=', 'proposal.ballot_id'),
    )
    .innerJoin('session', (join) =>
      join.onRef('session.congress_id', '=', 'ballot.congress_id').onRef('session.id', '=', 'ballot.session_id'),
    )
    .innerJoin('account', (join) =>
      join.onRef('account.congress_id', '=', 'proposal.congress_id').onRef('account.id', '=', 'proposal.proposed_by'),
    )
    .select(['proposal.act', 'account.id', 'account.name', 'account.role', 'session.name as session'])
    .where('proposal.congress_id', '=', congress)
    .where('proposal.state', '=', 'waiting')
    .orderBy('proposal.at')
    .execute();
  return rows.map(({ act, session, ...proposer }) => ({ act, session, proposer }));
}
