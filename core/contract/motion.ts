import { z } from 'zod';
import { motionChoices, motionMarks } from '../rules/motion.ts';
import { motionStates, motionSubjects, motionWays } from '../workflow/motion.ts';
import { may } from '../workflow/permissions.ts';
import { Done, MotionId, optionalText, SessionId, text } from './common.ts';
import { route } from './route.ts';

const Count = z.int().min(0).max(10_000);
export const MotionCounts = z.object({ for: Count, against: Count, abstain: Count });

/** The result of a closed motion: what was counted and what core/rules made of it. */
export const MotionResult = z.object({
  entitled: z.int(),
  /** 实到: the larger of the counts when it opened and when it closed, so that nobody who voted is left out. */
  present: z.int(),
  counts: MotionCounts,
  /** 未按 */ notPressed: z.int(),
  mark: z.int(),
  base: z.int(),
  passed: z.boolean(),
});
export type MotionResult = z.output<typeof MotionResult>;

/** A motion as everybody may see it: while it is open only how many have voted, never the split. */
export const PublicMotion = z.object({
  id: MotionId,
  title: z.string(),
  way: z.enum(motionWays),
  rule: z.enum(motionMarks),
  state: z.enum(motionStates),
  /** Cards that have voted; 0 by show of hands. */ voted: z.int(),
  /** Activated cards: who can vote by tablet. */ cards: z.int(),
  result: MotionResult.nullable(),
});
export type PublicMotion = z.output<typeof PublicMotion>;

export const Motion = PublicMotion.extend({
  subject: z.enum(motionSubjects),
  /** The void or closed motion this one repeats. */ repeats: MotionId.nullable(),
  /** Why it was made void. */ reason: z.string(),
});
export type Motion = z.output<typeof Motion>;

/** What a tablet sends: the choice in the clear, and the card's signature over motion, choice and credential (core/belenios/motion.ts). */
export const MotionVote = z.object({
  choice: z.enum(motionChoices),
  credential: z.string().max(700),
  signature: z.object({ challenge: z.string().max(80), response: z.string().max(80) }),
});
export type MotionVote = z.output<typeof MotionVote>;

const inSession = z.object({ session: SessionId });
const ofSession = inSession.extend({ motion: MotionId });
const ofMotion = z.object({ motion: MotionId });
const cardProblems = [
  'motion-not-open',
  'motion-over',
  'card-unknown',
  'card-not-active',
  'card-is-revoked',
  'motion-voted',
  'tablet-not-paired',
  'tablet-suspended',
] as const;

/** Procedural motions (程序性表决). Each command answers with all motions of the session, newest first. */
export const motion = {
  motions: route({
    method: 'GET',
    path: '/api/sessions/:session/motions',
    access: 'staff',
    summary: 'Procedural motions of the session, newest first',
    params: inSession,
    response: z.array(Motion),
  }),
  saveMotion: route({
    method: 'PUT',
    path: '/api/sessions/:session/motions/:motion',
    access: may('motions.manage'),
    summary: 'Make a motion under a client-made id, or change it before it opens',
    params: ofSession,
    body: z.object({
      subject: z.enum(motionSubjects),
      title: text(120),
      way: z.enum(motionWays),
      rule: z.enum(motionMarks),
      repeats: MotionId.nullable(),
    }),
    response: z.array(Motion),
    problems: ['motion-wrong-state'],
  }),
  removeMotion: route({
    method: 'DELETE',
    path: '/api/sessions/:session/motions/:motion',
    access: may('motions.manage'),
    summary: 'Remove a motion that never opened',
    params: ofSession,
    response: z.array(Motion),
    problems: ['motion-wrong-state'],
  }),
  openMotion: route({
    method: 'POST',
    path: '/api/sessions/:session/motions/:motion/open',
    access: may('motions.manage'),
    summary: 'Open the motion: tablets offer it and the projector shows it',
    params: ofSession,
    response: z.array(Motion),
    problems: ['motion-wrong-state', 'motion-open', 'not-in-hall', 'below-quorum', 'no-cards'],
  }),
  closeMotion: route({
    method: 'POST',
    path: '/api/sessions/:session/motions/:motion/close',
    access: may('motions.manage'),
    summary: 'Close a motion voted by tablet; its result is on the projector at once',
    params: ofSession,
    response: z.array(Motion),
    problems: ['motion-wrong-state', 'motion-by-hands'],
  }),
  recordHands: route({
    method: 'PUT',
    path: '/api/sessions/:session/motions/:motion/hands',
    access: may('motions.manage'),
    summary: 'Record what the chair counted in a show of hands, and close',
    params: ofSession,
    body: MotionCounts,
    response: z.array(Motion),
    problems: ['motion-wrong-state', 'motion-by-tablet', 'too-many-hands'],
  }),
  voidMotion: route({
    method: 'POST',
    path: '/api/sessions/:session/motions/:motion/void',
    access: may('motions.manage'),
    summary: 'Make an open or closed motion void, with the reason; it stays on record',
    params: ofSession,
    body: z.object({ reason: optionalText(300) }),
    response: z.array(Motion),
    problems: ['motion-wrong-state', 'bad-request'],
  }),
  /** Asked with a public credential, so that a wrong card is told before a deputy chooses. */
  motionCard: route({
    method: 'POST',
    path: '/api/motions/:motion/card',
    access: 'public',
    kiosk: true,
    summary:
      'Whether this card may vote on the motion now; in the body, for addresses are written down by whatever stands between',
    params: ofMotion,
    body: z.object({ credential: z.string().max(700) }),
    response: z.object({ voted: z.boolean() }),
    problems: cardProblems,
  }),
  voteMotion: route({
    method: 'POST',
    path: '/api/motions/:motion/votes',
    access: 'public',
    kiosk: true,
    summary: 'Vote on the motion once per card; the same vote again gets the same answer',
    params: ofMotion,
    body: MotionVote,
    response: Done,
    problems: [...cardProblems, 'motion-bad-signature', 'database-unavailable'],
  }),
} as const;
