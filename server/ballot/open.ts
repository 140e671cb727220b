import { parseElection } from '../../core/belenios/index.ts';
import type { Problem } from '../../core/contract/problems.ts';
import type { Result } from '../../core/result.ts';
import { ok } from '../../core/result.ts';
import { after } from '../../core/workflow/ballot.ts';
import { transitionOf } from '../../core/workflow/medium.ts';
import { mayOpen } from '../../core/workflow/opening.ts';
import { actorOf, append, system } from '../audit/append.ts';
import { listCandidates } from '../congress/store.ts';
import type { Transaction } from '../database/pool.ts';
import { listHolds } from '../deliberation/gate.ts';
import type { Caller } from '../http/caller.ts';
import { findSession } from '../session/store.ts';
import { fastGroups } from '../verification/fast-groups.ts';
import { whichBallot } from './chain.ts';
import { buildElection } from './election-data.ts';
import { activatedCredentials, ballotFacts, openingFacts } from './facts.ts';
import { forgetActivationOrder, freezeProjects, issueCredentials } from './open-store.ts';
import { openOnPaper, scrutineersReady } from './paper-open.ts';
import { type BallotRow, saveBallot } from './store.ts';

/** Whether the ballot could open now (domain.md section 3), else the first thing that is missing. */
export async function couldOpen(trx: Transaction, ballot: BallotRow): Promise<Result<void, Problem>> {
  const { method, candidates } = await ballotFacts(trx, ballot);
  const onPaper = ballot.medium === 'paper';
  const begun = after(transitionOf('open', ballot.medium), ballot.state);
  // Before the key is made, what is missing says more than the ballot's state.
  if (!begun.ok && ballot.state !== 'preparing' && ballot.state !== 'ceremony') return begun;
  // A further ballot and an evaluation have a paper of their own, and a rehearsal binds nothing.
  const onTheList = ballot.method === null && ballot.kind === 'projects';
  const session = onTheList ? await findSession(trx, ballot.congress_id, ballot.session_id) : undefined;
  if (session && session.rehearsal_of === null) {
    const listed = await listCandidates(trx, ballot.congress_id, session.cycle_id);
    const holds = await listHolds(trx, ballot.congress_id, session.cycle_id, listed);
    if (!holds.ok) return holds;
  }
  const may = mayOpen(await openingFacts(trx, ballot, candidates.length), method);
  if (!may.ok) return may;
  if (begun.ok && onPaper) {
    const ready = await scrutineersReady(trx, ballot, method.scrutineers);
    if (!ready.ok) return ready;
  }
  return begun.ok ? ok(undefined) : begun;
}

/**
 * Opens the ballot; everything it depends on is locked, and counted again here. Frozen from now on: method, candidates, who may cast, and the
 * election record whose fingerprint every ballot carries. The order in which cards were activated is forgotten.
 */
export async function openBallot(trx: Transaction, caller: Caller, ballot: BallotRow): Promise<Result<void, Problem>> {
  const { congress_id: congress, session_id: session } = ballot;
  const could = await couldOpen(trx, ballot);
  if (!could.ok) return could;
  if (ballot.medium === 'paper') return openOnPaper(trx, caller, ballot);
  const state = after('open', ballot.state);
  if (!state.ok) return state;
  const facts = await ballotFacts(trx, ballot);
  const { entitled, present } = await openingFacts(trx, ballot, facts.candidates.length);
  const credentials = await activatedCredentials(trx, congress, session, ballot.uuid);
  const spares = credentials.papers.length;
  const issued = credentials.all.length - spares;
  const json = buildElection({
    ...facts,
    uuid: ballot.uuid,
    which: await whichBallot(trx, ballot),
    publicKey: ballot.public_key!,
    ...{ entitled, present, issued, spares },
  });
  const election = parseElection(json, fastGroups);
  if (!election.ok) throw new Error(`the election made here does not read: ${election.error.kind}`);
  // The paper of a further ballot has been frozen since it was made.
  if (ballot.method === null) await freezeProjects(trx, ballot, facts.candidates);
  await issueCredentials(trx, ballot, credentials);
  await forgetActivationOrder(trx, congress, session);
  await saveBallot(trx, ballot, {
    state: state.value,
    method: JSON.stringify(facts.method),
    election: json,
    election_hash: election.value.fingerprint,
    public_credentials: JSON.stringify(credentials.all),
    entitled,
    present_at_open: present,
    issued,
    paper_spares: spares,
    opened_at: new Date(),
  });
  const subject = { type: 'ballot', id: ballot.id } as const;
  await append(trx, congress, system, {
    kind: 'ballot-frozen',
    subject,
    detail: { projects: facts.candidates.length, seats: facts.method.seats, election: election.value.fingerprint },
  });
  await append(trx, congress, actorOf(caller), {
    kind: 'ballot-opened',
    subject,
    detail: { entitled, present, issued, spares },
  });
  return ok(undefined);
}
