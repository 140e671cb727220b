import { z } from 'zod';
import { Method } from '../rules/method.ts';
import { PaperCounts } from '../rules/single-paper.ts';
import { ballotStates } from '../workflow/ballot.ts';
import { mediums } from '../workflow/medium.ts';
import { may } from '../workflow/permissions.ts';
import { CardSerial, Done, ElectionUuid, optionalText, PaperEntryId, SessionId } from './common.ts';
import { BallotProject, Receipt } from './hall.ts';
import { route } from './route.ts';
import { CardCounts } from './session.ts';

// Paper ballots beside the tablets: cards set aside for them, how many are out, and what two people make of each. The marks stay in their page.

/** Where the papers of the present ballot stand. */
export const SinglePapers = z.object({
  uuid: ElectionUuid,
  state: z.enum(ballotStates),
  medium: z.enum(mediums),
  method: Method,
  projects: z.array(BallotProject),
  papers: PaperCounts,
  /** Deputies' cards: active now, or in the Setup event once it has opened. */
  cards: z.int(),
  /** Most deputies who can have been handed something. */
  present: z.int(),
  /** Why more is out than deputies are present; empty where it is not. */
  note: z.string(),
  /** Papers that one person has keyed or found void and that wait for the second, by id. */
  waiting: z.array(z.object({ id: PaperEntryId, kind: z.enum(['vote', 'void']), by: z.string(), mine: z.boolean() })),
});
export type SinglePapers = z.output<typeof SinglePapers>;

const inSession = z.object({ session: SessionId });
const ofEntry = inSession.extend({ entry: PaperEntryId });
const Numbers = z.object({ issued: z.int().min(0).max(10_000), missing: z.int().min(0).max(10_000) });

export const singlePaper = {
  setAside: route({
    method: 'PUT',
    path: '/api/sessions/:session/cards/:serial/purpose',
    access: may('cards.activate'),
    summary: 'Set a spare card aside for paper ballots, or take it back; until the ballot opens',
    params: inSession.extend({ serial: CardSerial }),
    body: z.object({ purpose: z.enum(['deputy', 'paper']) }),
    response: CardCounts,
    problems: [
      'card-serial-unknown',
      'card-already-active',
      'card-revoked',
      'paper-cards-full',
      'paper-not-in-method',
      'method-frozen',
      'tablets-instead',
    ],
  }),
  state: route({
    method: 'GET',
    path: '/api/sessions/:session/single-papers',
    access: may('paper.read'),
    summary: 'How the single papers of the present ballot stand',
    params: inSession,
    response: SinglePapers,
  }),
  /** `seen` is what the page showed, so that two who count at a time do not overwrite each other; the same numbers again change nothing. */
  handOut: route({
    method: 'PUT',
    path: '/api/sessions/:session/single-papers',
    access: may('paper.count'),
    summary: 'Record how many papers were handed out and how many of them were not returned',
    params: inSession,
    body: Numbers.extend({ seen: Numbers, reason: optionalText(200) }),
    response: SinglePapers,
    problems: [
      'wrong-state',
      'not-by-tablet',
      'papers-exceed-spares',
      'papers-below-settled',
      'papers-exceed-present',
      'conflict',
    ],
  }),
  /** With the public credential, so that a wrong card is told before a paper is keyed. */
  checkCard: route({
    method: 'POST',
    path: '/api/sessions/:session/single-papers/card',
    access: may('paper.count'),
    summary: 'Whether a paper can enter the box with this card now',
    params: inSession,
    body: z.object({ credential: z.string().max(700) }),
    response: Done,
    problems: ['wrong-state', 'not-by-tablet', 'not-a-paper-card', 'card-used'],
  }),
  /** What was keyed stays in the page. */
  begin: route({
    method: 'PUT',
    path: '/api/sessions/:session/single-papers/entries/:entry',
    access: may('paper.count'),
    summary: 'The first person has keyed a paper, or found it void, under a client-made id',
    params: ofEntry,
    body: z.object({ kind: z.enum(['vote', 'void']) }),
    response: SinglePapers,
    problems: ['wrong-state', 'not-by-tablet', 'no-paper-left', 'paper-entry-taken'],
  }),
  cancel: route({
    method: 'DELETE',
    path: '/api/sessions/:session/single-papers/entries/:entry',
    access: may('paper.count'),
    summary: 'Take back a paper that waits for the second person',
    params: ofEntry,
    response: SinglePapers,
    problems: ['paper-entry-settled'],
  }),
  confirmVoid: route({
    method: 'POST',
    path: '/api/sessions/:session/single-papers/entries/:entry/void',
    access: may('paper.count'),
    summary: 'The second person finds the paper void too: it counts as returned and void, and nothing enters the box',
    params: ofEntry,
    response: SinglePapers,
    problems: ['wrong-state', 'not-by-tablet', 'same-person', 'paper-entry-gone', 'paper-entry-taken'],
  }),
  /** The body is the ballot's JSON itself, as a tablet casts it. The same ballot again gets the same receipt. */
  castPaper: route({
    method: 'POST',
    path: '/api/sessions/:session/single-papers/entries/:entry/ballot',
    access: may('paper.count'),
    summary: 'The second person has keyed the same marks: cast the encrypted ballot with a card set aside for papers',
    params: ofEntry,
    response: Receipt,
    problems: [
      'wrong-state',
      'not-by-tablet',
      'same-person',
      'no-paper-left',
      'paper-entry-gone',
      'paper-entry-taken',
      'not-a-paper-card',
      'card-used',
      'card-unknown',
      'ballot-closed',
      'ballot-malformed',
      'ballot-oversized',
      'ballot-non-canonical',
      'ballot-other-election',
      'ballot-bad-signature',
      'ballot-bad-encoding',
      'ballot-bad-proof',
      'database-unavailable',
    ],
  }),
} as const;
