import { z } from 'zod';
import { Method } from '../rules/method.ts';
import { PaperCounts } from '../rules/single-paper.ts';
import { ballotStates } from '../workflow/ballot.ts';
import { mediums } from '../workflow/medium.ts';
import { CongressId, Day, ElectionUuid, GroupName, Instant, MotionId, SessionId } from './common.ts';
import { Congress } from './identity.ts';
import { PublicMotion } from './motion.ts';
import { Outcome } from './outcome.ts';
import { BallotRecord, Decision, FinalList, Which } from './rounds.ts';
import { route } from './route.ts';
import { PaperScan } from './scan.ts';
import { Agenda, Countdown, ScreenView } from './screen.ts';

/** A project on the ballot paper, frozen when the ballot opened (before that: the candidate list as it stands). */
export const BallotProject = z.object({
  code: z.string(),
  title: z.string(),
  content: z.string(),
  place: z.string(),
  /** yuan */ budget: z.int(),
  unit: z.string(),
  finish: Day.nullable(),
});
export type BallotProject = z.output<typeof BallotProject>;

/** What a kiosk needs to know: which ballot is in the hall and how it stands. No counts: a kiosk has no use for them. */
export const Kiosk = z.object({
  congress: Congress,
  /** By its id a personal tablet knows whether the card it keeps is still this session's. */
  session: z
    .object({
      id: SessionId,
      name: z.string(),
      rehearsal: z.boolean(),
      /** Where tablets make their own credentials: the elections and the group they make them for. null: cards. */
      tablets: z.object({ uuids: z.array(ElectionUuid), group: GroupName }).nullable(),
    })
    .nullable(),
  ballot: z
    .object({
      uuid: ElectionUuid,
      which: Which,
      state: z.enum(ballotStates),
      medium: z.enum(mediums),
      keyFingerprint: z.string().nullable(),
      /** φ, once open. */ electionHash: z.string().nullable(),
      seats: z.int(),
      /** Most 赞成 one ballot may have. */ limit: z.int(),
      projects: z.array(BallotProject),
    })
    .nullable(),
  /** The procedural motion that is open by tablet, with what a card needs to sign: the session's first election and its group. */
  motion: z
    .object({
      id: MotionId,
      title: z.string(),
      way: z.enum(['open', 'secret']),
      uuid: ElectionUuid,
      group: GroupName,
    })
    .nullable(),
});
export type Kiosk = z.output<typeof Kiosk>;

/** The projector's page: counts only, never who. */
export const Screen = z.object({
  congress: Congress,
  session: z.object({ name: z.string(), rehearsal: z.boolean() }).nullable(),
  attendance: z.object({ entitled: z.int(), present: z.int(), quorum: z.int() }).nullable(),
  ballot: z
    .object({
      uuid: ElectionUuid,
      which: Which,
      state: z.enum(ballotStates),
      medium: z.enum(mediums),
      keyFingerprint: z.string().nullable(),
      electionHash: z.string().nullable(),
      issued: z.int(),
      returned: z.int(),
      /** Papers beside the tablets; they are in the figures above. */ papers: PaperCounts,
      lastEvent: z.string().nullable(),
      openedAt: Instant.nullable(),
      decrypted: z.int(),
      threshold: z.int(),
      /** Only once published. */ outcome: Outcome.nullable(),
      method: Method,
      /** Projects on the ballot paper. */ projects: z.int(),
      annulledReason: z.string().nullable(),
      /** The presidium's, on this ballot's tie or shortfall. */ decision: Decision.nullable(),
      /** The session's list with the ballots before; only where this ballot is published and there are several. */
      final: FinalList.nullable(),
    })
    .nullable(),
  /** What staff let it show; null while no session is in the hall. */
  shows: z
    .object({
      view: ScreenView,
      /** The one the view `motion` shows. */ motion: PublicMotion.nullable(),
      agenda: Agenda,
      countdown: Countdown.nullable(),
    })
    .nullable(),
});
export type Screen = z.output<typeof Screen>;

/** The receipt (回执) a tablet shows: the smart ballot tracker of spec section 3, item 6. Given only once the ballot is committed to disk. */
export const Receipt = z.object({ tracker: z.string() });
export type Receipt = z.output<typeof Receipt>;

export const PublicResult = z.object({
  congress: Congress,
  session: z.object({ name: z.string(), year: z.int(), rehearsal: z.boolean() }),
  uuid: ElectionUuid,
  which: Which,
  method: Method,
  projects: z.array(BallotProject),
  outcome: Outcome,
  openedAt: Instant,
  closedAt: Instant,
  publishedAt: Instant,
  medium: z.enum(mediums),
  /** The signed count sheets of a ballot on paper. */
  scans: z.array(PaperScan),
  /** The seals of the encrypted box; null for a ballot on paper, which has none. */
  electionHash: z.string().nullable(),
  keyFingerprint: z.string().nullable(),
  /** Hash of the archive's event when the box closed, as shown in the hall; and of the archive's final event. */
  closingEvent: z.string().nullable(),
  lastEvent: z.string().nullable(),
  archiveBytes: z.int().nullable(),
  /** The presidium's, on this ballot's tie or shortfall. */
  decision: Decision.nullable(),
  /** The session's ballots that were published or annulled, in order, and what comes of them together. */
  ballots: z.array(BallotRecord),
  final: FinalList,
  scrutineers: z.array(
    z.object({ name: z.string(), chief: z.boolean(), decrypted: z.boolean(), certified: z.boolean() }),
  ),
});
export type PublicResult = z.output<typeof PublicResult>;

