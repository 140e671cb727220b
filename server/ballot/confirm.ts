import { type Problem, problem } from '../../core/contract/problems.ts';
import type { Overview } from '../../core/contract/session.ts';
import type { ProposalId, SessionId } from '../../core/ids.ts';
import { err, ok, type Result, unreachable } from '../../core/result.ts';
import { command } from '../database/command.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import type { Services } from '../services.ts';
import { overview } from '../session/overview.ts';
import type { Boxes } from './boxes.ts';
import { type Closing, type Count, closeBallot, couldClose, countBallots, putCopiesAside } from './close.ts';
import { lockEverything } from './facts.ts';
import { openBallot } from './open.ts';
import { closeOnPaper } from './paper-open.ts';
import type { ProposalRow } from './proposal-store.ts';
import { confirmable, markConfirmed } from './proposals.ts';
import { annulBallot, publishBallot } from './publish.ts';
import { type BallotRow, ballotOf } from './store.ts';
import { sweepTraces } from './traces.ts';

/** The act itself, in the transaction that marks its proposal confirmed. */
async function perform(
  trx: Transaction,
  caller: Caller,
  ballot: BallotRow,
  { act, reason }: ProposalRow,
): Promise<Result<void, Problem>> {
  switch (act) {
    case 'open':
      return openBallot(trx, caller, ballot);
    case 'publish':
      return publishBallot(trx, caller, ballot);
    case 'annul':
      return annulBallot(trx, caller, ballot, reason);
    case 'close':
      if (ballot.medium !== 'paper') throw new Error('the close of a box has its own way');
      return closeOnPaper(trx, caller, ballot);
    default:
      return unreachable(act);
  }
}

/** Tells kiosks, projector, consoles and scrutineers that the ballot has moved on. */
async function announce({ live }: Services, trx: Transaction, caller: Caller): Promise<void> {
  for (const topic of ['hall', 'session', 'turnout'] as const) await live.publish(trx, caller.congress, topic);
}

/** Confirms what another proposed, and thereby does it (domain.md section 1). Confirmed before: nothing happens again. */
export async function confirm(
  services: Services,
  boxes: Boxes,
  caller: Caller,
  session: SessionId,
  id: ProposalId,
): Promise<Result<Overview, Problem>> {
  const { db } = services;
  const seen = await inTransaction(db, async (trx) => {
    const ballot = await ballotOf(trx, caller.congress, session);
    if (!ballot) return err(problem('not-found'));
    const may = await confirmable(trx, caller, ballot, id);
    return may.ok ? ok({ ballot, may: may.value }) : may;
  });
  if (!seen.ok) return seen;
  const { ballot, may } = seen.value;
  if (may.kind === 'waiting' && may.proposal.act === 'close' && ballot.medium === 'tablet')
    return confirmClose(services, boxes, caller, ballot, id);
  const done = await command(db, async (trx) => {
    const locked = await lockEverything(trx, caller.congress, session);
    if (!locked) return err(problem('not-found'));
    const still = await confirmable(trx, caller, locked, id);
    if (!still.ok) return still;
    if (still.value.kind === 'waiting') {
      const performed = await perform(trx, caller, locked, still.value.proposal);
      if (!performed.ok) return performed;
      await markConfirmed(trx, caller, locked, still.value.proposal);
      await announce(services, trx, caller);
    }
    return overview(trx, caller.congress, session);
  });
  if (done.ok && may.kind === 'waiting' && may.proposal.act === 'open')
    await sweepTraces(db, ['card', 'card_credential', 'tablet_credential']);
  if (done.ok && may.kind === 'waiting' && may.proposal.act === 'annul') await sweepTraces(db, ['cast_ballot']);
  return done;
}

/** A ballot cast between the count and the lock makes a new count necessary; after so many the box is counted under the lock. */
const COUNTS_BEFORE_LOCK = 3;

/** Closing: the ballots are multiplied together first, and the box closes if it still holds exactly those. */
async function confirmClose(
  services: Services,
  boxes: Boxes,
  caller: Caller,
  { uuid, session_id: session }: BallotRow,
  id: ProposalId,
): Promise<Result<Overview, Problem>> {
  const { db } = services;
  const box = await boxes.find(uuid);
  if (!box) return err(problem('ballot-not-open'));
  for (let round = 1; ; round++) {
    let before: Count | undefined;
    if (round <= COUNTS_BEFORE_LOCK) {
      const counted = await inTransaction(db, async (trx): Promise<Result<Count, Problem>> => {
        const could = await couldClose(trx, (await ballotOf(trx, caller.congress, session))!);
        return could.ok ? ok(await countBallots(trx, box)) : could;
      });
      if (!counted.ok) return confirmedMeanwhile(services, caller, session, id, counted.error);
      before = counted.value;
    }
    let closing: Closing | 'confirmed' = 'confirmed';
    let count = before;
    const done = await command(db, async (trx) => {
      const ballot = await lockEverything(trx, caller.congress, session);
      if (!ballot) return err(problem('not-found'));
      const still = await confirmable(trx, caller, ballot, id);
      if (!still.ok) return still;
      closing = 'confirmed';
      if (still.value.kind === 'waiting') {
        count = before ?? (await countBallots(trx, box));
        const closed = await closeBallot(trx, caller, ballot, count);
        if (!closed.ok) return closed;
        closing = closed.value;
        if (closing !== 'closed') return overview(trx, caller.congress, session);
        await markConfirmed(trx, caller, ballot, still.value.proposal);
        await announce(services, trx, caller);
      }
      return overview(trx, caller.congress, session);
    });
    if (!done.ok) return done;
    const outcome = closing as Closing | 'confirmed';
    if (outcome === 'closed') await sweepTraces(db, ['cast_ballot']);
    if (outcome === 'closed' || outcome === 'confirmed') return done;
    if (outcome === 'copies' && count) return copiesFound(services, caller, session, count);
  }
}

/** Ballots that repeat part of another are put aside and the box stays open: their voters may still come back with the same card. */
async function copiesFound(
  services: Services,
  caller: Caller,
  session: SessionId,
  count: Count,
): Promise<Result<Overview, Problem>> {
  const aside = await inTransaction(services.db, async (trx) => {
    const ballot = await ballotOf(trx, caller.congress, session, 'update');
    if (ballot?.state !== 'open') return 0;
    const put = await putCopiesAside(trx, ballot, count);
    await announce(services, trx, caller);
    return put;
  });
  return err(problem('ballots-put-aside', { count: aside }));
}

/** A second confirmation that arrives while the first closes the box finds it closed: that is what it asked for. */
async function confirmedMeanwhile(
  services: Services,
  caller: Caller,
  session: SessionId,
  id: ProposalId,
  otherwise: Problem,
): Promise<Result<Overview, Problem>> {
  return inTransaction(services.db, async (trx) => {
    const ballot = await ballotOf(trx, caller.congress, session);
    const may = ballot && (await confirmable(trx, caller, ballot, id));
    return may?.ok && may.value.kind === 'confirmed' ? overview(trx, caller.congress, session) : err(otherwise);
  });
}
