import { z } from 'zod';
import { conditionCodes, stages } from '../workflow/cycle.ts';
import { may } from '../workflow/permissions.ts';
import { CycleId, Day, Instant, optionalText } from './common.ts';
import { route } from './route.ts';

export const Stage = z.enum(stages);

export const Condition = z.object({
  code: z.enum(conditionCodes),
  met: z.boolean(),
  zh: z.string(),
  en: z.string(),
  waivable: z.boolean(),
});

export const StageState = z.object({
  stage: Stage,
  /** past: left behind; now: where the cycle stands; ahead: to come. */
  place: z.enum(['past', 'now', 'ahead', 'skipped']),
  deadline: Day.nullable(),
  enteredAt: Instant.nullable(),
  enteredBy: z.string().nullable(),
  note: z.string(),
  timeliness: z.enum(['none', 'on-time', 'soon', 'late']),
});
export type StageState = z.output<typeof StageState>;

export const Cycle = z.object({
  id: CycleId,
  /** The year whose projects are chosen. */
  year: z.int(),
  /** null: the year's workflow is not kept, only the ballot. */
  stage: Stage.nullable(),
  stages: z.array(StageState),
  /** What must hold before the present stage is left, met or not. */
  conditions: z.array(Condition),
  /** The stages that can be entered now. */
  next: z.array(Stage),
});
export type Cycle = z.output<typeof Cycle>;

const one = z.object({ cycle: CycleId });

export const cycle = {
  cycles: route({
    method: 'GET',
    path: '/api/cycles',
    access: may('cycle.read'),
    summary: "The congress's years, newest first, with their stages, deadlines and conditions",
    response: z.array(Cycle),
  }),
  start: route({
    method: 'PUT',
    path: '/api/cycles/:cycle',
    access: may('cycle.start'),
    summary: 'Start the year under a client-made id, at a stage; a year that has sessions already keeps its own id',
    params: one,
    body: z.object({ year: z.int().min(2000).max(2100), stage: Stage, note: optionalText(500) }),
    response: z.array(Cycle),
    problems: ['conflict', 'stage-not-possible'],
  }),
  enter: route({
    method: 'POST',
    path: '/api/cycles/:cycle/stage',
    access: may('cycle.enter'),
    summary: 'Enter a stage; `note` says why where a waivable condition is not met',
    params: one,
    body: z.object({ stage: Stage, note: optionalText(500) }),
    response: z.array(Cycle),
    problems: ['stage-not-possible', 'stage-conditions', 'stage-reason-needed', 'not-permitted'],
  }),
  deadlines: route({
    method: 'PUT',
    path: '/api/cycles/:cycle/deadlines',
    access: may('cycle.deadlines'),
    summary: 'The day by which each stage should be done; null clears it',
    params: one,
    body: z.object({ deadlines: z.partialRecord(Stage, Day.nullable()) }),
    response: z.array(Cycle),
  }),
} as const;
