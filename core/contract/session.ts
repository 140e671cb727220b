import { z } from 'zod';
import { Method } from '../rules/method.ts';
import { PaperCounts } from '../rules/single-paper.ts';
import { ballotStates, fourEyes } from '../workflow/ballot.ts';
import { mediums } from '../workflow/medium.ts';
import { may } from '../workflow/permissions.ts';
import { attendance } from './attendance.ts';
import {
  AccountId,
  BallotId,
  CardSerial,
  Done,
  ElectionUuid,
  Instant,
  optionalText,
  ProposalId,
  Role,
  SessionId,
  text,
} from './common.ts';
import { BallotRecord, Decide, MakeBallot, Next, Which } from './rounds.ts';
import { route } from './route.ts';

export type { Attendee } from './attendance.ts';

export const Session = z.object({
  id: SessionId,
  name: z.string(),
  year: z.int(),
  rehearsal: z.boolean(),
  rehearsalOf: SessionId.nullable(),
  /** Whether kiosks and the projector follow this session now. */
  inHall: z.boolean(),
});
export type Session = z.output<typeof Session>;

export const CardCounts = z.object({ made: z.int(), activated: z.int(), revoked: z.int() });
export type CardCounts = z.output<typeof CardCounts>;

/** One scrutineer of the session with how far they are. `index` is their number as trustee, from 1; the chief is 1. */
export const Scrutineer = z.object({
  index: z.int(),
  account: AccountId,
  name: z.string(),
  role: Role,
  /** Ceremony rounds done, 0–3. */
  round: z.int(),
  compared: z.boolean(),
  decrypted: z.boolean(),
  certified: z.boolean(),
});
export type Scrutineer = z.output<typeof Scrutineer>;

export const Proposal = z.object({
  id: ProposalId,
  act: z.enum(fourEyes),
  reason: z.string(),
  proposer: z.object({ id: AccountId, name: z.string(), role: Role }),
  at: Instant,
});
export type Proposal = z.output<typeof Proposal>;

export const BallotOverview = z.object({
  id: BallotId,
  uuid: ElectionUuid,
  which: Which,
  state: z.enum(ballotStates),
  medium: z.enum(mediums),
  /** Void papers: of a counted paper ballot, or beside the tablets; null where there can be none. */
  void: z.int().nullable(),
  /** Papers beside the tablets; before it opens, the cards that are set aside for them. */
  papers: PaperCounts,
  /** Of the key ceremony; 0 before the first. */
  attempt: z.int(),
  /** Short form of the election key for comparing by eye, once made. */
  keyFingerprint: z.string().nullable(),
  /** φ of the election (spec section 2.1), once open. */
  electionHash: z.string().nullable(),
  /** 发出: deputies' credentials in the Setup event, once open, and papers handed out. */
  issued: z.int(),
  /** 收回: ballots in the box and void papers. */
  returned: z.int(),
  pendingProofs: z.int(),
  rejected: z.int(),
  presentAtOpen: z.int().nullable(),
  presentAtClose: z.int().nullable(),
  annulledReason: z.string().nullable(),
  lastEvent: z.string().nullable(),
  openedAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  publishedAt: Instant.nullable(),
});
export type BallotOverview = z.output<typeof BallotOverview>;

/** Everything the console's session page shows, in one answer; refetched when the live topic `session` changes. */
export const Overview = z.object({
  session: Session,
  method: Method,
  methodSaved: z.boolean(),
  entitled: z.int(),
  present: z.int(),
  quorum: z.int(),
  /** 赞成 needed, where the method counts all deputies; null where it depends on the turnout. */
  passMark: z.int().nullable(),
  /** Projects on the ballot paper, or as the list stands would be. */
  candidates: z.int(),
  cards: CardCounts,
  /** Uuids allocated in advance for the session's ballots: cards carry a public credential for each (spec section 11). */
  electionUuids: z.array(ElectionUuid),
  scrutineers: z.array(Scrutineer),
  /** The present ballot: the newest of the session. */
  ballot: BallotOverview,
  /** All ballots of the session in the order in which they were made; the last is the present one. */
  ballots: z.array(BallotRecord),
  /** What is to be done after it, a further ballot or a decision. */
  next: Next.nullable(),
  proposals: z.array(Proposal),
  rehearsal: SessionId.nullable(),
});
export type Overview = z.output<typeof Overview>;

