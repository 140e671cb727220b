import { z } from 'zod';
import { requestKinds, requestStates } from '../deliberation/deliberation.ts';
import { may } from '../workflow/permissions.ts';
import {
  AccountId,
  CandidateId,
  CommentId,
  CycleId,
  Day,
  DelegationId,
  Done,
  FileId,
  FreezeId,
  Instant,
  Level,
  MotionId,
  optionalText,
  PaperId,
  RequestId,
  text,
} from './common.ts';
import { Candidate } from './congress.ts';
import { Stage } from './cycle.ts';
import { StoredFile } from './files.ts';
import { route } from './route.ts';

/** The fields of a candidate that an amendment or a joint motion sets. */
export const AmendedValues = z.object({
  title: text(80),
  content: optionalText(2000),
  place: optionalText(120),
  /** yuan */
  budget: z.int().min(0).max(1e13),
  unit: optionalText(80),
  finish: Day.nullable(),
});
export type AmendedValues = z.output<typeof AmendedValues>;

export const Paper = z.object({
  id: PaperId,
  title: z.string(),
  text: z.string(),
  file: StoredFile.nullable(),
  withdrawn: z.string(),
  /** Deputies who have opened it. */
  read: z.int(),
  /** Whether the caller, a deputy, has. */
  readByMe: z.boolean(),
});
export type Paper = z.output<typeof Paper>;

export const DelegationState = z.object({
  id: DelegationId,
  name: z.string(),
  deputies: z.int(),
  /** Those who have opened every paper. */
  read: z.int(),
  comments: z.int(),
  recorder: z.object({ account: AccountId, name: z.string() }).nullable(),
});
export type DelegationState = z.output<typeof DelegationState>;

export const Comment = z.object({
  id: CommentId,
  delegation: z.string(),
  candidate: CandidateId.nullable(),
  code: z.string().nullable(),
  speaker: z.string(),
  text: z.string(),
  at: Instant,
  by: z.string(),
  withdrawn: z.string(),
  mine: z.boolean(),
});
export type Comment = z.output<typeof Comment>;

export const Request = z.object({
  id: RequestId,
  kind: z.enum(requestKinds),
  state: z.enum(requestStates),
  candidate: CandidateId.nullable(),
  code: z.string().nullable(),
  /** Of the candidate as it was when it was asked; null for a joint motion. */
  title: z.string(),
  before: AmendedValues.nullable(),
  after: AmendedValues.nullable(),
  reason: z.string(),
  by: z.string(),
  madeAt: Instant,
  decidedAt: Instant.nullable(),
  decidedBy: z.string().nullable(),
  decisionNote: z.string(),
  /** Names of deputies who signed, of a joint motion. */
  signatures: z.array(z.string()),
  signedByMe: z.boolean(),
  mine: z.boolean(),
});
export type Request = z.output<typeof Request>;

export const Freeze = z.object({
  id: FreezeId,
  hash: z.string(),
  projects: z.int(),
  frozenAt: Instant,
  frozenBy: z.string(),
  /** Somebody has asked to lift it; another person of another role confirms. */
  liftAskedBy: z.string().nullable(),
  liftReason: z.string(),
  liftedBy: z.string().nullable(),
  liftedAt: Instant.nullable(),
});
export type Freeze = z.output<typeof Freeze>;

export const Deliberation = z.object({
  year: z.int(),
  stage: Stage.nullable(),
  level: Level,
  signaturesNeeded: z.int(),
  papers: z.array(Paper),
  papersDue: Day.nullable(),
  papersAt: Instant.nullable(),
  deputies: z.int(),
  delegations: z.array(DelegationState),
  /** The delegations for which the caller writes comments. */
  writesFor: z.array(z.object({ id: DelegationId, name: z.string() })),
  candidates: z.array(Candidate),
  requests: z.array(Request),
  adopted: z.object({ on: Day.nullable(), note: z.string(), motion: MotionId.nullable() }),
  /** Closed motions of the year's sessions to adopt the method that carried. */
  carried: z.array(z.object({ id: MotionId, title: z.string(), for: z.int() })),
  freeze: Freeze.nullable(),
  lifted: z.array(Freeze),
  ballotOpened: z.boolean(),
});
export type Deliberation = z.output<typeof Deliberation>;

const one = z.object({ cycle: CycleId });
const base = '/api/cycles/:cycle/deliberation';
const read = may('deliberation.read');
const manage = may('deliberation.manage');
const request = one.extend({ request: RequestId });
const closed = ['list-frozen', 'method-frozen'] as const;

