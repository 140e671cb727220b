import { sql } from 'kysely';
import type { Proposal, Scrutineer } from '../../core/contract/session.ts';
import type { BallotKey, BallotRow } from '../ballot/store.ts';
import type { Transaction } from '../database/pool.ts';

/** How many ballots are in the box, wait for their proofs, and failed them. */
export async function boxCounts(
  trx: Transaction,
  ballot: BallotKey,
): Promise<{ returned: number; pendingProofs: number; rejected: number }> {
  const { rows } = await sql<{ returned: number; pendingProofs: number; rejected: number }>`
    select count(*) as returned, count(*) filter (where proofs = 'pending') as "pendingProofs",
      (select count(*) from rejected_ballot where congress_id = ${ballot.congress_id} and ballot_id = ${ballot.id}) as rejected
    from cast_ballot where congress_id = ${ballot.congress_id} and ballot_id = ${ballot.id}`.execute(trx);
  return rows[0]!;
}

/** The session's scrutineers with how far each is in this ballot: as trustees once the ceremony began, before that as appointed. */
export async function scrutineersOf(trx: Transaction, ballot: BallotRow): Promise<Scrutineer[]> {
  const { congress_id: congress, id, session_id: session } = ballot;
  const { rows } = await sql<Scrutineer>`
    select s.position as index, s.account_id as account, a.name, a.role,
      (t.cert is not null)::int + (t.commitment is not null)::int + (t.verification is not null)::int as round,
      coalesce(t.compared, false) as compared, d.position is not null as decrypted, coalesce(t.certified, false) as certified
    from session_scrutineer s
    join account a on a.congress_id = s.congress_id and a.id = s.account_id
    left join trustee t on t.congress_id = s.congress_id and t.ballot_id = ${id} and t.position = s.position and t.account_id = s.account_id
    left join decryption d on d.congress_id = t.congress_id and d.ballot_id = t.ballot_id and d.position = t.position
    where s.congress_id = ${congress} and s.session_id = ${session} order by s.position`.execute(trx);
  return rows;
}

/** Proposals of the ballot that wait for a second person. */
export async function waitingProposals(trx: Transaction, ballot: BallotKey): Promise<Proposal[]> {
  const rows = await trx
    .selectFrom('proposal')
    .innerJoin('account', (join) =>
      join.onRef('account.congress_id', '=', 'proposal.congress_id').onRef('account.id', '=', 'proposal.proposed_by'),
    )
    .select([
      'proposal.id',
      'proposal.act',
      'proposal.reason',
      'proposal.at',
      'account.id as proposer',
      'account.name',
      'account.role',
    ])
    .where('proposal.congress_id', '=', ballot.congress_id)
    .where('proposal.ballot_id', '=', ballot.id)
    .where('proposal.state', '=', 'waiting')
    .orderBy('proposal.at')
    .execute();
  return rows.map(({ id, act, reason, at, proposer, name, role }) => ({
    id,
    act,
    reason,
    at: at.toISOString(),
    proposer: { id: proposer, name, role },
  }));
}
