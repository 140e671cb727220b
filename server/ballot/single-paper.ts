import { type Problem, problem } from '../../core/contract/problems.ts';
import type { SinglePapers } from '../../core/contract/single-paper.ts';
import type { PaperEntryId, SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { type HandOutFault, handOutFault, unsettledPapers } from '../../core/rules/single-paper.ts';
import { stateWords } from '../../core/workflow/ballot.ts';
import { actorOf, append } from '../audit/append.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { countCards, countSetAside } from '../session/card-store.ts';
import { beforeOpening } from '../session/frozen.ts';
import { ballotInBox } from './cast-store.ts';
import { ballotFacts } from './facts.ts';
import { mostPresent } from './paper.ts';
import { dropEntry, findEntry, paperCredentials, papersOf, putEntry, waitingEntries } from './single-paper-store.ts';
import { type BallotRow, ballotOf, saveBallot } from './store.ts';

/** The session's ballot while papers can be handed out and entered: open, and held by tablet. Locked. */
export async function openForPapers(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
): Promise<Result<BallotRow, Problem>> {
  const ballot = await ballotOf(trx, caller.congress, session, 'update');
  if (!ballot) return err(problem('not-found'));
  if (ballot.medium === 'paper') return err(problem('not-by-tablet'));
  // Its rows are grades, which the page of papers does not have.
  if (ballot.kind === 'evaluation') return err(problem('evaluation-on-tablets'));
  if (ballot.state !== 'open') return err(problem('wrong-state', { state: stateWords[ballot.state].zh }));
  return ok(ballot);
}

/** Where the papers stand for the one who asks. */
export async function seeSinglePapers(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
): Promise<Result<SinglePapers, Problem>> {
  const ballot = await ballotOf(trx, caller.congress, session);
  if (!ballot) return err(problem('not-found'));
  const { method, candidates } = await ballotFacts(trx, ballot);
  const papers = await papersOf(trx, ballot);
  const before = beforeOpening(ballot);
  return ok({
    uuid: ballot.uuid,
    state: ballot.state,
    medium: ballot.medium,
    method,
    projects: candidates.map(({ code, title, content, place, budget, unit, finish }) => ({
      ...{ code, title, content, place, budget, unit, finish },
    })),
    papers: before ? { ...papers, spares: await countSetAside(trx, caller.congress, session) } : papers,
    cards: before ? (await countCards(trx, caller.congress, session)).activated : (ballot.issued ?? 0),
    present: await mostPresent(trx, ballot),
    note: ballot.paper_note,
    waiting: (await waitingEntries(trx, ballot)).map(({ id, kind, first, name }) => ({
      ...{ id, kind, by: name, mine: first === caller.id },
    })),
  });
}

const problemOf = ({ kind, ...params }: HandOutFault): Problem => problem(kind, params);

/**
 * Records how many papers are out and how many of them were not returned. Only numbers: who was given one is asked by nobody. The same again
 * changes nothing.
 */
export async function handOut(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  wanted: { issued: number; missing: number; seen: { issued: number; missing: number }; reason: string },
): Promise<Result<void, Problem>> {
  const found = await openForPapers(trx, caller, session);
  if (!found.ok) return found;
  const ballot = found.value;
  const { issued, missing, seen, reason } = wanted;
  if (
    ballot.paper_issued === issued &&
    ballot.paper_missing === missing &&
    (reason === '' || reason === ballot.paper_note)
  )
    return ok(undefined);
  if (ballot.paper_issued !== seen.issued || ballot.paper_missing !== seen.missing) return err(problem('conflict'));
  const present = await mostPresent(trx, ballot);
  const papers = { ...(await papersOf(trx, ballot)), issued, missing };
  // What was explained once for as many stays explained.
  const note = reason || (issued <= ballot.paper_issued ? ballot.paper_note : '');
  const fault = handOutFault(papers, { cards: ballot.issued!, present, reason: note });
  if (fault) return err(problemOf(fault));
  const paper_note = ballot.issued! + issued > present ? note : '';
  await saveBallot(trx, ballot, { paper_issued: issued, paper_missing: missing, paper_note });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'papers-handed-out',
    subject: { type: 'ballot', id: ballot.id },
    detail: { issued, missing, reason },
  });
  return ok(undefined);
}

/** Whether a paper can enter the box with this card now. */
export async function checkPaperCard(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  credential: string,
): Promise<Result<void, Problem>> {
  const found = await openForPapers(trx, caller, session);
  if (!found.ok) return found;
  if (!(await paperCredentials(trx, found.value)).includes(credential)) return err(problem('not-a-paper-card'));
  return (await ballotInBox(trx, found.value, credential)) === undefined ? ok(undefined) : err(problem('card-used'));
}

/** The first person vouches for a paper; they may still find that it is a vote or void after all. What was keyed stays in their page. */
export async function beginEntry(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  id: PaperEntryId,
  kind: 'vote' | 'void',
): Promise<Result<void, Problem>> {
  const found = await openForPapers(trx, caller, session);
  if (!found.ok) return found;
  const ballot = found.value;
  const before = await findEntry(trx, ballot, id);
  if (before && before.first !== caller.id) return err(problem('paper-entry-taken'));
  if (before?.kind === kind) return ok(undefined);
  if (before && (before.second !== null || before.claim !== null)) return err(problem('paper-entry-taken'));
  if (unsettledPapers(await papersOf(trx, ballot)) <= 0)
    return err(problem('no-paper-left', { issued: ballot.paper_issued }));
  await putEntry(trx, ballot, id, { kind, first_account: caller.id, second_account: null, claim: null });
  return ok(undefined);
}

/** Takes back what waits for the second person: either of the two may. One that is not there was taken back before. */
export async function cancelEntry(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  id: PaperEntryId,
): Promise<Result<void, Problem>> {
  const ballot = await ballotOf(trx, caller.congress, session, 'update');
  if (!ballot) return err(problem('not-found'));
  const entry = await findEntry(trx, ballot, id);
  if (!entry) return ok(undefined);
  if (entry.second !== null) return err(problem('paper-entry-settled'));
  await dropEntry(trx, ballot, id);
  return ok(undefined);
}

/** The second person finds the paper void too (domain.md section 3, 废票): it counts as returned and void. */
export async function confirmVoid(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  id: PaperEntryId,
): Promise<Result<void, Problem>> {
  const found = await openForPapers(trx, caller, session);
  if (!found.ok) return found;
  const ballot = found.value;
  const entry = await findEntry(trx, ballot, id);
  if (!entry) return err(problem('paper-entry-gone'));
  if (entry.first === caller.id) return err(problem('same-person'));
  if (entry.kind !== 'void') return err(problem('paper-entry-taken'));
  if (entry.second !== null) return entry.second === caller.id ? ok(undefined) : err(problem('paper-entry-taken'));
  if (unsettledPapers(await papersOf(trx, ballot)) <= 0)
    return err(problem('no-paper-left', { issued: ballot.paper_issued }));
  await putEntry(trx, ballot, id, {
    kind: 'void',
    first_account: entry.first,
    second_account: caller.id,
    claim: null,
  });
  await saveBallot(trx, ballot, { paper_void: ballot.paper_void + 1 });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'paper-ballot-settled',
    subject: { type: 'ballot', id: ballot.id },
    detail: { void: true, accounts: [entry.first, caller.id].sort() },
  });
  return ok(undefined);
}
