import { describe, expect, it } from 'vitest';
import {
  daysAfter,
  mayGradeAgain,
  rectificationAfter,
  rectificationGraded,
  rectificationStates,
} from '../../../core/workflow/rectification.ts';

describe('a rectification', () => {
  it('goes from plan to report, which can be improved until the next step', () => {
    const states = (act: 'plan' | 'report') =>
      rectificationStates.map((state) => {
        const next = rectificationAfter(act, state);
        return next.ok ? next.value : next.error.code;
      });
    const wrong = 'rectification-wrong-state';
    expect(states('plan')).toEqual(['planned', 'planned', wrong, wrong, wrong]);
    expect(states('report')).toEqual([wrong, 'reported', 'reported', wrong, wrong]);
  });

  it('ends with the second evaluation, once', () => {
    for (const state of ['opened', 'planned', 'reported'] as const) {
      expect(rectificationGraded(state, 'basically-satisfied')).toBe('closed');
      expect(rectificationGraded(state, 'unsatisfied')).toBe('again');
    }
    expect(rectificationGraded('closed', 'unsatisfied')).toBeNull();
    expect(rectificationGraded('again', 'satisfied')).toBeNull();
  });

  it('is evaluated again when reported, or when its deadline is past', () => {
    const deadline = daysAfter('2026-12-20', 60);
    expect(deadline).toBe('2027-02-18');
    expect(mayGradeAgain({ state: 'reported', deadline }, '2026-12-21')).toBe(true);
    expect(mayGradeAgain({ state: 'planned', deadline }, '2027-02-18')).toBe(false);
    expect(mayGradeAgain({ state: 'planned', deadline }, '2027-02-19')).toBe(true);
    expect(mayGradeAgain({ state: 'closed', deadline }, '2027-02-19')).toBe(false);
  });
});
