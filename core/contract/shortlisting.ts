import { z } from 'zod';
import { points, verdicts } from '../shortlisting/screening.ts';
import { answerKinds, standings } from '../shortlisting/standing.ts';
import { may } from '../workflow/permissions.ts';
import { CandidateId, CategoryId, CycleId, Day, Done, FileId, optionalText, SuggestionId, text } from './common.ts';
import { ImportReport } from './congress.ts';
import { Stage } from './cycle.ts';
import { StoredFile } from './files.ts';
import { route } from './route.ts';
import { LedgerFilter, LedgerOrder, Suggestion } from './suggestions.ts';

export const AnswerKind = z.enum(answerKinds);
export const Standing = z.enum(standings);
const Finding = z.object({ verdict: z.enum(verdicts), note: optionalText(300) });
export const Findings = z.record(z.enum(points), Finding);

/** What a suggestion was answered; null kind: nothing yet. */
export const Answer = z.object({
  kind: AnswerKind,
  candidate: CandidateId.nullable(),
  /** Code and title of the candidate it was merged into. */
  code: z.string().nullable(),
  title: z.string().nullable(),
  standing: Standing.nullable(),
  reason: z.string(),
});
export type Answer = z.output<typeof Answer>;

export const WorkRow = z.object({ suggestion: Suggestion, answer: Answer.nullable() });
export type WorkRow = z.output<typeof WorkRow>;
export const WorkPage = z.object({ rows: z.array(WorkRow), next: z.string().nullable() });
export type WorkPage = z.output<typeof WorkPage>;

export const Milestone = z.object({ by: Day, text: text(200) });
export type Milestone = z.output<typeof Milestone>;

/** What of a candidate people write. */
export const SheetForm = z.object({
  code: text(20),
  title: text(80),
  content: optionalText(2000),
  place: optionalText(120),
  /** yuan */
  budget: z.int().min(0).max(1e13),
  unit: optionalText(80),
  finish: Day.nullable(),
  category: CategoryId.nullable(),
  target: optionalText(1000),
  source: optionalText(300),
  starts: Day.nullable(),
  feasibility: optionalText(2000),
  milestones: z.array(Milestone).max(30),
});
export type SheetForm = z.output<typeof SheetForm>;

export const CandidateRow = SheetForm.extend({
  id: CandidateId,
  position: z.int(),
  categoryName: z.string().nullable(),
  standing: Standing,
  standingReason: z.string(),
  reserveReason: z.string(),
  /** How many suggestions were merged into it, and how many people made or seconded them. */
  suggestions: z.int(),
  demand: z.int(),
  files: z.int(),
  /** Tests and bars that speak against it, and how many are not judged. */
  against: z.array(z.enum(points)),
  open: z.int(),
});
export type CandidateRow = z.output<typeof CandidateRow>;

export const Similar = z.object({ id: z.uuid(), code: z.string(), title: z.string(), likeness: z.number() });

export const Shortlisting = z.object({
  year: z.int(),
  stage: Stage.nullable(),
  /** Whether the sheets of candidates can still be written here, else why not. */
  closed: z.enum(['open', 'papers', 'frozen', 'ballot']),
  candidates: z.array(CandidateRow),
  counts: z.object({ all: z.int(), unanswered: z.int(), merged: z.int(), rejected: z.int(), reserve: z.int() }),
  envelope: z.number().nullable(),
  /** Seats as set here; null: as the method says. */
  seatsSet: z.int().nullable(),
  seats: z.int(),
  /** Candidates that the published ballot did not elect: they may be kept for later years. */
  unelected: z.array(CandidateId),
  decision: z.object({
    on: Day.nullable(),
    number: z.string(),
    body: z.string(),
    note: z.string(),
    file: StoredFile.nullable(),
  }),
});
export type Shortlisting = z.output<typeof Shortlisting>;

export const SuggestionWork = z.object({
  suggestion: Suggestion,
  answer: Answer.nullable(),
  findings: Findings,
  similar: z.array(WorkRow.extend({ likeness: z.number() })),
  candidates: z.array(Similar),
});
export type SuggestionWork = z.output<typeof SuggestionWork>;