/** The result of a box of encrypted ballots, with its seals. */
export type SealedResult = PublicResult & {
  readonly [Key in 'electionHash' | 'keyFingerprint' | 'closingEvent' | 'lastEvent' | 'archiveBytes']: NonNullable<
    PublicResult[Key]
  >;
};

/** Whether a result has an archive to check; one on paper has none. */
export const isSealed = (result: PublicResult): result is SealedResult => result.medium === 'tablet';

const ofCongress = z.object({ congress: CongressId });
const ofElection = z.object({ uuid: ElectionUuid });

export const hall = {
  kiosk: route({
    method: 'GET',
    path: '/api/kiosk/:congress',
    access: 'public',
    kiosk: true,
    summary: 'The ballot in the hall',
    params: ofCongress,
    response: Kiosk,
  }),
  election: route({
    method: 'GET',
    path: '/api/elections/:uuid/election',
    access: 'public',
    kiosk: true,
    summary: 'The election data (spec section 2.1), byte for byte; from opening on',
    params: ofElection,
    response: z.any(),
    problems: ['ballot-not-open', 'on-paper'],
  }),
  /** Asked with a public credential, so that a wrong card is told before a deputy marks a ballot. */
  card: route({
    method: 'POST',
    path: '/api/elections/:uuid/card',
    access: 'public',
    kiosk: true,
    summary: 'Whether this card may vote now; in the body, for addresses are written down by whatever stands between',
    params: ofElection,
    body: z.object({ credential: z.string().max(700) }),
    response: z.object({ /** Receipt, if this card has voted already. */ receipt: Receipt.nullable() }),
    problems: [
      'voting-on-paper',
      'card-unknown',
      'card-not-active',
      'card-is-revoked',
      'card-late',
      'paper-card',
      'ballot-not-open',
      'ballot-closed',
      'tablet-not-paired',
      'tablet-suspended',
    ],
  }),
  /** The body is the ballot's JSON itself, byte for byte as it will stand in the archive. The same ballot again gets the same receipt. */
  cast: route({
    method: 'POST',
    path: '/api/elections/:uuid/ballots',
    access: 'public',
    kiosk: true,
    summary: 'Cast an encrypted ballot',
    params: ofElection,
    response: Receipt,
    problems: [
      'ballot-not-open',
      'ballot-closed',
      'voting-on-paper',
      'card-unknown',
      'card-not-active',
      'card-is-revoked',
      'card-late',
      'card-used',
      'paper-card',
      'ballot-malformed',
      'ballot-oversized',
      'ballot-non-canonical',
      'ballot-other-election',
      'ballot-bad-signature',
      'ballot-bad-encoding',
      'ballot-copied',
      'tablet-not-paired',
      'tablet-suspended',
      'database-unavailable',
    ],
  }),
  screen: route({
    method: 'GET',
    path: '/api/screen/:congress',
    access: 'public',
    summary: 'What the projector shows',
    params: ofCongress,
    response: Screen,
  }),
  published: route({
    method: 'GET',
    path: '/api/public/:congress',
    access: 'public',
    summary: 'Published ballots, newest first',
    params: ofCongress,
    response: z.array(
      z.object({
        uuid: ElectionUuid,
        which: Which,
        session: z.string(),
        year: z.int(),
        rehearsal: z.boolean(),
        publishedAt: Instant,
      }),
    ),
  }),
  result: route({
    method: 'GET',
    path: '/api/elections/:uuid/result',
    access: 'public',
    summary: 'The published result',
    params: ofElection,
    response: PublicResult,
    problems: ['not-published'],
  }),
  receipts: route({
    method: 'GET',
    path: '/api/elections/:uuid/receipts',
    access: 'public',
    kiosk: true,
    summary: 'All receipts in the box, in the order of the archive; from closing on',
    params: ofElection,
    response: z.array(z.string()),
    problems: ['not-published', 'ballot-not-closed', 'on-paper'],
  }),
  /** With its receipt's hash anybody checks the bytes, and computes the 校验值 that the tablet showed before casting. */
  ballot: route({
    method: 'GET',
    path: '/api/elections/:uuid/ballots/:hash',
    access: 'public',
    kiosk: false,
    summary: 'One encrypted ballot of the published box, byte for byte as in the archive; by its SHA-256 in hex',
    params: ofElection.extend({ hash: z.string().regex(/^[0-9a-f]{64}$/) }),
    response: z.any(),
    problems: ['not-published', 'on-paper'],
  }),
  archive: route({
    method: 'GET',
    path: '/api/elections/:uuid/archive',
    access: 'public',
    summary: 'The .bel archive (spec section 5)',
    params: ofElection,
    response: z.any(),
    problems: ['not-published', 'on-paper'],
  }),
} as const;
