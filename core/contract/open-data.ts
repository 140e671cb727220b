import { z } from 'zod';
import { mediums } from '../workflow/medium.ts';
import { Day, ElectionUuid, Instant } from './common.ts';
import { GradeName } from './evaluation.ts';
import { route } from './route.ts';

const Count = z.int().min(0);

/** What a ballot and an evaluation have in common. */
const Held = z.object({
  version: z.literal(1),
  /** What may surprise a reader. */
  note: z.string(),
  congress: z.object({ name: z.string(), county: z.string(), level: z.string() }),
  session: z.string(),
  year: z.int(),
  rehearsal: z.boolean(),
  election: ElectionUuid,
  medium: z.enum(mediums),
  openedAt: Instant,
  closedAt: Instant,
  publishedAt: Instant,
  /** 应到, 实到, 发出, 收回, 废票, 未按 */
  entitled: Count,
  present: Count,
  issued: Count,
  returned: Count,
  void: Count,
  notPressed: Count,
  quorum: Count,
  valid: z.boolean(),
  /** By which the encrypted archive is checked; null for a ballot on paper. */
  lastEvent: z.string().nullable(),
});
const Project = z.object({
  code: z.string(),
  title: z.string(),
  place: z.string(),
  unit: z.string(),
  /** yuan */
  budget: Count,
  finish: Day.nullable(),
});

/** The published result of one ballot as open data. Field names are kept from version to version. */
export const OpenResult = Held.extend({
  format: z.literal('piaojue-result'),
  /** projects, run-off or second: which ballot of the session. */
  kind: z.string(),
  passMark: Count,
  seats: Count,
  filled: Count,
  projects: z.array(
    Project.extend({
      for: Count,
      against: Count,
      abstain: Count,
      elected: z.boolean(),
      /** elected, not-passed, passed-no-seat, tied or no-result */
      state: z.string(),
    }),
  ),
});
export type OpenResult = z.output<typeof OpenResult>;

/** The published result of an evaluation as open data. */
export const OpenGrades = Held.extend({
  format: z.literal('piaojue-evaluation'),
  /** Votes that reach a grade. */
  mark: Count,
  projects: z.array(
    Project.extend({
      satisfied: Count,
      basicallySatisfied: Count,
      unsatisfied: Count,
      abstain: Count,
      /** null where the evaluation is not valid */
      grade: GradeName.nullable(),
    }),
  ),
});
export type OpenGrades = z.output<typeof OpenGrades>;

const ofElection = z.object({ uuid: ElectionUuid });

export const openData = {
  json: route({
    method: 'GET',
    path: '/api/elections/:uuid/result.json',
    access: 'public',
    summary: 'Open data: the published result of a ballot, or of an evaluation',
    params: ofElection,
    response: z.union([OpenResult, OpenGrades]),
    problems: ['not-published'],
  }),
  xlsx: route({
    method: 'GET',
    path: '/api/elections/:uuid/result.xlsx',
    access: 'public',
    summary: 'Open data: the published result of a ballot or an evaluation as a workbook',
    params: ofElection,
    response: z.any(),
    problems: ['not-published'],
  }),
  pb: route({
    method: 'GET',
    path: '/api/elections/:uuid/result.pb',
    access: 'public',
    summary: 'Open data: the totals of a ballot as a Pabulib .pb file, without votes, which are secret',
    params: ofElection,
    response: z.any(),
    problems: ['not-published', 'no-pb-of-grades'],
  }),
} as const;
