import { z } from 'zod';
import { may } from '../workflow/permissions.ts';
import { GroupName, SessionId } from './common.ts';
import { BallotProject } from './hall.ts';
import { Outcome } from './outcome.ts';
import { route } from './route.ts';
import { Overview } from './session.ts';

/** JSON text made by core/belenios; checked by the server with core/belenios and relayed unchanged. */
const Blob = z.string().max(200_000);

/** What one scrutineer's page needs to take the next step: the public data of all rounds so far and the shares sealed for this scrutineer. */
export const Ceremony = z.object({
  /** This scrutineer's trustee number, from 1. */
  index: z.int(),
  size: z.int(),
  threshold: z.int(),
  group: GroupName,
  /** Round now under way; 4 when the key is made. */
  round: z.int(),
  /** Changes when the ceremony is restarted: keys of an older attempt are of no use. */
  attempt: z.int(),
  /**
   * By trustee, null where not yet in: `SignedMessage`, `{coefexps, signature}` of `Round2Message` and `VerificationKey` as JSON. The shares of a
   * round 2 message travel apart, each a `SealedShare` as JSON: for round 3 only those sealed to this trustee are needed.
   */
  certs: z.array(Blob.nullable()),
  commitments: z.array(Blob.nullable()),
  verifications: z.array(Blob.nullable()),
  /** Shares sealed to this trustee, by sender. */
  shares: z.array(Blob.nullable()),
  trustees: Blob.nullable(),
  publicKey: z.string().nullable(),
});
export type Ceremony = z.output<typeof Ceremony>;

export const Decrypting = z.object({
  election: z.string(),
  electionHash: z.string(),
  trustees: z.string(),
  /** What the server says the tally is: a device decrypts only the one it worked out from the box itself. */
  encryptedTally: z.string(),
  /** Deputies' cards, and cards set aside for papers: together the credentials of the box. */
  issued: z.int(),
  paperSpares: z.int(),
  /** Ballots in the box. */
  returned: z.int(),
  /** Hash of the event that closed the box, as on the projector. */
  closingEvent: z.string(),
  threshold: z.int(),
  received: z.int(),
  index: z.int(),
});
export type Decrypting = z.output<typeof Decrypting>;

/** The result before it is public, for those who vouch for it. */
export const Tally = z.object({ projects: z.array(BallotProject), outcome: Outcome });
export type Tally = z.output<typeof Tally>;

const inSession = z.object({ session: SessionId });
const problems = [
  'not-a-scrutineer-here',
  'ceremony-not-started',
  'ceremony-over',
  'wrong-round',
  'bad-trustee-data',
  'already-submitted',
] as const;

export const ceremony = {
  start: route({
    method: 'POST',
    path: '/api/sessions/:session/ceremony',
    access: may('ceremony.start'),
    summary: 'Start the key ceremony, or start it afresh with `restart`',
    params: inSession,
    /** The number of the attempt to be replaced by a new one, so that asking twice replaces it once. */
    body: z.object({ restart: z.union([z.literal(false), z.int().min(1)]) }),
    response: Overview,
    problems: ['scrutineers-missing', 'wrong-state', 'conflict'],
  }),
  state: route({
    method: 'GET',
    path: '/api/sessions/:session/ceremony',
    access: may('key.hold'),
    summary: 'The ceremony as this scrutineer sees it',
    params: inSession,
    response: Ceremony,
    problems,
  }),
  cert: route({
    method: 'PUT',
    path: '/api/sessions/:session/ceremony/cert',
    access: may('key.hold'),
    summary: 'Round 1: the certificate',
    params: inSession,
    body: z.object({ attempt: z.int(), cert: Blob }),
    response: Ceremony,
    problems,
  }),
  commitment: route({
    method: 'PUT',
    path: '/api/sessions/:session/ceremony/commitment',
    access: may('key.hold'),
    summary: "Round 2: the coefficients' commitment and a sealed share for every scrutineer",
    params: inSession,
    body: z.object({ attempt: z.int(), commitment: Blob, shares: z.array(Blob) }),
    response: Ceremony,
    problems,
  }),
  verification: route({
    method: 'PUT',
    path: '/api/sessions/:session/ceremony/verification',
    access: may('key.hold'),
    summary: 'Round 3: the verification key',
    params: inSession,
    body: z.object({ attempt: z.int(), verification: Blob }),
    response: Ceremony,
    problems,
  }),
  compared: route({
    method: 'POST',
    path: '/api/sessions/:session/ceremony/compared',
    access: may('key.hold'),
    summary: "Confirm that the key fingerprint here equals the projector's",
    params: inSession,
    body: z.object({ fingerprint: z.string().max(100) }),
    response: Overview,
    problems: [...problems, 'conflict'],
  }),
  decrypting: route({
    method: 'GET',
    path: '/api/sessions/:session/decryption',
    access: may('key.hold'),
    summary: 'What a scrutineer decrypts after the close',
    params: inSession,
    response: Decrypting,
    problems: ['not-a-scrutineer-here', 'ballot-not-closed'],
  }),
  /** The scrutineers alone, and only from the close on: their devices work out from it what they decrypt. */
  box: route({
    method: 'GET',
    path: '/api/sessions/:session/box',
    access: may('key.hold'),
    summary: 'The closed box: the archive (spec section 5) from Setup to EndBallots',
    params: inSession,
    response: z.any(),
    problems: ['not-a-scrutineer-here', 'ballot-not-closed', 'wrong-state'],
  }),
  decrypt: route({
    method: 'PUT',
    path: '/api/sessions/:session/decryption',
    access: may('key.hold'),
    summary: "One scrutineer's partial decryption; the result follows as soon as enough agree",
    params: inSession,
    body: z.object({ decryption: Blob }),
    response: Overview,
    problems: ['not-a-scrutineer-here', 'ballot-not-closed', 'bad-decryption'],
  }),
  tally: route({
    method: 'GET',
    path: '/api/sessions/:session/tally',
    access: may('tally.read'),
    summary: 'The tally that the scrutineers certify and the presidium publishes, from the decryption on',
    params: inSession,
    response: Tally,
    problems: ['not-tallied'],
  }),
  certify: route({
    method: 'POST',
    path: '/api/sessions/:session/certification',
    access: may('key.hold'),
    summary: 'Certify the tally',
    params: inSession,
    response: Overview,
    problems: ['not-a-scrutineer-here', 'wrong-state', 'too-few-decryptions', 'tally-undecodable'],
  }),
} as const;
