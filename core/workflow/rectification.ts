import { type Problem, problem } from '../contract/problems.ts';
import { err, ok, type Result } from '../result.ts';
import type { Grade } from '../rules/grade.ts';

/**
 * Where a rectification (整改) stands: opened when an evaluation graded the project 不满意, the unit's plan, its report, and what the second evaluation
 * said. `closed`: graded better. `again`: 不满意 once more, and another rectification follows it.
 */
export const rectificationStates = ['opened', 'planned', 'reported', 'closed', 'again'] as const;
export type RectificationState = (typeof rectificationStates)[number];

export const rectificationWords: Record<RectificationState, { zh: string; en: string }> = {
  opened: { zh: '待报整改方案', en: 'waits for the plan' },
  planned: { zh: '整改中', en: 'being put right' },
  reported: { zh: '已报整改结果，待再次测评', en: 'reported, waits for the second evaluation' },
  closed: { zh: '整改合格，已办结', en: 'closed' },
  again: { zh: '再次测评仍为不满意', en: 'unsatisfied again' },
};

export type RectificationAct = 'plan' | 'report' | 'grade';

const from: Record<RectificationAct, readonly RectificationState[]> = {
  // A plan can be improved until the result is reported, a report until it is evaluated.
  plan: ['opened', 'planned'],
  report: ['planned', 'reported'],
  // A unit that let its deadline pass does not hold up the evaluation.
  grade: ['opened', 'planned', 'reported'],
};

/** The state after the act, or `rectification-wrong-state` naming where it stands. `grade` is that of the second evaluation. */
export function rectificationAfter(
  act: Exclude<RectificationAct, 'grade'>,
  state: RectificationState,
): Result<RectificationState, Problem> {
  if (!from[act].includes(state)) {
    const { zh, en } = rectificationWords[state];
    return err(problem('rectification-wrong-state', { state: zh, stateEn: en }));
  }
  return ok(act === 'plan' ? 'planned' : 'reported');
}

/** The state after the second evaluation graded it; null where it had ended before. */
export const rectificationGraded = (state: RectificationState, grade: Grade): RectificationState | null =>
  from.grade.includes(state) ? (grade === 'unsatisfied' ? 'again' : 'closed') : null;

/** Whether it still waits for something. */
export const rectificationOpen = (state: RectificationState): boolean => from.grade.includes(state);

/** Whether it may be evaluated again on `today` (yyyy-mm-dd): reported, or its deadline is past. */
export const mayGradeAgain = (
  { state, deadline }: { readonly state: RectificationState; readonly deadline: string },
  today: string,
): boolean => state === 'reported' || (rectificationOpen(state) && deadline < today);

/** The day `days` days after `day` (yyyy-mm-dd). */
export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
