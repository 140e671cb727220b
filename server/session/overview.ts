import { type Problem, problem } from '../../core/contract/problems.ts';
import type { Which } from '../../core/contract/rounds.ts';
import type { BallotOverview, Overview } from '../../core/contract/session.ts';
import type { CongressId, SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { passMark, quorum } from '../../core/rules/quorum.ts';
import { withPapers } from '../../core/rules/single-paper.ts';
import { chainOf, nextOf, recordsOf } from '../ballot/chain.ts';
import { paperNow } from '../ballot/facts.ts';
import { papersOf } from '../ballot/single-paper-store.ts';
import { type BallotRow, ballotOf } from '../ballot/store.ts';
import type { Transaction } from '../database/pool.ts';
import { countEntitledIn, countPresent } from './attendance.ts';
import { countCards, countSetAside } from './card-store.ts';
import { beforeOpening } from './frozen.ts';
import { boxCounts, scrutineersOf, waitingProposals } from './overview-store.ts';
import { findSession, rehearsalOf, sessionOf } from './store.ts';

/** Everything the session page shows, as this transaction sees it. */
export async function overview(
  trx: Transaction,
  congress: CongressId,
  id: SessionId,
): Promise<Result<Overview, Problem>> {
  const session = await findSession(trx, congress, id);
  const ballot = session && (await ballotOf(trx, congress, id));
  if (!ballot) return err(problem('not-found'));
  // What was frozen at the opening counts from then on, whatever happens to the roster.
  const { method, projects } = await paperNow(trx, session, ballot);
  const entitled = ballot.entitled ?? (await countEntitledIn(trx, congress, id));
  const chain = await chainOf(trx, congress, id);
  const ballots = recordsOf(chain, { seats: method.seats, projects: projects.length });
  const present = ballots.at(-1)!;
  return ok({
    session: sessionOf(session),
    method,
    methodSaved: session.method !== null,
    entitled,
    present: await countPresent(trx, congress, id),
    quorum: quorum(entitled, method),
    passMark: method.elected === 'majority-of-all' ? passMark(entitled, 0, method) : null,
    candidates: present.projects,
    cards: await countCards(trx, congress, id),
    electionUuids: session.election_uuids,
    scrutineers: await scrutineersOf(trx, ballot),
    ballot: await ballotOverview(trx, ballot, present.which),
    ballots,
    next: nextOf(chain, session.election_uuids),
    proposals: await waitingProposals(trx, ballot),
    rehearsal: await rehearsalOf(trx, congress, id),
  });
}

async function ballotOverview(trx: Transaction, ballot: BallotRow, which: Which): Promise<BallotOverview> {
  const { returned, pendingProofs, rejected } = await boxCounts(trx, ballot);
  const papers = await papersOf(trx, ballot);
  const spares = beforeOpening(ballot)
    ? await countSetAside(trx, ballot.congress_id, ballot.session_id)
    : ballot.paper_spares;
  return {
    id: ballot.id,
    uuid: ballot.uuid,
    which,
    state: ballot.state,
    medium: ballot.medium,
    void: ballot.void ?? (ballot.paper_spares > 0 ? ballot.paper_void : null),
    papers: { ...papers, spares },
    attempt: ballot.attempt,
    keyFingerprint: ballot.key_fingerprint,
    electionHash: ballot.election_hash,
    ...withPapers({ issued: ballot.issued ?? 0, returned: ballot.returned ?? returned }, papers),
    pendingProofs,
    rejected,
    presentAtOpen: ballot.present_at_open,
    presentAtClose: ballot.present_at_close,
    annulledReason: ballot.annulled_reason,
    lastEvent: ballot.last_event ?? ballot.closing_event,
    openedAt: instant(ballot.opened_at),
    closedAt: instant(ballot.closed_at),
    publishedAt: instant(ballot.published_at),
  };
}

const instant = (date: Date | null): string | null => date?.toISOString() ?? null;
