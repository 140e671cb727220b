import type { Next } from '../contract/rounds.ts';
import type { BallotId } from '../ids.ts';
import { type Outcome, outcomeIsValid } from '../rules/outcome.ts';
import { type Choice, choicesFor, needsBallot, openMatter, settled } from '../rules/rounds.ts';
import type { BallotState } from './ballot.ts';

/** What the step after a ballot depends on. */
export interface BallotFacts {
  readonly id: BallotId;
  readonly state: BallotState;
  /** Its result, once there is one. */
  readonly result: Outcome | null;
  readonly decision: Choice | null;
}

/**
 * What comes after the session's newest ballot: the run-off of its tie, the second ballot for its shortfall, or the same again where it was
 * annulled (returned > issued, or by decision; domain.md section 3). Null while it is under way and when it settled everything.
 * @param followed the ballot whose tie or shortfall the newest one was to settle
 * @param left ballots that the session's cards are still good for
 */
export function nextAfter(newest: BallotFacts, followed: BallotFacts | null, left: number): Next | null {
  const annulled =
    newest.state === 'annulled' ||
    (newest.state === 'published' && newest.result !== null && !outcomeIsValid(newest.result));
  if (!annulled && newest.state !== 'published') return null;
  // While what was to settle a tie is void the tie is open again, and so is the presidium's decision on it.
  const origin = annulled && followed ? followed : newest;
  const open = origin.result && openMatter(origin.result);
  if (!open) {
    if (!annulled) return null;
    return {
      ...{ matter: 'annulled', ballot: newest.id, codes: [], seats: 0 },
      ...{ make: left > 0 ? 'again' : null, choices: [], settled: null, by: null, left },
    };
  }
  const choice = settled(open, origin.decision);
  const make =
    choice === null || !needsBallot(choice) || left === 0 ? null : open.matter === 'tie' ? 'run-off' : 'second';
  return {
    matter: annulled ? 'annulled' : open.matter,
    ballot: origin.id,
    codes: [...open.codes],
    seats: open.seats,
    make: make && annulled ? 'again' : make,
    choices: [...choicesFor(open, left)],
    settled: choice,
    by: choice === null ? null : origin.decision !== null ? 'presidium' : 'method',
    left,
  };
}
