import type { Undelivered } from '../contract/devices.ts';
import type { Overview } from '../contract/session.ts';

/**
 * Ballots that are still out and may lie on tablets: known to be there, or possibly on a tablet nobody hears from. Nothing when all that were
 * issued have returned, whatever a spare tablet in a drawer does.
 */
export function stillOnTablets(ballot: Overview['ballot'], { ballots, silent }: Undelivered): Undelivered {
  const out = ballot.state === 'open' && ballot.medium === 'tablet' ? Math.max(ballot.issued - ballot.returned, 0) : 0;
  return { ballots: Math.min(ballots, out), silent: out > 0 ? silent : 0 };
}