export const Card = z.object({
  serial: CardSerial,
  state: z.enum(['printed', 'activated', 'revoked']),
  /** Set aside for single papers. */ paper: z.boolean(),
});
export type Card = z.output<typeof Card>;
/** What the tellers' page sends of one card: the outer serial and, for each uuid of the session in order, the public credential. Never the private one. */
export const PublicCard = z.object({ serial: CardSerial, credentials: z.array(z.string().max(700)) });

const inSession = z.object({ session: SessionId });

export const session = {
  sessions: route({
    method: 'GET',
    path: '/api/sessions',
    access: 'staff',
    summary: 'Sessions, newest first',
    response: z.array(Session),
  }),
  saveSession: route({
    method: 'PUT',
    path: '/api/sessions/:session',
    access: may('session.save'),
    summary: 'Create or rename a session under a client-made id',
    params: inSession,
    body: z.object({ name: text(80), year: z.int().min(2000).max(2200) }),
    response: Session,
  }),
  overview: route({
    method: 'GET',
    path: '/api/sessions/:session',
    access: 'staff',
    summary: 'Where the session stands',
    params: inSession,
    response: Overview,
  }),
  saveMethod: route({
    method: 'PUT',
    path: '/api/sessions/:session/method',
    access: may('method.save'),
    summary: 'Save the ballot method',
    params: inSession,
    body: Method,
    response: Overview,
    problems: ['bad-method', 'method-frozen', 'group-fixed', 'credentials-fixed'],
  }),
  putInHall: route({
    method: 'POST',
    path: '/api/sessions/:session/hall',
    access: may('session.hall'),
    summary: 'Make kiosks and the projector follow this session',
    params: inSession,
    response: Overview,
    problems: ['ballot-in-progress', 'motion-open'],
  }),
  appointScrutineers: route({
    method: 'PUT',
    path: '/api/sessions/:session/scrutineers',
    access: may('scrutineers.appoint'),
    summary: 'Who the scrutineers of this session are, the chief first',
    params: inSession,
    body: z.object({ accounts: z.array(AccountId).min(1).max(9) }),
    response: Overview,
    problems: ['wrong-state', 'bad-request'],
  }),
  ...attendance,
  cards: route({
    method: 'GET',
    path: '/api/sessions/:session/cards',
    access: may('cards.activate'),
    summary: 'The cards by serial',
    params: inSession,
    response: z.array(Card),
  }),
  registerCards: route({
    method: 'POST',
    path: '/api/sessions/:session/cards',
    access: may('cards.make'),
    summary: 'Register the public part of a batch of cards; the same batch again changes nothing',
    params: inSession,
    body: z.object({ cards: z.array(PublicCard).min(1).max(10_500) }),
    response: CardCounts,
    problems: ['cards-exist', 'bad-cards', 'method-frozen', 'tablets-instead'],
  }),
  discardCards: route({
    method: 'DELETE',
    path: '/api/sessions/:session/cards',
    access: may('cards.make'),
    summary: 'Discard the whole batch before the ballot opens',
    params: inSession,
    response: CardCounts,
    problems: ['method-frozen', 'motion-open'],
  }),
  activateCard: route({
    method: 'POST',
    path: '/api/sessions/:session/cards/:serial/activate',
    access: may('cards.activate'),
    summary: "Activate a drawn card; `again: true` acknowledges that it is the same deputy's",
    params: inSession.extend({ serial: CardSerial }),
    body: z.object({ request: z.uuid() }),
    response: CardCounts,
    problems: [
      'card-serial-unknown',
      'card-already-active',
      'card-set-aside',
      'card-revoked',
      'cards-exceed-present',
      'method-frozen',
    ],
  }),
  recheckCards: route({
    method: 'POST',
    path: '/api/sessions/:session/cards/recheck',
    access: may('cards.activate'),
    summary: 'Put all activated cards back, so that those in the hands of present deputies can be activated afresh',
    params: inSession,
    /** How many are active now, as the desk saw it: a repeated request finds none and changes nothing. */
    body: z.object({ activated: z.int().min(1).max(10_500) }),
    response: CardCounts,
    problems: ['method-frozen', 'motion-open', 'tablets-instead', 'conflict'],
  }),
  revokeCard: route({
    method: 'POST',
    path: '/api/sessions/:session/cards/:serial/revoke',
    access: may('cards.activate'),
    summary: 'Revoke a lost or spoiled card before the ballot opens',
    params: inSession.extend({ serial: CardSerial }),
    response: CardCounts,
    problems: ['card-serial-unknown', 'method-frozen', 'motion-open'],
  }),
  propose: route({
    method: 'PUT',
    path: '/api/sessions/:session/proposals/:proposal',
    access: may('ballot.act'),
    summary: 'Propose to open, close, publish or annul; a second person of another role confirms',
    params: inSession.extend({ proposal: ProposalId }),
    body: z.object({ act: z.enum(fourEyes), reason: optionalText(500) }),
    response: Overview,
    problems: [
      'proposal-pending',
      'not-a-scrutineer-here',
      'wrong-state',
      'below-quorum',
      'no-candidates',
      'not-contested',
      'seats-mismatch',
      'no-cards',
      'key-missing',
      'scrutineers-missing',
      'cards-exceed-present',
      'proofs-pending',
      'papers-unsettled',
      'not-certified',
    ],
  }),
  confirm: route({
    method: 'POST',
    path: '/api/sessions/:session/proposals/:proposal/confirm',
    access: may('ballot.act'),
    summary: 'Confirm what another proposed; this is what opens, closes, publishes or annuls',
    params: inSession.extend({ proposal: ProposalId }),
    response: Overview,
    problems: [
      'no-proposal',
      'not-a-scrutineer-here',
      'same-person',
      'same-role',
      'wrong-state',
      'below-quorum',
      'no-candidates',
      'not-contested',
      'seats-mismatch',
      'no-cards',
      'key-missing',
      'scrutineers-missing',
      'cards-exceed-present',
      'ballots-put-aside',
      'proofs-pending',
      'papers-unsettled',
      'not-certified',
    ],
  }),
  withdraw: route({
    method: 'DELETE',
    path: '/api/sessions/:session/proposals/:proposal',
    access: may('ballot.act'),
    summary: 'Withdraw a proposal',
    params: inSession.extend({ proposal: ProposalId }),
    response: Overview,
  }),
  makeBallot: route({
    method: 'PUT',
    path: '/api/sessions/:session/ballots/:ballot',
    access: may('ballot.further'),
    summary:
      'Make the next ballot under a client-made id: the run-off of a tie, the second ballot for a shortfall, or an annulled one again; same cards and key',
    params: inSession.extend({ ballot: BallotId }),
    body: MakeBallot,
    response: Overview,
    problems: [
      'ballot-not-finished',
      'no-tie',
      'no-shortfall',
      'not-annulled',
      'presidium-to-decide',
      'decided-otherwise',
      'no-ballots-left',
    ],
  }),
  withdrawBallot: route({
    method: 'DELETE',
    path: '/api/sessions/:session/ballots/:ballot',
    access: may('ballot.further'),
    summary: 'Take back a further ballot that has not opened',
    params: inSession.extend({ ballot: BallotId }),
    response: Overview,
    problems: ['ballot-not-withdrawable'],
  }),
  decide: route({
    method: 'PUT',
    path: '/api/sessions/:session/ballots/:ballot/decision',
    access: may('ballot.decide'),
    summary: "Record the presidium's decision on this ballot's tie or shortfall; it can change until it is acted on",
    params: inSession.extend({ ballot: BallotId }),
    body: Decide,
    response: Overview,
    problems: ['nothing-to-decide', 'not-a-choice', 'decision-acted-on'],
  }),
  startRehearsal: route({
    method: 'PUT',
    path: '/api/sessions/:session/rehearsal/:rehearsal',
    access: may('rehearsal.manage'),
    summary:
      'Start a rehearsal of this session under a client-made id: same roster, method and candidates, own cards, key and box',
    params: inSession.extend({ rehearsal: SessionId }),
    response: Session,
    problems: ['rehearsal-exists', 'ballot-in-progress'],
  }),
  wipeRehearsal: route({
    method: 'DELETE',
    path: '/api/sessions/:session',
    access: may('rehearsal.manage'),
    summary: 'Wipe a rehearsal; a real session is refused',
    params: inSession,
    response: Done,
    problems: ['not-a-rehearsal'],
  }),
} as const;
