import { type Problem, problem } from '../../core/contract/problems.ts';
import type { ProposalId, SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import {
  after,
  type FourEyesAct,
  hasPart,
  mayConfirm,
  nameRoles,
  type Person,
  transitions,
} from '../../core/workflow/ballot.ts';
import { transitionOf } from '../../core/workflow/medium.ts';
import { actorOf, append, system } from '../audit/append.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { findAccount } from '../identity/store.ts';
import { appointedScrutineers } from '../session/scrutineers.ts';
import { papersSettled } from './close.ts';
import { couldOpen } from './open.ts';
import {
  addProposal,
  confirmedBefore,
  findProposal,
  type ProposalRow,
  proposalElsewhere,
  settleProposal,
  waitingProposal,
} from './proposal-store.ts';
import { couldPublish } from './publish.ts';
import { type BallotRow, ballotOf } from './store.ts';

// Four-eyes (domain.md section 1): opening, closing, annulling and publishing are proposed by one person and done by the confirmation of
// another of another role. What would be refused anyway is refused when it is proposed, and checked again when it is confirmed.

/** What stands in the way of the act now. Proofs still being checked do not: by the confirmation they usually are done. */
async function obstacle(trx: Transaction, ballot: BallotRow, act: FourEyesAct): Promise<Result<void, Problem>> {
  if (act === 'open') return couldOpen(trx, ballot);
  if (act === 'publish') return couldPublish(trx, ballot);
  const state = after(act, ballot.state);
  if (!state.ok) return state;
  return act === 'close' ? papersSettled(trx, ballot) : ok(undefined);
}

/** Proposes an act under a client-made id; the same proposal again changes nothing. */
export async function propose(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  id: ProposalId,
  act: FourEyesAct,
  reason: string,
): Promise<Result<void, Problem>> {
  const ballot = await ballotOf(trx, caller.congress, session, 'update');
  if (!ballot) return err(problem('not-found'));
  if (!transitions[act].by.includes(caller.role))
    return err(problem('not-permitted', { roles: nameRoles(transitions[act].by) }));
  const part = hasPart(caller, await appointedScrutineers(trx, caller.congress, session));
  if (!part.ok) return part;
  const before = await findProposal(trx, ballot, id);
  if (before) return before.act === act && before.proposed_by === caller.id ? ok(undefined) : err(problem('conflict'));
  if (await proposalElsewhere(trx, caller.congress, ballot, id)) return err(problem('conflict'));
  if (act === 'annul' && reason === '') return err(reasonMissing);
  await dropStale(trx, ballot);
  if (await waitingProposal(trx, ballot)) return err(problem('proposal-pending'));
  const free = await obstacle(trx, ballot, act);
  if (!free.ok) return free;
  await addProposal(trx, ballot, { id, act, reason, proposed_by: caller.id });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'proposal-made',
    subject: { type: 'proposal', id },
    detail: { ballot: ballot.id, act, reason },
  });
  return ok(undefined);
}

const reasonMissing: Problem = {
  code: 'bad-request',
  params: { detail: '宣布无效须写明理由' },
  words: {
    zh: '宣布票决无效须写明理由，请填写后重新提出。',
    en: 'Annulling a ballot needs a reason. Write it and propose again.',
  },
};

/** A proposal that waits and may be confirmed by this person. `confirmed` where that has happened already. */
export type Confirmable = { readonly kind: 'waiting'; readonly proposal: ProposalRow } | { readonly kind: 'confirmed' };

/** Whether the caller may confirm: another person, of another role, and among scrutineers one of this session. */
export async function confirmable(
  trx: Transaction,
  caller: Caller,
  ballot: BallotRow,
  id: ProposalId,
): Promise<Result<Confirmable, Problem>> {
  const proposal = await findProposal(trx, ballot, id);
  // A repeat whose reply was lost may come when the session has gone on to its next ballot.
  if (!proposal && (await confirmedBefore(trx, ballot, id))) return ok({ kind: 'confirmed' });
  if (!proposal || proposal.state === 'withdrawn') return err(problem('no-proposal'));
  if (proposal.state === 'confirmed') return ok({ kind: 'confirmed' });
  const account = await findAccount(trx, caller.congress, proposal.proposed_by);
  if (!account?.active) return err(problem('no-proposal'));
  const proposer: Person = { id: account.id, role: account.role };
  const may = mayConfirm(proposal.act, proposer, caller);
  if (!may.ok) return may;
  const appointed = await appointedScrutineers(trx, caller.congress, ballot.session_id);
  // Since it was proposed the scrutineers may have changed.
  if (!hasPart(proposer, appointed).ok) return err(problem('no-proposal'));
  const part = hasPart(caller, appointed);
  return part.ok ? ok({ kind: 'waiting', proposal }) : part;
}

/** Marks a proposal as confirmed, in the transaction that does what it proposed. */
export async function markConfirmed(
  trx: Transaction,
  caller: Caller,
  ballot: BallotRow,
  proposal: ProposalRow,
): Promise<void> {
  await settleProposal(trx, proposal, 'confirmed', caller.id);
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'proposal-confirmed',
    subject: { type: 'proposal', id: proposal.id },
    detail: { ballot: ballot.id, act: proposal.act },
  });
}

/** Withdraws a proposal: its proposer or another officer. What was withdrawn before stays so. */
export async function withdraw(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  id: ProposalId,
): Promise<Result<void, Problem>> {
  const ballot = await ballotOf(trx, caller.congress, session, 'update');
  if (!ballot) return err(problem('not-found'));
  const proposal = await findProposal(trx, ballot, id);
  if (!proposal || proposal.state === 'confirmed') return err(problem('no-proposal'));
  if (proposal.state === 'withdrawn') return ok(undefined);
  await settleProposal(trx, proposal, 'withdrawn');
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'proposal-withdrawn',
    subject: { type: 'proposal', id },
    detail: { ballot: ballot.id, act: proposal.act, reason: '' },
  });
  return ok(undefined);
}

/** Withdraws the waiting proposal if the ballot has meanwhile come to a state in which it is impossible, such as opening after a new ceremony. */
export async function dropStale(trx: Transaction, ballot: BallotRow): Promise<void> {
  const waiting = await waitingProposal(trx, ballot);
  if (!waiting || after(transitionOf(waiting.act, ballot.medium), ballot.state).ok) return;
  await settleProposal(trx, waiting, 'withdrawn');
  await append(trx, ballot.congress_id, system, {
    kind: 'proposal-withdrawn',
    subject: { type: 'proposal', id: waiting.id },
    detail: { ballot: ballot.id, act: waiting.act, reason: 'stale' },
  });
}
