import type { BallotAct, FourEyesAct } from './ballot.ts';

/** What a ballot is held with: the tablets, or paper throughout (domain.md section 3, Device failure). */
export const mediums = ['tablet', 'paper'] as const;
export type Medium = (typeof mediums)[number];

/** The transition that a four-eyes act makes: a paper ballot opens without a key. */
export const transitionOf = (act: FourEyesAct, medium: Medium): BallotAct =>
  act === 'open' && medium === 'paper' ? 'open-paper' : act;
