import { z } from 'zod';
import type * as Ids from '../ids.ts';
import type * as Final from '../rules/final.ts';
import { ballotKinds, choices } from '../rules/rounds.ts';
import { ballotStates } from '../workflow/ballot.ts';
import { BallotId, ElectionUuid, Instant, optionalText } from './common.ts';

// The several ballots of a session: which is which, what was decided about a tie or a shortfall, and what comes of them all.

/** Which ballot of its session this is; `ballotName` and `ballotTask` of core/rules put it into words. */
export const Which = z.object({
  kind: z.enum(ballotKinds),
  /** From 1 within its kind; those held again for an annulled one have its number. */
  round: z.int().min(1),
  /** Held again for an annulled one. */
  again: z.boolean(),
  /** From 0 within the session. */
  ordinal: z.int().min(0),
  /** The election whose tie or shortfall it settles. */
  follows: ElectionUuid.nullable(),
  /** The annulled election that it is held again for. */
  repeats: ElectionUuid.nullable(),
});
export type Which = z.output<typeof Which>;

/** What the presidium decided about a tie or a shortfall. */
export const Decision = z.object({
  choice: z.enum(choices),
  note: z.string(),
  by: z.string(),
  at: Instant,
});
export type Decision = z.output<typeof Decision>;

/** One ballot of the session in its history, the annulled ones too. */
export const BallotRecord = z.object({
  id: BallotId,
  uuid: ElectionUuid,
  which: Which,
  state: z.enum(ballotStates),
  /** The ballot of this session that `which.follows` and `which.repeats` name. */
  follows: BallotId.nullable(),
  repeats: BallotId.nullable(),
  annulledReason: z.string().nullable(),
  seats: z.int(),
  /** Projects on the ballot paper. */
  projects: z.int(),
  /** Elected by it; null until its result is public. */
  filled: z.int().nullable(),
  issued: z.int().nullable(),
  returned: z.int().nullable(),
  presentAtOpen: z.int().nullable(),
  presentAtClose: z.int().nullable(),
  openedAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  publishedAt: Instant.nullable(),
  decision: Decision.nullable(),
});
export type BallotRecord = z.output<typeof BallotRecord>;

/** What is to be done after the newest ballot. Null while it is under way, and when it left nothing open. */
export const Next = z.object({
  matter: z.enum(['tie', 'shortfall', 'annulled']),
  /** The ballot that the presidium's decision is about: the one with the tie or shortfall. For an annulled first ballot, itself. */
  ballot: BallotId,
  /** Codes of the projects concerned, and how many seats there are for them; of a first ballot held again there are none to name. */
  codes: z.array(z.string()),
  seats: z.int(),
  /** The further ballot that can be made now with `makeBallot`; null where none can. */
  make: z.enum(['run-off', 'second', 'again']).nullable(),
  /** What the presidium may choose from, now; empty where the method decides. */
  choices: z.array(z.enum(choices)),
  /** What it comes to by the method or the decision; null while the presidium has not decided, and for an annulled first ballot. */
  settled: z.enum(choices).nullable(),
  /** Who says so: null where nothing is settled. */
  by: z.enum(['method', 'presidium']).nullable(),
  /** How many more ballots the session's cards are good for. */
  left: z.int(),
});
export type Next = z.output<typeof Next>;

/** The session's final list. Null until a result is public. */
export const FinalList = z.object({
  list: z.custom<Final.FinalOutcome<Ids.ElectionUuid>>(
    (value) => typeof value === 'object' && value !== null && 'projects' in value,
  ),
  titles: z.array(z.object({ code: z.string(), title: z.string() })),
});
export type FinalList = z.output<typeof FinalList>;

/** What one may ask to make: a run-off, a second ballot, or the annulled one again. */
export const MakeBallot = z.object({ kind: z.enum(['run-off', 'second', 'again']) });
export type MakeBallot = z.output<typeof MakeBallot>;
export const Decide = z.object({ choice: z.enum(choices), note: optionalText(500) });
