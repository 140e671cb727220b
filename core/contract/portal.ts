/** The public page of a congress: its projects year by year, and what citizens say of them (反映情况). No account. */
import { z } from 'zod';
import { lights, projectStates } from '../oversight/project.ts';
import { changeKinds, changeStates } from '../workflow/change.ts';
import { rectificationStates } from '../workflow/rectification.ts';
import { CitizenReportId, CongressId, Day, ElectionUuid, FileId, optionalText, ProjectId, text } from './common.ts';
import { GradeName } from './evaluation.ts';
import { StoredFile } from './files.ts';
import { Changed, PhotoRef, PlanMilestone, Yuan } from './projects.ts';
import { route } from './route.ts';

export const PublicProjectLine = z.object({
  id: ProjectId,
  code: z.string(),
  title: z.string(),
  place: z.string(),
  unit: z.string(),
  finish: Day.nullable(),
  state: z.enum(projectStates),
  light: z.enum(lights),
  percent: z.int(),
});
export type PublicProjectLine = z.output<typeof PublicProjectLine>;

export const Portal = z.object({
  congress: z.object({ id: CongressId, name: z.string(), county: z.string() }),
  /** The list that the deputies vote on, from its freeze until a result of it is published. */
  candidates: z
    .object({
      year: z.int(),
      frozenOn: Day,
      list: z.array(
        z.object({
          code: z.string(),
          title: z.string(),
          content: z.string(),
          place: z.string(),
          unit: z.string(),
          budget: Yuan,
          finish: Day.nullable(),
        }),
      ),
    })
    .nullable(),
  /** Newest first. A year is here once it has a public project. */
  years: z.array(z.object({ year: z.int(), projects: z.array(PublicProjectLine) })),
});
export type Portal = z.output<typeof Portal>;

export const PublicProject = PublicProjectLine.extend({
  year: z.int(),
  content: z.string(),
  budget: Yuan,
  spent: Yuan,
  today: Day,
  /** How it came about: the published suggestions that its candidate was made of, and the people behind them; */
  from: z.object({ suggestions: z.int(), people: z.int() }),
  /** and the vote that decided it. null: taken over from a year whose ballot was held elsewhere. */
  vote: z
    .object({
      uuid: ElectionUuid,
      session: z.string(),
      on: Day,
      votesFor: z.int(),
      against: z.int(),
      abstain: z.int(),
      entitled: z.int(),
      candidates: z.int(),
      seats: z.int(),
    })
    .nullable(),
  plan: z
    .object({
      responsible: z.string(),
      target: z.string(),
      money: z.string(),
      milestones: z.array(PlanMilestone.extend({ doneOn: Day.nullable() })),
    })
    .nullable(),
  /** Published reports and inspections, newest first. */
  records: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['report', 'inspection']),
      on: Day,
      content: z.string(),
      photos: z.array(PhotoRef),
    }),
  ),
  changes: z.array(
    z.object({
      kind: z.enum(changeKinds),
      state: z.enum(changeStates),
      reason: z.string(),
      ...Changed.shape,
      decidedBy: z.string(),
      decidedOn: Day.nullable(),
      noticeOn: Day.nullable(),
      noticeNumber: z.string(),
    }),
  ),
  /** The deputies' published grades, in the order in which they were given; `second`: after it was put right. */
  evaluations: z.array(
    z.object({ uuid: ElectionUuid, session: z.string(), on: Day, grade: GradeName, second: z.boolean() }),
  ),
  /** Of its rectification; null where there is none. */
  rectification: z
    .object({ state: z.enum(rectificationStates), deadline: Day, plan: z.string(), report: z.string() })
    .nullable(),
});
export type PublicProject = z.output<typeof PublicProject>;

/** What a receipt number of 反映情况 answers. */
export const FollowedReport = z.object({
  receipt: z.string(),
  project: ProjectId,
  projectTitle: z.string(),
  content: z.string(),
  madeOn: Day,
  photos: z.int(),
  /** received: not looked at; listed: on the problem list; mended: closed there; answered. */
  state: z.enum(['received', 'listed', 'mended', 'answered']),
  answer: z.string(),
});
export type FollowedReport = z.output<typeof FollowedReport>;

/** Photos of a citizen's report at most. */
export const MOST_CITIZEN_PHOTOS = 3;
const ofCongress = z.object({ congress: CongressId });

export const portal = {
  portal: route({
    method: 'GET',
    path: '/api/public/portal/:congress',
    access: 'public',
    summary: "A congress's public projects by year, with how each stands",
    params: ofCongress,
    response: Portal,
  }),
  project: route({
    method: 'GET',
    path: '/api/public/portal/:congress/projects/:project',
    access: 'public',
    summary: 'One public project: how it came about, its plan, published progress with photos, changes',
    params: ofCongress.extend({ project: ProjectId }),
    response: PublicProject,
    problems: ['project-not-public'],
  }),
  say: route({
    method: 'PUT',
    path: '/api/public/portal/:congress/projects/:project/reports/:report',
    access: 'public',
    summary: 'Say that something is not so (反映情况), under a client-made id; nothing becomes public',
    params: ofCongress.extend({ project: ProjectId, report: CitizenReportId }),
    body: z.object({
      content: text(1000),
      phone: optionalText(30),
      /** A field that people do not see: whoever fills it is a program. */
      website: z.string().max(200),
    }),
    response: z.object({ receipt: z.string() }),
    problems: ['project-not-public', 'looks-automatic', 'conflict', 'too-many-requests'],
  }),
  sayPhoto: route({
    method: 'PUT',
    path: '/api/public/portal/reports/:receipt/photos/:file',
    access: 'public',
    summary: `Add a photo to a report that nobody has handled yet (multipart, part \`file\`; at most ${MOST_CITIZEN_PHOTOS})`,
    params: z.object({ receipt: z.string().max(20), file: FileId }),
    response: StoredFile,
    problems: [
      'receipt-unknown',
      'photos-full',
      'not-a-photo',
      'photo-too-large',
      'photos-busy',
      'too-large',
      'conflict',
      'too-many-requests',
    ],
  }),
  followReport: route({
    method: 'GET',
    path: '/api/public/portal/reports/:receipt',
    access: 'public',
    summary: 'What became of a report, by its receipt number',
    params: z.object({ receipt: z.string().max(20) }),
    response: FollowedReport,
    problems: ['receipt-unknown', 'too-many-requests'],
  }),
} as const;
