import type { ProjectLine } from '../../core/contract/projects.ts';
import {
  doneOn,
  dues,
  type Light,
  lightOf,
  percentDone,
  type Reported,
  type Standing,
  spentSoFar,
} from '../../core/oversight/project.ts';
import type { ProjectRow, RecordRow } from './store.ts';

type RecordFacts = Pick<RecordRow, 'kind' | 'on_day' | 'spent' | 'done' | 'withdrawn_reason'>;

/** The reports that count: those not withdrawn. */
export const counted = (records: readonly RecordFacts[]): Reported[] =>
  records
    .filter(({ kind, withdrawn_reason }) => kind === 'report' && withdrawn_reason === '')
    .map(({ on_day, spent, done }) => ({ on: on_day, spent: spent ?? 0, done }));

/** How a project stands today. The public is shown what all reports say, published or not: the figure is never another one outside. */
export function standingOf(row: ProjectRow, records: readonly RecordFacts[]): Standing {
  return {
    state: row.state,
    finish: row.finish ?? row.plan?.finish ?? null,
    milestones: row.plan?.milestones ?? [],
    reports: counted(records),
  };
}

export interface Stands {
  readonly light: Light;
  readonly percent: number;
  readonly milestones: number;
  readonly milestonesDone: number;
  readonly spent: number;
  readonly finish: string | null;
  readonly next: { name: string | null; due: string; left: number } | null;
}

export function stands(standing: Standing, today: string): Stands {
  const days = doneOn(standing.reports);
  return {
    light: lightOf(standing, today),
    percent: percentDone(standing.milestones, standing.reports),
    milestones: standing.milestones.length,
    milestonesDone: standing.milestones.filter(({ id }) => days.has(id)).length,
    spent: spentSoFar(standing.reports),
    finish: standing.finish,
    next: dues(standing, today)[0] ?? null,
  };
}

/** A project in one line. */
export function lineOf(
  row: ProjectRow,
  records: readonly RecordFacts[],
  today: string,
  openMatters: number,
  openChange: boolean,
): ProjectLine {
  const { id, code, title, unit, place, budget, state, elected, published, plan } = row;
  return {
    ...{ id, code, title, place, budget, state, elected, published, openMatters, openChange },
    unit: plan?.unit ?? unit,
    hasPlan: plan !== null,
    ...stands(standingOf(row, records), today),
  };
}
