import { z } from 'zod';
import { EvaluationMethod } from '../rules/grade.ts';
import { ballotStates } from '../workflow/ballot.ts';
import { may } from '../workflow/permissions.ts';
import { rectificationStates } from '../workflow/rectification.ts';
import {
  BallotId,
  Day,
  DeputyId,
  Done,
  ElectionUuid,
  optionalText,
  RectificationId,
  SessionId,
  text,
} from './common.ts';
import { BallotProject } from './hall.ts';
import { route } from './route.ts';

// Evaluation (测评) and rectification (整改); the ballot itself has the routes of every ballot.

export const GradeName = z.enum(['satisfied', 'basically-satisfied', 'unsatisfied']);

/** Projects a session chose, which can be evaluated. */
export const EvaluationSource = z.object({
  session: SessionId,
  name: z.string(),
  year: z.int(),
  projects: z.array(BallotProject),
  /** The newest progress report of each project in hand, to begin its final report from. */
  reports: z.array(z.object({ code: z.string(), text: z.string() })),
});
export type EvaluationSource = z.output<typeof EvaluationSource>;

/** A session whose ballot is an evaluation. */
export const EvaluationView = z.object({
  session: SessionId,
  name: z.string(),
  year: z.int(),
  rehearsal: z.boolean(),
  uuid: ElectionUuid,
  state: z.enum(ballotStates),
  /** Whether its paper and rules can still change. */
  editable: z.boolean(),
  source: SessionId,
  /** The evaluation that graded these projects 不满意; null for a first one. */
  secondOf: SessionId.nullable(),
  rules: EvaluationMethod,
  /** Who grades where that is the standing committee; empty: all deputies. */
  members: z.array(DeputyId),
  /** `content` is the final report. */
  projects: z.array(BallotProject),
  /** By code, once published. */
  grades: z.array(z.object({ code: z.string(), grade: GradeName })).nullable(),
});
export type EvaluationView = z.output<typeof EvaluationView>;

export const Rectification = z.object({
  id: RectificationId,
  ballot: BallotId,
  /** The session that graded it 不满意. */
  session: SessionId,
  sessionName: z.string(),
  code: z.string(),
  title: z.string(),
  unit: z.string(),
  openedOn: Day,
  deadline: Day,
  state: z.enum(rectificationStates),
  /** The deadline is past and there is no report. */
  late: z.boolean(),
  plan: z.string(),
  plannedOn: Day.nullable(),
  report: z.string(),
  reportedOn: Day.nullable(),
  grade: GradeName.nullable(),
  gradedOn: Day.nullable(),
  /** The second evaluation's election. */
  gradedBy: ElectionUuid.nullable(),
});
export type Rectification = z.output<typeof Rectification>;

export const Evaluations = z.object({
  sources: z.array(EvaluationSource),
  evaluations: z.array(EvaluationView),
  /** Open ones first, by deadline. */
  rectifications: z.array(Rectification),
  deputies: z.array(z.object({ id: DeputyId, name: z.string() })),
});
export type Evaluations = z.output<typeof Evaluations>;

export const PrepareEvaluation = z.object({
  source: SessionId,
  secondOf: SessionId.nullable(),
  rules: EvaluationMethod,
  members: z.array(DeputyId).max(450),
  projects: z
    .array(z.object({ code: z.string().min(1).max(40), report: optionalText(2000) }))
    .min(1)
    .max(200),
});
export type PrepareEvaluation = z.output<typeof PrepareEvaluation>;

/** Votes of the public on one project. */
export const Rating = z.object({
  code: z.string(),
  satisfied: z.int(),
  basicallySatisfied: z.int(),
  unsatisfied: z.int(),
});
export type Rating = z.output<typeof Rating>;

/** What the public page of an evaluation shows beside the result. */
export const PublicEvaluation = z.object({
  /** The published ballots of the session that chose the projects, the first first. */
  source: z.object({ session: z.string(), year: z.int(), uuids: z.array(ElectionUuid) }),
  /** The evaluation that this one repeats, and those that repeat it. */
  secondOf: z.array(ElectionUuid),
  seconds: z.array(ElectionUuid),
  rectifications: z.array(Rectification.omit({ id: true, ballot: true, session: true, sessionName: true })),
  /** 群众满意度: counts only, never part of a grade. */
  ratings: z.array(Rating),
  /** Browsers that rated. */
  raters: z.int(),
  /** Whether this browser has rated. */
  rated: z.boolean(),
});
export type PublicEvaluation = z.output<typeof PublicEvaluation>;

const inSession = z.object({ session: SessionId });
const one = z.object({ rectification: RectificationId });
const ofElection = z.object({ uuid: ElectionUuid });

export const evaluation = {
  evaluations: route({
    method: 'GET',
    path: '/api/evaluations',
    access: may('evaluation.read'),
    summary: 'Projects that can be evaluated, the evaluations, and the rectifications with their deadlines',
    response: Evaluations,
  }),
  prepareEvaluation: route({
    method: 'PUT',
    path: '/api/sessions/:session/evaluation',
    access: may('evaluation.prepare'),
    summary: "Make the session's ballot an evaluation of these projects, or change what it evaluates, until it opens",
    params: inSession,
    body: PrepareEvaluation,
    response: Evaluations,
    problems: [
      'evaluation-frozen',
      'evaluation-unknown-projects',
      'evaluation-own-projects',
      'evaluation-not-second',
      'rectification-not-reported',
      'evaluation-no-members',
      'evaluation-cards-active',
    ],
  }),
  withdrawEvaluation: route({
    method: 'DELETE',
    path: '/api/sessions/:session/evaluation',
    access: may('evaluation.prepare'),
    summary: "Make the session's ballot one on projects again, until it opens",
    params: inSession,
    response: Evaluations,
    problems: ['evaluation-frozen'],
  }),
  planRectification: route({
    method: 'PUT',
    path: '/api/rectifications/:rectification/plan',
    access: may('rectification.save'),
    summary: "Record the responsible unit's plan",
    params: one,
    body: z.object({ text: text(4000) }),
    response: Evaluations,
    problems: ['rectification-wrong-state'],
  }),
  reportRectification: route({
    method: 'PUT',
    path: '/api/rectifications/:rectification/report',
    access: may('rectification.save'),
    summary: "Record the responsible unit's report on what was done",
    params: one,
    body: z.object({ text: text(4000) }),
    response: Evaluations,
    problems: ['rectification-wrong-state'],
  }),
  publicEvaluation: route({
    method: 'GET',
    path: '/api/elections/:uuid/evaluation',
    access: 'public',
    summary: "Beside a published evaluation's result: rectifications, the second evaluation, the public's rating",
    params: ofElection,
    response: PublicEvaluation,
    problems: ['not-published', 'not-an-evaluation'],
  }),
  rate: route({
    method: 'POST',
    path: '/api/elections/:uuid/rating',
    access: 'public',
    summary: "The public's satisfaction with the projects, once a browser; counts only, never part of a grade",
    params: ofElection,
    body: z.object({
      /** Made by the client, so that a repeated request counts once. */
      request: z.uuid(),
      ratings: z
        .array(z.object({ code: z.string().max(40), grade: GradeName }))
        .min(1)
        .max(200),
    }),
    response: Done,
    problems: ['not-published', 'not-an-evaluation', 'evaluation-unknown-projects'],
  }),
} as const;
