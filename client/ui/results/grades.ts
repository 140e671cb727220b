import type { Outcome } from '../../../core/contract/outcome.ts';
import { type Grade, gradeLabel, gradeReason } from '../../../core/rules/grade.ts';
import { validityText } from '../../../core/rules/reasons.ts';
import { inWords } from './rows.ts';

/** One project of an evaluation in the reader's language. */
export interface GradeRow {
  readonly code: string;
  readonly title: string;
  readonly satisfied: number;
  readonly basicallySatisfied: number;
  readonly unsatisfied: number;
  readonly abstain: number;
  /** null: the ballot is not valid and grades nothing. */
  readonly grade: Grade | null;
  /** 满意, 基本满意, 不满意, or 无结果. */
  readonly word: string;
  readonly reason: string;
}

const none = { zh: '无结果', en: 'No result' };

/** The projects in the order of the ballot paper; empty where the ballot was none of grades. */
export function gradeRows(
  projects: readonly { readonly code: string; readonly title: string }[],
  { evaluation, result }: Pick<Outcome, 'evaluation' | 'result'>,
): GradeRow[] {
  const titles = new Map(projects.map(({ code, title }) => [code, title]));
  return (evaluation?.projects ?? []).map(({ outcome, ...counts }) => ({
    ...counts,
    title: titles.get(counts.code) ?? counts.code,
    grade: outcome?.grade ?? null,
    word: inWords(outcome ? gradeLabel(outcome.grade) : none),
    reason: inWords(outcome ? gradeReason(outcome, evaluation?.rules.body) : validityText(result.validity, true)),
  }));
}

/** How many projects have each grade. */
export const gradeCounts = (rows: readonly GradeRow[]): Record<Grade, number> => ({
  satisfied: rows.filter(({ grade }) => grade === 'satisfied').length,
  'basically-satisfied': rows.filter(({ grade }) => grade === 'basically-satisfied').length,
  unsatisfied: rows.filter(({ grade }) => grade === 'unsatisfied').length,
});
