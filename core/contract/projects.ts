/** What oversight shows of a project: shared by the console's routes and the public page. */
import { z } from 'zod';
import { lights, projectStates } from '../oversight/project.ts';
import { changeCauses, changeKinds, changeStates } from '../workflow/change.ts';
import { matterKinds, matterStates } from '../workflow/matter.ts';
import {
  AccountId,
  CandidateId,
  ChangeId,
  CitizenReportId,
  Day,
  FileId,
  MatterId,
  optionalText,
  ProjectId,
  RecordId,
  TopicId,
  text,
} from './common.ts';
import { StoredFile } from './files.ts';

export const Yuan = z.int().min(0).max(1e13);

export const PlanMilestone = z.object({
  id: z.uuid(),
  name: text(80),
  weight: z.int().min(1).max(100),
  start: Day.nullable(),
  due: Day,
});

/** The implementation plan (实施方案) [SN]: unit, target, finish date, money, safeguards, milestones. */
export const Plan = z.object({
  unit: text(80),
  /** Who answers for it. */
  responsible: optionalText(80),
  target: text(1000),
  finish: Day,
  /** Where the money comes from, and when. */
  money: text(1000),
  safeguards: optionalText(2000),
  milestones: z.array(PlanMilestone).min(1).max(40),
});
export type Plan = z.output<typeof Plan>;

export const phases = ['before', 'during', 'after'] as const;
export const PhotoRef = z.object({ file: FileId, phase: z.enum(phases), caption: optionalText(80) });
export type PhotoRef = z.output<typeof PhotoRef>;
/** Photos of one record, answer or report at most. */
export const MOST_RECORD_PHOTOS = 9;
export const PhotoRefs = z.array(PhotoRef).max(MOST_RECORD_PHOTOS);

export const DueItem = z.object({ name: z.string().nullable(), due: Day, left: z.int() });

export const ProjectLine = z.object({
  id: ProjectId,
  code: z.string(),
  title: z.string(),
  unit: z.string(),
  place: z.string(),
  budget: Yuan,
  spent: Yuan,
  /** The voted finish, as changes left it; without one, the plan's. */
  finish: Day.nullable(),
  state: z.enum(projectStates),
  light: z.enum(lights),
  percent: z.int(),
  milestones: z.int(),
  milestonesDone: z.int(),
  /** What is due next. */
  next: DueItem.nullable(),
  openMatters: z.int(),
  openChange: z.boolean(),
  elected: z.boolean(),
  published: z.boolean(),
  hasPlan: z.boolean(),
});
export type ProjectLine = z.output<typeof ProjectLine>;

/** A progress report of the unit, or an inspection of the presidium. */
export const ProjectRecord = z.object({
  id: RecordId,
  kind: z.enum(['report', 'inspection']),
  number: z.int(),
  on: Day,
  content: z.string(),
  people: z.string(),
  spent: Yuan.nullable(),
  /** Ids of milestones that it reports done. */
  done: z.array(z.string()),
  topic: z.string().nullable(),
  topicId: TopicId.nullable(),
  photos: z.array(PhotoRef),
  published: z.boolean(),
  withdrawnReason: z.string(),
  by: z.string(),
});
export type ProjectRecord = z.output<typeof ProjectRecord>;

export const Matter = z.object({
  id: MatterId,
  project: ProjectId,
  projectTitle: z.string(),
  kind: z.enum(matterKinds),
  number: z.int(),
  content: z.string(),
  owner: z.string(),
  due: Day,
  late: z.boolean(),
  state: z.enum(matterStates),
  answer: z.string(),
  answeredOn: Day.nullable(),
  photos: z.array(PhotoRef),
  note: z.string(),
  closedOn: Day.nullable(),
  raisedOn: Day,
  /** Number of the inspection it was found at. */
  inspection: z.int().nullable(),
  citizenReport: CitizenReportId.nullable(),
});
export type Matter = z.output<typeof Matter>;

/** What a change makes of content, finish and budget (null: stays as it was), and what they were before it was approved. */
export const Changed = z.object({
  content: z.string().nullable(),
  finish: Day.nullable(),
  budget: Yuan.nullable(),
  before: z.object({ content: z.string(), finish: Day.nullable(), budget: Yuan }).nullable(),
});
export type Changed = z.output<typeof Changed>;

export const Change = z.object({
  id: ChangeId,
  project: ProjectId,
  projectTitle: z.string(),
  kind: z.enum(changeKinds),
  cause: z.enum(changeCauses),
  reason: z.string(),
  ...Changed.shape,
  file: StoredFile.nullable(),
  state: z.enum(changeStates),
  requestedOn: Day,
  decidedOn: Day.nullable(),
  decidedBy: z.string(),
  decisionNumber: z.string(),
  decisionFile: StoredFile.nullable(),
  note: z.string(),
  noticeOn: Day.nullable(),
  noticeNumber: z.string(),
  reportedOn: Day.nullable(),
});
export type Change = z.output<typeof Change>;

export const ProjectDetail = ProjectLine.extend({
  content: z.string(),
  candidate: CandidateId,
  plan: Plan.nullable(),
  reporters: z.array(AccountId),
  records: z.array(ProjectRecord),
  matters: z.array(Matter),
  changes: z.array(Change),
  today: Day,
});
export type ProjectDetail = z.output<typeof ProjectDetail>;

export const supervisionMethods = ['inspection', 'report', 'enforcement', 'appraisal'] as const;
export const SupervisionTopic = z.object({
  id: TopicId,
  quarter: z.int().min(1).max(4),
  topic: text(200),
  method: z.enum(supervisionMethods),
  projects: z.array(ProjectId).max(100),
  /** Inspections held under it. */
  held: z.int(),
  withdrawnReason: z.string(),
});
export type SupervisionTopic = z.output<typeof SupervisionTopic>;

export const CitizenReport = z.object({
  id: CitizenReportId,
  number: z.int(),
  project: ProjectId,
  projectTitle: z.string(),
  content: z.string(),
  phone: z.string(),
  photos: z.array(PhotoRef),
  state: z.enum(['received', 'listed', 'answered']),
  answer: z.string(),
  madeOn: Day,
  answeredOn: Day.nullable(),
});
export type CitizenReport = z.output<typeof CitizenReport>;
