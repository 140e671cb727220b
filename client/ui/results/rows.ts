import type { Outcome } from '../../../core/contract/outcome.ts';
import { compareCodes, type ProjectState } from '../../../core/rules/outcome.ts';
import { reasonText, stateLabel } from '../../../core/rules/reasons.ts';
import { language } from '../../i18n/index.ts';

/** One project of the result in the reader's language. */
export interface ResultRow {
  readonly code: string;
  readonly title: string;
  readonly for: number;
  readonly against: number;
  readonly abstain: number;
  readonly state: ProjectState;
  readonly elected: boolean;
  /** 当选, 未通过 … */
  readonly word: string;
  readonly reason: string;
}

/** The line a project had to reach. */
export interface MarkLine {
  /** 0 where there is no line. */
  readonly votes: number;
  /** Simply the most votes elect. */
  readonly plurality: boolean;
  /** What the whole width of a bar stands for. */
  readonly scale: number;
}

/** A text of core/rules in the reader's language. */
export const inWords = (text: { readonly zh: string; readonly en: string }): string =>
  language === 'en' ? text.en : text.zh;

/** The projects with their titles: in the order of the outcome, most 赞成 first, or in the order of their codes. */
export function resultRows(
  projects: readonly { readonly code: string; readonly title: string }[],
  outcome: Outcome,
  order: 'votes' | 'code' = 'votes',
): ResultRow[] {
  const titles = new Map(projects.map(({ code, title }) => [code, title]));
  const rows = outcome.result.projects.map(
    (project): ResultRow => ({
      code: project.code,
      title: titles.get(project.code) ?? project.code,
      for: project.for,
      against: project.against,
      abstain: project.abstain,
      state: project.state,
      elected: project.elected,
      word: inWords(stateLabel(project.state)),
      reason: inWords(reasonText(project.reason)),
    }),
  );
  return order === 'code' ? rows.sort((a, b) => compareCodes(a.code, b.code)) : rows;
}

/** Where the majority line stands. Under a majority of all deputies a full bar is all deputies, so that absence is seen. */
export function markLine(outcome: Outcome): MarkLine {
  const reason = outcome.result.projects.map((project) => project.reason).find((r) => r.kind !== 'no-result');
  const most = Math.max(1, ...outcome.result.projects.map((project) => project.for));
  if (reason === undefined || reason.rule === 'plurality')
    return { votes: 0, plurality: reason !== undefined, scale: Math.max(most, outcome.attendance.returned) };
  return { votes: reason.mark, plurality: false, scale: Math.max(most, reason.base, reason.mark) };
}
