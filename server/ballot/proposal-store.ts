import type { Selectable } from 'kysely';
import type { AccountId, CongressId, ProposalId } from '../../core/ids.ts';
import type { FourEyesAct } from '../../core/workflow/ballot.ts';
import type { Transaction } from '../database/pool.ts';
import type { Database } from '../database/schema.ts';
import type { BallotKey, BallotRow } from './store.ts';

export type ProposalRow = Selectable<Database['proposal']>;

/** One proposal of this ballot, whatever became of it. */
export async function findProposal(
  trx: Transaction,
  ballot: BallotKey,
  id: ProposalId,
): Promise<ProposalRow | undefined> {
  return trx
    .selectFrom('proposal')
    .selectAll()
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Whether an id is taken by a proposal of another ballot of the congress. */
export async function proposalElsewhere(
  trx: Transaction,
  congress: CongressId,
  ballot: BallotKey,
  id: ProposalId,
): Promise<boolean> {
  const row = await trx
    .selectFrom('proposal')
    .select('id')
    .where('congress_id', '=', congress)
    .where('id', '=', id)
    .where('ballot_id', '!=', ballot.id)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether this proposal was confirmed for an earlier ballot of the session. */
export async function confirmedBefore(
  trx: Transaction,
  { congress_id, session_id }: Pick<BallotRow, 'congress_id' | 'session_id'>,
  id: ProposalId,
): Promise<boolean> {
  const row = await trx
    .selectFrom('proposal as p')
    .innerJoin('ballot as b', (join) =>
      join.onRef('b.congress_id', '=', 'p.congress_id').onRef('b.id', '=', 'p.ballot_id'),
    )
    .select('p.id')
    .where('p.congress_id', '=', congress_id)
    .where('b.session_id', '=', session_id)
    .where('p.id', '=', id)
    .where('p.state', '=', 'confirmed')
    .executeTakeFirst();
  return row !== undefined;
}

/** The proposal that waits for a second person; there is at most one per ballot. */
export async function waitingProposal(trx: Transaction, ballot: BallotKey): Promise<ProposalRow | undefined> {
  return trx
    .selectFrom('proposal')
    .selectAll()
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
}

export async function addProposal(
  trx: Transaction,
  ballot: BallotKey,
  proposal: { id: ProposalId; act: FourEyesAct; reason: string; proposed_by: AccountId },
): Promise<void> {
  await trx
    .insertInto('proposal')
    .values({ congress_id: ballot.congress_id, ballot_id: ballot.id, confirmed_by: null, ...proposal })
    .execute();
}

export async function settleProposal(
  trx: Transaction,
  proposal: { congress_id: CongressId; id: ProposalId },
  state: 'confirmed' | 'withdrawn',
  confirmed_by: AccountId | null = null,
): Promise<void> {
  await trx
    .updateTable('proposal')
    .set({ state, confirmed_by })
    .where('congress_id', '=', proposal.congress_id)
    .where('id', '=', proposal.id)
    .execute();
}
