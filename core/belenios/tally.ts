import type { Ballot } from './ballot-types.ts';
import type { Election } from './election.ts';

/** Multiplies ballots together (spec section 4). */
export interface TallySum {
  /** Adds a ballot that passed all checks; weight defaults to 1. */
  add(ballot: Pick<Ballot, 'answers'>, weight?: number): void;
  /** The `encrypted_tally` record so far. */
  encryptedTally(): string;
  /** The `sized_encrypted_tally` record so far. */
  sizedTally(): string;
}
export function startTally(_election: Election): TallySum {
  throw new Error('not yet');
}
