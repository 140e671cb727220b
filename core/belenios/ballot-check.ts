import type { Result } from '../result.ts';
import type { Ballot, BallotError } from './ballot-types.ts';
import type { Election } from './election.ts';

/** Size, canonical form, election, credential, signature, encoding C: what is checked before a receipt is given. */
export function checkBallot(_election: Election, _json: string): Result<Ballot, BallotError> {
  throw new Error('not yet');
}

/** Every proof and membership of a ballot that passed `checkBallot`. Slow: tens of milliseconds. */
export function checkProofs(_election: Election, _ballot: Ballot): Result<Ballot, BallotError> {
  throw new Error('not yet');
}

/** The distinct alphas of a ballot: none may occur in another ballot of the election. */
export function alphas(_ballot: Ballot): string[] {
  throw new Error('not yet');
}

/** No ballot of this election is longer than this many bytes (UTF-8). */
export function maxBallotBytes(_election: Election): number {
  throw new Error('not yet');
}
