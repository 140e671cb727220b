import type { BallotState } from '../../core/workflow/ballot.ts';

const before: readonly BallotState[] = ['preparing', 'ceremony', 'keyed'];

/** Whether the ballot has not opened yet: cards can still change. */
export const beforeOpening = (ballot: { readonly state: BallotState } | undefined): boolean =>
  ballot !== undefined && before.includes(ballot.state);

/** Whether method and candidates can still change: not once it has opened, and not under a further ballot, whose paper is frozen when it is made. */
export const paperOpen = (ballot: { readonly state: BallotState; readonly method: unknown } | undefined): boolean =>
  beforeOpening(ballot) && ballot?.method === null;