export const deliberation = {
  years: route({
    method: 'GET',
    path: '/api/deliberations',
    access: read,
    summary: 'The years in deliberation or later whose papers are published, newest first',
    response: z.array(z.object({ id: CycleId, year: z.int(), stage: Stage.nullable() })),
  }),
  overview: route({
    method: 'GET',
    path: base,
    access: read,
    summary:
      'Papers, delegations, what is asked of the presidium, the list and its freeze; a deputy sees published papers only',
    params: one,
    response: Deliberation,
  }),
  savePaper: route({
    method: 'PUT',
    path: `${base}/papers/:paper`,
    access: manage,
    summary: 'Write a paper for the deputies under a client-made id',
    params: one.extend({ paper: PaperId }),
    body: z.object({ title: text(80), text: optionalText(20000) }),
    response: Done,
    problems: ['conflict'],
  }),
  paperFile: route({
    method: 'POST',
    path: `${base}/papers/:paper/files/:file`,
    access: manage,
    summary: 'Attach the document of a paper (multipart, part `file`)',
    params: one.extend({ paper: PaperId, file: FileId }),
    response: StoredFile,
    problems: ['not-a-photo', 'photo-too-large', 'file-type-refused', 'too-large', 'conflict'],
  }),
  withdrawPaper: route({
    method: 'PUT',
    path: `${base}/papers/:paper/withdrawn`,
    access: manage,
    summary: 'Take a paper back, with the reason',
    params: one.extend({ paper: PaperId }),
    body: z.object({ reason: text(300) }),
    response: Done,
  }),
  publish: route({
    method: 'PUT',
    path: `${base}/papers`,
    access: manage,
    summary: 'Set the day by which deputies should have the papers; `publish` publishes them, once',
    params: one,
    body: z.object({ due: Day.nullable(), publish: z.boolean() }),
    response: Done,
    problems: ['no-papers', 'no-candidates'],
  }),
  readPaper: route({
    method: 'PUT',
    path: `${base}/papers/:paper/read`,
    access: may('deliberation.deputy'),
    summary: 'The deputy has opened the paper; kept the first time',
    params: one.extend({ paper: PaperId }),
    response: Done,
  }),
  paperBody: route({
    method: 'GET',
    path: `${base}/papers/:paper/file`,
    access: read,
    summary: 'The document of a paper, for deputies once it is published',
    params: one.extend({ paper: PaperId }),
    response: z.any(),
  }),
  recorder: route({
    method: 'PUT',
    path: `${base}/delegations/:delegation/recorder`,
    access: manage,
    summary: 'Name who writes down what a delegation says; null: nobody',
    params: one.extend({ delegation: DelegationId }),
    body: z.object({ account: AccountId.nullable() }),
    response: Done,
    problems: ['recorder-unfit'],
  }),
  recorders: route({
    method: 'GET',
    path: `${base}/recorders`,
    access: manage,
    summary: 'The accounts that may be named: staff, and the deputies of each delegation',
    params: one,
    response: z.array(z.object({ account: AccountId, name: z.string(), delegation: DelegationId.nullable() })),
  }),
  comments: route({
    method: 'GET',
    path: `${base}/comments`,
    access: read,
    summary: 'What the delegations said, newest first, paged and searched',
    params: one,
    query: z.object({
      delegation: DelegationId.optional(),
      candidate: CandidateId.optional(),
      search: z.string().trim().max(100).optional(),
      after: z.string().max(60).optional(),
    }),
    response: z.object({ comments: z.array(Comment), next: z.string().nullable() }),
  }),
  comment: route({
    method: 'PUT',
    path: `${base}/comments/:comment`,
    access: may('deliberation.comment'),
    summary: 'Write down a comment of a delegation under a client-made id',
    params: one.extend({ comment: CommentId }),
    body: z.object({
      delegation: DelegationId,
      candidate: CandidateId.nullable(),
      speaker: optionalText(40),
      text: text(2000),
    }),
    response: Done,
    problems: ['not-recorder', 'conflict', 'papers-not-published'],
  }),
  withdrawComment: route({
    method: 'PUT',
    path: `${base}/comments/:comment/withdrawn`,
    access: may('deliberation.comment'),
    summary:
      'Take a comment back, with the reason: whoever wrote it until the list is frozen, or presidium staff; it stays on record',
    params: one.extend({ comment: CommentId }),
    body: z.object({ reason: text(300) }),
    response: Done,
    problems: ['not-recorder', 'comments-closed'],
  }),
  amend: route({
    method: 'PUT',
    path: `${base}/amendments/:request`,
    access: may('deliberation.propose'),
    summary: 'Ask the presidium to change a candidate, under a client-made id',
    params: request,
    body: z.object({ candidate: CandidateId, after: AmendedValues, reason: text(500) }),
    response: Done,
    problems: [...closed, 'conflict', 'nothing-changes', 'papers-not-published'],
  }),
  askWithdrawal: route({
    method: 'PUT',
    path: `${base}/withdrawals/:request`,
    access: may('deliberation.propose'),
    summary: 'The proposer asks to withdraw a candidate; the presidium consents or not',
    params: request,
    body: z.object({ candidate: CandidateId, reason: text(500) }),
    response: Done,
    problems: [...closed, 'conflict', 'papers-not-published'],
  }),
  move: route({
    method: 'PUT',
    path: `${base}/motions/:request`,
    access: may('deliberation.deputy'),
    summary: 'A deputy begins a joint motion to add a candidate, under a client-made id, and signs it',
    params: request,
    body: z.object({ after: AmendedValues, reason: text(500) }),
    response: Done,
    problems: [...closed, 'conflict', 'papers-not-published', 'deputy-not-serving'],
  }),
  sign: route({
    method: 'PUT',
    path: `${base}/motions/:request/signature`,
    access: may('deliberation.deputy'),
    summary: 'Sign a joint motion by one’s own account, or take the signature back while it collects',
    params: request,
    body: z.object({ signed: z.boolean() }),
    response: Done,
    problems: [...closed, 'request-state', 'deputy-not-serving'],
  }),
  submit: route({
    method: 'PUT',
    path: `${base}/motions/:request/submitted`,
    access: may('deliberation.deputy'),
    summary: 'Hand a joint motion with enough signatures to the presidium',
    params: request,
    response: Done,
    problems: [...closed, 'request-state', 'signatures-missing', 'not-yours'],
  }),
  drop: route({
    method: 'PUT',
    path: `${base}/requests/:request/dropped`,
    access: may('deliberation.comment'),
    summary: 'Whoever made a request takes it back',
    params: request,
    response: Done,
    problems: ['request-state', 'not-yours'],
  }),
  decide: route({
    method: 'PUT',
    path: `${base}/requests/:request/decision`,
    access: manage,
    summary:
      'The presidium’s decision on an amendment, a withdrawal or a joint motion; accepted, it takes effect at once',
    params: request,
    body: z.object({ accept: z.boolean(), note: optionalText(500) }),
    response: Done,
    problems: [...closed, 'request-state', 'reason-needed', 'amendment-stale'],
  }),
  adopt: route({
    method: 'PUT',
    path: `${base}/adoption`,
    access: manage,
    summary:
      'Record that the ballot method was adopted: by a carried motion, or on a day as staff record it; recorded otherwise before, it is corrected with the reason',
    params: one,
    body: z.object({
      on: Day,
      motion: MotionId.nullable(),
      note: optionalText(300),
      reason: optionalText(300).optional(),
    }),
    response: Done,
    problems: ['motion-not-carried', 'reason-needed'],
  }),
  freeze: route({
    method: 'PUT',
    path: `${base}/freezes/:freeze`,
    access: manage,
    summary: 'Freeze the list under a client-made id: from now on the ballot takes its list only from here',
    params: one.extend({ freeze: FreezeId }),
    response: Done,
    problems: ['list-frozen', 'no-candidates', 'requests-open', 'method-frozen', 'conflict'],
  }),
  lift: route({
    method: 'PUT',
    path: `${base}/freezes/:freeze/lift`,
    access: may('deliberation.lift'),
    summary: 'Ask to lift the freeze with a reason; or confirm what another person of another role asked (no reason)',
    params: one.extend({ freeze: FreezeId }),
    body: z.object({ reason: optionalText(500) }),
    response: Done,
    problems: ['reason-needed', 'same-person', 'same-role', 'method-frozen'],
  }),
  keep: route({
    method: 'DELETE',
    path: `${base}/freezes/:freeze/lift`,
    access: may('deliberation.lift'),
    summary: 'Take back the request to lift the freeze',
    params: one.extend({ freeze: FreezeId }),
    response: Done,
  }),
  record: route({
    method: 'GET',
    path: `${base}/record.docx`,
    access: may('deliberation.record'),
    summary: 'The record of the deliberation',
    params: one,
    response: z.any(),
  }),
} as const;
