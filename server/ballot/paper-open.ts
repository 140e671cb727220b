import { type Problem, problem } from '../../core/contract/problems.ts';
import type { SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { after, stateWords } from '../../core/workflow/ballot.ts';
import type { Medium } from '../../core/workflow/medium.ts';
import { actorOf, append, system } from '../audit/append.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { beforeOpening } from '../session/frozen.ts';
import { appointed, seatTrustees } from './ceremony-store.ts';
import { ballotFacts, countHeads, lockEverything, openingFacts } from './facts.ts';
import { freezeProjects } from './open-store.ts';
import { settleProposal, waitingProposal } from './proposal-store.ts';
import { type BallotRow, saveBallot } from './store.ts';

/**
 * Chooses what the ballot is held with, until it opens; the same choice again changes nothing. A proposal to open that waits was made for the
 * other one and is withdrawn.
 */
export async function setMedium(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  medium: Medium,
): Promise<Result<void, Problem>> {
  const ballot = await lockEverything(trx, caller.congress, session);
  if (!ballot) return err(problem('not-found'));
  if (ballot.medium === medium) return ok(undefined);
  if (!beforeOpening(ballot)) return err(problem('wrong-state', { state: stateWords[ballot.state].zh }));
  if (medium === 'paper' && ballot.kind === 'evaluation') return err(problem('evaluation-on-tablets'));
  const { method } = await ballotFacts(trx, ballot);
  if (medium === 'paper' && method.deviceFailure !== 'paper') return err(problem('paper-not-in-method'));
  await saveBallot(trx, ballot, { medium });
  const waiting = await waitingProposal(trx, ballot);
  if (waiting) {
    await settleProposal(trx, waiting, 'withdrawn');
    await append(trx, caller.congress, system, {
      kind: 'proposal-withdrawn',
      subject: { type: 'proposal', id: waiting.id },
      detail: { ballot: ballot.id, act: waiting.act, reason: 'stale' },
    });
  }
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'ballot-medium-chosen',
    subject: { type: 'ballot', id: ballot.id },
    detail: { medium },
  });
  return ok(undefined);
}

/** Whether there are as many scrutineers as the method wants; with a key the ceremony has made sure of it. */
export async function scrutineersReady(
  trx: Transaction,
  { congress_id: congress, session_id: session }: BallotRow,
  needed: number,
): Promise<Result<Awaited<ReturnType<typeof appointed>>, Problem>> {
  const people = await appointed(trx, congress, session);
  return people.length === needed
    ? ok(people)
    : err(problem('scrutineers-missing', { needed, appointed: people.length }));
}

/**
 * Opens a ballot on paper, whose obstacles have been looked for. Method and candidates are frozen; there is no election record, no credential
 * and no box. The scrutineers take their seats, for it is they who certify the count.
 */
export async function openOnPaper(trx: Transaction, caller: Caller, ballot: BallotRow): Promise<Result<void, Problem>> {
  const { congress_id: congress } = ballot;
  const state = after('open-paper', ballot.state);
  if (!state.ok) return state;
  const facts = await ballotFacts(trx, ballot);
  const people = await scrutineersReady(trx, ballot, facts.method.scrutineers);
  if (!people.ok) return people;
  await seatTrustees(
    trx,
    ballot,
    people.value.map(({ account }) => account),
  );
  const { entitled, present } = await openingFacts(trx, ballot, facts.candidates.length);
  if (ballot.method === null) await freezeProjects(trx, ballot, facts.candidates);
  await saveBallot(trx, ballot, {
    state: state.value,
    method: JSON.stringify(facts.method),
    // A key that was made, or half made, is not used: an open ballot must not seem to have one.
    ...{ trustees: null, public_key: null, key_fingerprint: null },
    entitled,
    present_at_open: present,
    opened_at: new Date(),
  });
  const subject = { type: 'ballot', id: ballot.id } as const;
  await append(trx, congress, system, {
    kind: 'ballot-frozen',
    subject,
    detail: { projects: facts.candidates.length, seats: facts.method.seats, election: null },
  });
  await append(trx, congress, actorOf(caller), {
    kind: 'ballot-opened',
    subject,
    detail: { entitled, present, issued: null, spares: null },
  });
  return ok(undefined);
}

/** Ends the voting on paper: from now on the count sheets are entered. */
export async function closeOnPaper(
  trx: Transaction,
  caller: Caller,
  ballot: BallotRow,
): Promise<Result<void, Problem>> {
  const state = after('close', ballot.state);
  if (!state.ok) return state;
  const { present } = await countHeads(trx, ballot.congress_id, ballot.session_id);
  await saveBallot(trx, ballot, { state: state.value, present_at_close: present, closed_at: new Date() });
  await append(trx, ballot.congress_id, actorOf(caller), {
    kind: 'ballot-closed',
    subject: { type: 'ballot', id: ballot.id },
    detail: { present, issued: null, returned: null, event: null },
  });
  return ok(undefined);
}
