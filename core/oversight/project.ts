/** How a project in hand stands: worked out from its plan and its reports, never entered by feeling. Days are yyyy-mm-dd; today is passed in. */
import { daysBetween } from '../workflow/cycle.ts';

/** 暂停 and 终止 come only from a decided change (调整). */
export const projectStates = ['underway', 'paused', 'ended'] as const;
export type ProjectState = (typeof projectStates)[number];

/** A step of the implementation plan. */
export interface Milestone {
  readonly id: string;
  readonly name: string;
  /** Its share of the whole, in relation to the other steps' weights; from 1. */
  readonly weight: number;
  readonly start: string | null;
  readonly due: string;
}

/** What a progress report says that counts. Withdrawn reports are left out by the caller. */
export interface Reported {
  readonly on: string;
  /** Steps that it says are done. */
  readonly done: readonly string[];
  /** Yuan paid up to that day. */
  readonly spent: number;
}

export interface Standing {
  readonly state: ProjectState;
  /** The day by which the whole is to be finished; null: none set. */
  readonly finish: string | null;
  readonly milestones: readonly Milestone[];
  readonly reports: readonly Reported[];
}

/** The day on which each step was first reported done. */
export function doneOn(reports: readonly Reported[]): ReadonlyMap<string, string> {
  const days = new Map<string, string>();
  for (const { on, done } of reports) for (const id of done) if (!days.has(id) || on < days.get(id)!) days.set(id, on);
  return days;
}

/** Whole per cent by the weights of the steps done; 100 only when every step is. */
export function percentDone(milestones: readonly Milestone[], reports: readonly Reported[]): number {
  const days = doneOn(reports);
  const sum = (list: readonly Milestone[]) => list.reduce((total, { weight }) => total + weight, 0);
  const whole = sum(milestones);
  const part = sum(milestones.filter(({ id }) => days.has(id)));
  if (whole === 0) return 0;
  return part === whole ? 100 : Math.min(99, Math.floor((100 * part) / whole));
}

/** Yuan paid so far: what the newest report says. `reports` in the order in which they were made. */
export function spentSoFar(reports: readonly Reported[]): number {
  let newest: Reported | undefined;
  for (const report of reports) if (!newest || report.on >= newest.on) newest = report;
  return newest?.spent ?? 0;
}

export const lights = ['late', 'soon', 'paused', 'no-plan', 'on-time', 'done', 'ended'] as const;
/** The traffic light, in the order in which projects are listed: late ones first. */
export type Light = (typeof lights)[number];

export const lightWords: Record<Light, { readonly zh: string; readonly en: string }> = {
  late: { zh: '逾期', en: 'Late' },
  soon: { zh: '临近', en: 'Due soon' },
  paused: { zh: '暂停', en: 'Paused' },
  'no-plan': { zh: '未定方案', en: 'No plan yet' },
  'on-time': { zh: '按期', en: 'On time' },
  done: { zh: '已完成', en: 'Finished' },
  ended: { zh: '已终止', en: 'Ended' },
};

/** Days before a due day from which it is called soon. */
export const DUE_SOON_DAYS = 14;

/** Something with a day that has not been done. */
export interface Due {
  readonly name: string | null;
  readonly due: string;
  /** Days left; negative: days late. */
  readonly left: number;
}

/** The steps not done and the finish itself (`name` null), the earliest first. Nothing is due of a project paused or ended. */
export function dues({ state, finish, milestones, reports }: Standing, today: string): readonly Due[] {
  if (state !== 'underway') return [];
  const days = doneOn(reports);
  const open = milestones.filter(({ id }) => !days.has(id));
  const list: { name: string | null; due: string }[] = open.map(({ name, due }) => ({ name, due }));
  if (finish !== null && (open.length > 0 || milestones.length === 0)) list.push({ name: null, due: finish });
  return list
    .map((one) => ({ ...one, left: daysBetween(today, one.due) }))
    .sort((a, b) => a.left - b.left || Number(a.name === null) - Number(b.name === null));
}

/** Where the project stands, in one word. */
export function lightOf(standing: Standing, today: string): Light {
  const { state, milestones, reports } = standing;
  if (state !== 'underway') return state;
  if (milestones.length > 0 && percentDone(milestones, reports) === 100) return 'done';
  const next = dues(standing, today)[0];
  if (next && next.left < 0) return 'late';
  if (milestones.length === 0) return 'no-plan';
  return next && next.left <= DUE_SOON_DAYS ? 'soon' : 'on-time';
}

/** Late first, then the more urgent; equal ones stay in their order. */
export const byUrgency = (a: Light, b: Light): number => lights.indexOf(a) - lights.indexOf(b);

/** The quarter that a day is in, 1 … 4. */
export const quarterOf = (day: string): number => Math.ceil(Number(day.slice(5, 7)) / 3);
