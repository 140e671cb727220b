import { z } from 'zod';
import { Method } from '../rules/method.ts';
import { CountSheet } from '../rules/paper.ts';
import { ballotStates } from '../workflow/ballot.ts';
import { mediums } from '../workflow/medium.ts';
import { may } from '../workflow/permissions.ts';
import { ElectionUuid, ScanId, SessionId } from './common.ts';
import { BallotProject } from './hall.ts';
import { route } from './route.ts';
import { PaperScan } from './scan.ts';
import { Overview } from './session.ts';

// A ballot wholly on paper: the choice before it opens, two people's count sheets, and the signed sheets as pictures.

export const Medium = z.enum(mediums);

/** Where the count of a paper ballot stands, for the one who asks: nobody is told the figures of another before the count is settled. */
export const PaperState = z.object({
  medium: Medium,
  state: z.enum(ballotStates),
  method: Method,
  projects: z.array(BallotProject),
  /** Most who can have been handed a ballot: present at the opening or at the close. */
  present: z.int(),
  /** The caller's own sheet. */
  mine: CountSheet.nullable(),
  /** Who has entered a sheet, by name; at most two. */
  entered: z.array(z.string()),
  /** Which figures the two sheets differ in, without their values; for the two who entered them, once both are in. Otherwise empty. */
  differences: z.array(
    z.object({
      /** null: a figure of the whole ballot. */ code: z.string().nullable(),
      field: z.enum(['issued', 'returned', 'void', 'for', 'against', 'abstain']),
    }),
  ),
  /** Both are in and differ. */
  differ: z.boolean(),
  /** The settled count. */
  counted: CountSheet.nullable(),
  scans: z.array(PaperScan),
});
export type PaperState = z.output<typeof PaperState>;

const inSession = z.object({ session: SessionId });

export const paper = {
  setMedium: route({
    method: 'PUT',
    path: '/api/sessions/:session/medium',
    access: may('ballot.medium'),
    summary: 'Whether the present ballot is held by tablet or wholly on paper; until it opens',
    params: inSession,
    body: z.object({ medium: Medium }),
    response: Overview,
    problems: ['wrong-state', 'paper-not-in-method', 'evaluation-on-tablets'],
  }),
  state: route({
    method: 'GET',
    path: '/api/sessions/:session/paper',
    access: may('paper.read'),
    summary: 'How the count of a paper ballot stands',
    params: inSession,
    response: PaperState,
  }),
  saveSheet: route({
    method: 'PUT',
    path: '/api/sessions/:session/paper/sheet',
    access: may('paper.count'),
    summary: "The caller's count sheet; the second equal one settles the count",
    params: inSession,
    body: CountSheet,
    response: PaperState,
    problems: ['not-on-paper', 'ballot-not-closed', 'wrong-state', 'paper-sheet-faulty', 'paper-sheets-taken'],
  }),
  withdrawSheet: route({
    method: 'DELETE',
    path: '/api/sessions/:session/paper/sheet',
    access: may('paper.count'),
    summary: "Take the caller's count sheet back, so that another can enter one; until the count is settled",
    params: inSession,
    response: PaperState,
    problems: ['not-on-paper', 'wrong-state'],
  }),
  addScan: route({
    method: 'PUT',
    path: '/api/sessions/:session/paper/scans/:scan',
    access: may('paper.count'),
    summary: 'Attach a picture or PDF of the signed count sheet (multipart, part `file`) under a client-made id',
    params: inSession.extend({ scan: ScanId }),
    response: PaperState,
    problems: ['not-on-paper', 'ballot-not-closed', 'wrong-state', 'not-a-scan', 'too-large', 'too-many-scans'],
  }),
  removeScan: route({
    method: 'DELETE',
    path: '/api/sessions/:session/paper/scans/:scan',
    access: may('paper.count'),
    summary: 'Remove an attached scan; until the scrutineers have certified',
    params: inSession.extend({ scan: ScanId }),
    response: PaperState,
    problems: ['not-on-paper', 'wrong-state'],
  }),
  scan: route({
    method: 'GET',
    path: '/api/sessions/:session/paper/scans/:scan',
    access: may('paper.read'),
    summary: 'One attached scan',
    params: inSession.extend({ scan: ScanId }),
    response: z.any(),
  }),
  publishedScan: route({
    method: 'GET',
    path: '/api/elections/:uuid/scans/:scan',
    access: 'public',
    summary: 'One scan of a published paper ballot',
    params: z.object({ uuid: ElectionUuid, scan: ScanId }),
    response: z.any(),
    problems: ['not-published'],
  }),
} as const;
