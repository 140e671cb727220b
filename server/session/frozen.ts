import type { BallotState } from '../../core/workflow/ballot.ts';

const before: readonly BallotState[] = ['preparing', 'ceremony', 'keyed'];

/** Whether the ballot has not opened yet: method, cards and candidates can still change. */
export const beforeOpening = (ballot: { readonly state: BallotState } | undefined): boolean =>
  ballot !== undefined && before.includes(ballot.state);
