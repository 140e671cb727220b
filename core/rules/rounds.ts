/** The ballots that follow a first one: the run-off among tied projects, and the second ballot for seats left over. */
import { err, ok, type Result } from '../result.ts';
import type { Method } from './method.ts';
import type { Outcome } from './outcome.ts';

/** The method and the candidates of a further ballot; it is frozen and voted like the first. */
export interface FurtherBallot {
  readonly method: Method;
  readonly codes: readonly string[];
}

/**
 * The run-off (再次投票) among the tied only: as many seats as are at stake, and the most 赞成 elect, because all of them
 * have already reached the pass mark (Organic Law, elections: 以得票数多的当选). `not-tied` if the outcome has no tie.
 */
export function runOff(method: Method, result: Outcome): Result<FurtherBallot, 'not-tied'> {
  if (result.tie === null) return err('not-tied');
  const { codes, seatsAtStake } = result.tie;
  return ok({ method: { ...method, seats: seatsAtStake, contest: 'contested', elected: 'plurality' }, codes });
}

/**
 * The second ballot (另行票决) for seats nobody filled. Candidates are those that did not pass, in order of 赞成; if there are
 * more than the missing seats the ballot is contested, else uncontested. `no-shortfall` if every seat is filled or tied,
 * `no-candidates` if none is left to vote on. An uncontested second ballot never elects by plurality, which could refuse nothing.
 */
export function secondBallot(method: Method, result: Outcome): Result<FurtherBallot, 'no-shortfall' | 'no-candidates'> {
  if (result.shortfall === null) return err('no-shortfall');
  const codes = result.projects.filter((project) => project.state === 'not-passed').map((project) => project.code);
  if (codes.length === 0) return err('no-candidates');
  const contested = codes.length > result.shortfall.seats;
  const elected = method.secondPassMark === 'same' ? method.elected : method.secondPassMark;
  return ok({
    method: {
      ...method,
      seats: contested ? result.shortfall.seats : codes.length,
      contest: contested ? 'contested' : 'uncontested',
      elected: !contested && elected === 'plurality' ? 'majority-of-all' : elected,
    },
    codes,
  });
}
