import { z } from 'zod';
import { mediums } from '../workflow/medium.ts';
import { Day, ElectionUuid, Instant } from './common.ts';
import { route } from './route.ts';

const Count = z.int().min(0);

/** The published result of one ballot as open data. Field names are kept from version to version. */
export const OpenResult = z.object({
  format: z.literal('piaojue-result'),
  version: z.literal(1),
  /** What may surprise a reader. */
  note: z.string(),
  congress: z.object({ name: z.string(), county: z.string(), level: z.string() }),
  session: z.string(),
  year: z.int(),
  rehearsal: z.boolean(),
  election: ElectionUuid,
  /** projects, run-off or second: which ballot of the session. */
  kind: z.string(),
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
  passMark: Count,
  seats: Count,
  filled: Count,
  valid: z.boolean(),
  projects: z.array(
    z.object({
      code: z.string(),
      title: z.string(),
      place: z.string(),
      unit: z.string(),
      /** yuan */
      budget: Count,
      finish: Day.nullable(),
      for: Count,
      against: Count,
      abstain: Count,
      elected: z.boolean(),
      /** elected, not-passed, passed-no-seat, tied or no-result */
      state: z.string(),
    }),
  ),
  /** By which the encrypted archive is checked; null for a ballot on paper. */
  lastEvent: z.string().nullable(),
});
export type OpenResult = z.output<typeof OpenResult>;

const ofElection = z.object({ uuid: ElectionUuid });

export const openData = {
  json: route({
    method: 'GET',
    path: '/api/elections/:uuid/result.json',
    access: 'public',
    summary: 'Open data: the published result of a ballot',
    params: ofElection,
    response: OpenResult,
    problems: ['not-published'],
  }),
  xlsx: route({
    method: 'GET',
    path: '/api/elections/:uuid/result.xlsx',
    access: 'public',
    summary: 'Open data: the published result of a ballot as a workbook',
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
    problems: ['not-published'],
  }),
} as const;
