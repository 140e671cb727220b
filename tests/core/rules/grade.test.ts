import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  defaultEvaluationMethod,
  EvaluationMethod,
  type Grade,
  grade,
  gradeLabel,
  gradeReason,
} from '../../../core/rules/grade.ts';

const method = defaultEvaluationMethod;

describe('grade', () => {
  it('is by more than half of all deputies, for every split of up to 24 of them', () => {
    const order: Grade[] = ['unsatisfied', 'basically-satisfied', 'satisfied'];
    for (let n = 1; n <= 24; n++)
      for (let s = 0; s <= n; s++)
        for (let b = 0; s + b <= n; b++)
          for (const exactHalf of ['lower', 'higher'] as const) {
            // Each of the n deputies stands on one side; those who graded so must outnumber the others (or equal them).
            const beats = (votes: number) => votes > n - votes || (exactHalf === 'higher' && votes === n - votes);
            const expected = order[beats(s) ? 2 : beats(s + b) ? 1 : 0];
            const result = grade({ ...method, exactHalf }, n, {
              satisfied: s,
              basicallySatisfied: b,
              unsatisfied: n - s - b,
            });
            expect(result.grade, `${n} ${s} ${b} ${exactHalf}`).toBe(expected);
            expect(result.rectify).toBe(expected === 'unsatisfied');
          }
  });

  it('those who stay away count against', () => {
    expect(grade(method, 60, { satisfied: 30, basicallySatisfied: 0, unsatisfied: 0 }).grade).toBe('unsatisfied');
    expect(grade(method, 60, { satisfied: 31, basicallySatisfied: 0, unsatisfied: 0 }).grade).toBe('satisfied');
    expect(grade(method, 60, { satisfied: 30, basicallySatisfied: 1, unsatisfied: 0 }).grade).toBe(
      'basically-satisfied',
    );
    expect(grade(method, 0, { satisfied: 0, basicallySatisfied: 0, unsatisfied: 0 }).grade).toBe('unsatisfied');
  });

  it('a better mark never gives a worse grade', () => {
    const rank = { unsatisfied: 0, 'basically-satisfied': 1, satisfied: 2 };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.nat(), fc.nat(), (n, x, y) => {
        const satisfied = x % n;
        const basicallySatisfied = y % (n - satisfied);
        const unsatisfied = n - satisfied - basicallySatisfied;
        const before = grade(method, n, { satisfied, basicallySatisfied, unsatisfied });
        const after = grade(method, n, { satisfied: satisfied + 1, basicallySatisfied, unsatisfied: unsatisfied - 1 });
        expect(rank[after.grade]).toBeGreaterThanOrEqual(rank[before.grade]);
        for (const { zh, en } of [gradeReason(before), gradeLabel(before.grade)])
          expect(zh !== '' && en !== '').toBe(true);
      }),
    );
  });

  it('refuses more grades than deputies', () => {
    expect(() => grade(method, 2, { satisfied: 1, basicallySatisfied: 1, unsatisfied: 1 })).toThrow(RangeError);
    expect(EvaluationMethod.safeParse(method).success).toBe(true);
  });
});