export const CandidateWork = z.object({
  candidate: CandidateRow,
  findings: Findings,
  suggestions: z.array(Suggestion),
  files: z.array(StoredFile),
  /** Suggestions without an answer that are like it. */
  similar: z.array(WorkRow.extend({ likeness: z.number() })),
});
export type CandidateWork = z.output<typeof CandidateWork>;

export const ReserveItem = z.object({
  kind: z.enum(['suggestion', 'candidate']),
  id: z.uuid(),
  year: z.int(),
  title: z.string(),
  content: z.string(),
  reason: z.string(),
  demand: z.int(),
  /** The year into which it was brought; null: it waits. */
  carriedTo: z.int().nullable(),
});
export type ReserveItem = z.output<typeof ReserveItem>;

const one = z.object({ cycle: CycleId });
const candidate = one.extend({ candidate: CandidateId });
const base = '/api/cycles/:cycle/shortlisting';
const read = may('shortlisting.read');
const work = may('shortlisting.work');
const closed = ['papers-published', 'list-frozen', 'method-frozen'] as const;

export const shortlisting = {
  overview: route({
    method: 'GET',
    path: base,
    access: read,
    summary: 'Candidates of the year with their demand, the money, the decision and what is left to answer',
    params: one,
    response: Shortlisting,
  }),
  ledger: route({
    method: 'GET',
    path: `${base}/ledger`,
    access: read,
    summary: 'The work table: a page of the ledger with what each suggestion was answered',
    params: one,
    query: LedgerFilter.extend({
      answer: z.enum(['none', ...answerKinds]).optional(),
      order: LedgerOrder.optional(),
      after: z.string().max(40).optional(),
    }),
    response: WorkPage,
  }),
  suggestion: route({
    method: 'GET',
    path: `${base}/suggestions/:suggestion`,
    access: read,
    summary: 'One suggestion at work: its screening, suggestions and candidates like it',
    params: one.extend({ suggestion: SuggestionId }),
    response: SuggestionWork,
  }),
  answer: route({
    method: 'PUT',
    path: `${base}/answers`,
    access: work,
    summary:
      'Answer suggestions: merged into a candidate, not taken up or put into the reserve bank with a reason, or no answer yet',
    params: one,
    body: z.object({
      suggestions: z.array(SuggestionId).min(1).max(500),
      answer: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('merged'), candidate: CandidateId }),
        z.object({ kind: z.literal('rejected'), reason: text(500) }),
        z.object({ kind: z.literal('reserve'), reason: text(500) }),
        z.object({ kind: z.literal('none') }),
      ]),
    }),
    response: Done,
    problems: [...closed, 'candidate-standing'],
  }),
  classify: route({
    method: 'PUT',
    path: `${base}/categories`,
    access: work,
    summary: 'Classify suggestions; null: none',
    params: one,
    body: z.object({ suggestions: z.array(SuggestionId).min(1).max(500), category: CategoryId.nullable() }),
    response: Done,
  }),
  screen: route({
    method: 'PUT',
    path: `${base}/screenings/:subject`,
    access: work,
    summary: 'The seven tests and three bars of a suggestion or candidate, each with a note',
    params: one.extend({ subject: z.uuid() }),
    body: z.object({ findings: Findings }),
    response: Done,
    problems: closed,
  }),
  candidate: route({
    method: 'GET',
    path: `${base}/candidates/:candidate`,
    access: read,
    summary: 'The sheet of a candidate with its suggestions, screening and attachments',
    params: candidate,
    response: CandidateWork,
  }),
  save: route({
    method: 'PUT',
    path: `${base}/candidates/:candidate`,
    access: work,
    summary: 'Write the sheet of a candidate under a client-made id; `merge` joins suggestions to it at once',
    params: candidate,
    body: SheetForm.extend({ merge: z.array(SuggestionId).max(500).optional() }),
    response: Done,
    problems: [...closed, 'code-taken', 'conflict'],
  }),
  stand: route({
    method: 'PUT',
    path: `${base}/candidates/:candidate/standing`,
    access: work,
    summary:
      'Take a candidate off the list with the reason that its suggesters read, put it into the reserve bank, or list it again',
    params: candidate,
    body: z.object({ act: z.enum(['list', 'reject', 'reserve']), reason: optionalText(500) }),
    response: Done,
    problems: [...closed, 'candidate-standing', 'reason-needed', 'code-taken'],
  }),
  bank: route({
    method: 'PUT',
    path: `${base}/candidates/:candidate/bank`,
    access: work,
    summary: 'Keep a candidate that was not elected in the reserve bank, or no longer (empty reason)',
    params: candidate,
    body: z.object({ reason: optionalText(500) }),
    response: Done,
    problems: ['bank-before-result', 'candidate-elected', 'candidate-standing', 'carried-already'],
  }),
  attach: route({
    method: 'POST',
    path: `${base}/candidates/:candidate/files/:file`,
    access: work,
    summary: 'Attach a photo or document (multipart, part `file`) under a client-made id',
    params: candidate.extend({ file: FileId }),
    response: StoredFile,
    problems: [...closed, 'not-a-photo', 'photo-too-large', 'file-type-refused', 'too-large', 'conflict'],
  }),
  detach: route({
    method: 'DELETE',
    path: `${base}/candidates/:candidate/files/:file`,
    access: work,
    summary: 'Take an attachment off the sheet; the file is kept',
    params: candidate.extend({ file: FileId }),
    response: Done,
    problems: closed,
  }),
  settings: route({
    method: 'PUT',
    path: `${base}/settings`,
    access: work,
    summary: "The year's envelope of money in yuan, and the seats; null: not set",
    params: one,
    body: z.object({ envelope: z.int().min(0).max(1e13).nullable(), seats: z.int().min(1).max(1000).nullable() }),
    response: Done,
  }),
  decide: route({
    method: 'PUT',
    path: `${base}/decision`,
    access: work,
    summary: "Record the party committee's decision on the scheme",
    params: one,
    body: z.object({ on: Day, number: optionalText(60), body: text(80), note: optionalText(1000) }),
    response: Done,
  }),
  decisionFile: route({
    method: 'POST',
    path: `${base}/decision/files/:file`,
    access: work,
    summary: 'Attach the decision (multipart, part `file`) under a client-made id',
    params: one.extend({ file: FileId }),
    response: StoredFile,
    problems: ['not-a-photo', 'photo-too-large', 'file-type-refused', 'too-large', 'conflict'],
  }),
  exportCandidates: route({
    method: 'GET',
    path: `${base}/candidates.xlsx`,
    access: read,
    summary: 'The listed candidates as a workbook that can be imported again without loss',
    params: one,
    response: z.any(),
  }),
  importCandidates: route({
    method: 'POST',
    path: `${base}/import`,
    access: work,
    summary: 'Import candidates with their sheets (multipart, part `file`); all or nothing',
    params: one,
    response: ImportReport,
    problems: [
      ...closed,
      'not-a-spreadsheet',
      'spreadsheet-too-large',
      'too-many-rows',
      'wrong-columns',
      'empty-table',
      'bad-rows',
      'too-large',
    ],
  }),
  screeningRecord: route({
    method: 'GET',
    path: `${base}/screening-record.docx`,
    access: read,
    summary: 'The screening record with a reason for every rejection',
    params: one,
    response: z.any(),
  }),
  scheme: route({
    method: 'GET',
    path: `${base}/scheme.docx`,
    access: read,
    summary: 'The candidate scheme',
    params: one,
    response: z.any(),
  }),
  reserve: route({
    method: 'GET',
    path: `${base}/reserve`,
    access: read,
    summary: 'The reserve bank of the years before, and what was brought in from it',
    params: one,
    response: z.array(ReserveItem),
  }),
  bringIn: route({
    method: 'PUT',
    path: `${base}/reserve/:subject`,
    access: work,
    summary: 'Bring an entry of the reserve bank into this year, once, under a client-made id',
    params: one.extend({ subject: z.uuid() }),
    body: z.object({ kind: z.enum(['suggestion', 'candidate']), id: z.uuid() }),
    response: Done,
    problems: [...closed, 'carried-already'],
  }),
} as const;
