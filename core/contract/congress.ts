import { z } from 'zod';
import { may } from '../workflow/permissions.ts';
import { CandidateId, Day, DelegationId, DeputyId, Done, optionalText, SessionId, text } from './common.ts';
import { route } from './route.ts';

export const Deputy = z.object({
  id: DeputyId,
  number: z.string(),
  name: z.string(),
  gender: z.string(),
  delegation: z.string(),
  delegationId: DelegationId,
  inOffice: z.boolean(),
  /** null for whoever may not change the roster. */
  phone: z.string().nullable(),
  pinyin: z.string(),
  initials: z.string(),
});
export type Deputy = z.output<typeof Deputy>;

export const Candidate = z.object({
  id: CandidateId,
  code: z.string(),
  title: z.string(),
  content: z.string(),
  place: z.string(),
  /** yuan */
  budget: z.int(),
  unit: z.string(),
  finish: Day.nullable(),
  position: z.int(),
});
export type Candidate = z.output<typeof Candidate>;

/** One cell of an uploaded table that must be corrected, in both languages; `row` as the spreadsheet numbers it, from 1. */
export const BadCell = z.object({
  row: z.int(),
  column: z.string(),
  value: z.string(),
  code: z.string(),
  zh: z.string(),
  en: z.string(),
});
export type BadCell = z.output<typeof BadCell>;
/** What an import did. An import with bad rows is refused whole with `bad-rows`, its cells in the problem's `rows`. */
export const ImportReport = z.object({ rows: z.int(), added: z.int(), updated: z.int(), unchanged: z.int() });
export type ImportReport = z.output<typeof ImportReport>;

const importProblems = [
  'not-a-spreadsheet',
  'spreadsheet-too-large',
  'too-many-rows',
  'wrong-columns',
  'empty-table',
  'bad-rows',
  'too-large',
] as const;
/** Where the list of candidates no longer changes directly. */
const closed = ['method-frozen', 'papers-published', 'list-frozen'] as const;
const inSession = z.object({ session: SessionId });

/** The uploads are multipart/form-data with one part named `file`; they and the template downloads are described for OpenAPI here and called with fetch. */
export const congress = {
  deputies: route({
    method: 'GET',
    path: '/api/deputies',
    access: 'staff',
    summary: 'The roster',
    response: z.array(Deputy),
  }),
  saveDeputy: route({
    method: 'PUT',
    path: '/api/deputies/:deputy',
    access: may('roster.save'),
    summary: 'Add or correct one deputy under a client-made id',
    params: z.object({ deputy: DeputyId }),
    body: z.object({
      number: text(20),
      name: text(40),
      gender: optionalText(4),
      delegation: text(40),
      inOffice: z.boolean(),
      phone: optionalText(30),
    }),
    response: Deputy,
    problems: ['code-taken'],
  }),
  importDeputies: route({
    method: 'POST',
    path: '/api/deputies/import',
    access: may('roster.save'),
    summary: 'Import the roster from .xlsx or .csv (multipart, part `file`); all or nothing',
    response: ImportReport,
    problems: importProblems,
  }),
  rosterTemplate: route({
    method: 'GET',
    path: '/api/templates/roster.xlsx',
    access: 'staff',
    summary: 'Roster template',
    response: z.any(),
  }),
  candidatesTemplate: route({
    method: 'GET',
    path: '/api/templates/candidates.xlsx',
    access: 'staff',
    summary: 'Candidates template',
    response: z.any(),
  }),
  candidates: route({
    method: 'GET',
    path: '/api/sessions/:session/candidates',
    access: 'staff',
    summary: "The candidate projects of the session's year",
    params: inSession,
    response: z.array(Candidate),
  }),
  importCandidates: route({
    method: 'POST',
    path: '/api/sessions/:session/candidates/import',
    access: may('candidates.save'),
    summary: 'Import candidate projects (multipart, part `file`); all or nothing',
    params: inSession,
    response: ImportReport,
    problems: [...importProblems, ...closed],
  }),
  saveCandidate: route({
    method: 'PUT',
    path: '/api/sessions/:session/candidates/:candidate',
    access: may('candidates.save'),
    summary: 'Add or correct one candidate project under a client-made id',
    params: inSession.extend({ candidate: CandidateId }),
    body: z.object({
      code: text(20),
      title: text(80),
      content: optionalText(2000),
      place: optionalText(120),
      budget: z.int().min(0).max(1e13),
      unit: optionalText(80),
      finish: Day.nullable(),
    }),
    response: Candidate,
    problems: ['code-taken', ...closed],
  }),
  removeCandidate: route({
    method: 'DELETE',
    path: '/api/sessions/:session/candidates/:candidate',
    access: may('candidates.withdraw'),
    summary: 'Withdraw a candidate before the ballot opens',
    params: inSession.extend({ candidate: CandidateId }),
    response: Done,
    problems: [...closed, 'year-kept'],
  }),
} as const;
