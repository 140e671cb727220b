import { describe, expect, it } from 'vitest';
import { evaluationMethod, evaluationOutcome } from '../../../core/rules/evaluation.ts';
import { defaultEvaluationMethod, gradeReason } from '../../../core/rules/grade.ts';
import { checkAtFreeze, defaultMethod } from '../../../core/rules/method.ts';

const method = evaluationMethod(defaultMethod(12), 2);
const attendance = { entitled: 6, present: 5, issued: 5, returned: 4 };
const row = (code: string, satisfied: number, basicallySatisfied: number, unsatisfied: number, abstain: number) => ({
  code,
  ...{ satisfied, basicallySatisfied, unsatisfied, abstain },
});
const tally = [row('P2', 4, 0, 0, 0), row('P1', 2, 1, 1, 0)];
const decide = (change: Partial<typeof attendance> = {}, rows = tally, rules = defaultEvaluationMethod) =>
  evaluationOutcome(method, rules, { ...attendance, ...change }, rows);

describe('the outcome of an evaluation', () => {
  it('grades each project in the order of the paper, and elects nothing', () => {
    const { result, evaluation } = decide();
    expect(evaluation.projects.map(({ code, outcome }) => [code, outcome?.grade])).toEqual([
      ['P2', 'satisfied'],
      ['P1', 'unsatisfied'],
    ]);
    expect(result).toMatchObject({ validity: { kind: 'valid' }, passMark: 4, notPressed: 1, filled: 0, tie: null });
    // Exactly half of six is three.
    const higher = decide({}, tally, { ...defaultEvaluationMethod, exactHalf: 'higher' });
    expect(higher.evaluation.projects[1]?.outcome?.grade).toBe('basically-satisfied');
    expect(higher.result.passMark).toBe(3);
  });

  it('grades nothing where the ballot is not valid', () => {
    const kinds = (change: Partial<typeof attendance>, rows = tally) => {
      const { result, evaluation } = decide(change, rows);
      expect(evaluation.projects.every(({ outcome }) => outcome === null)).toBe(true);
      return result.validity.kind;
    };
    expect(kinds({ returned: 6 })).toBe('annulled');
    expect(kinds({ present: 3 })).toBe('no-quorum');
    expect(kinds({ present: 7 })).toBe('inconsistent');
    expect(kinds({ issued: 9, returned: 7 }, [row('P1', 7, 0, 0, 0)])).toBe('inconsistent');
    expect(kinds({}, [row('P1', 4, 1, 0, 0)])).toBe('inconsistent');
    expect(kinds({}, [row('P1', 1, 0, 0, 0), row('P1', 1, 0, 0, 0)])).toBe('inconsistent');
  });

  it('has a method that any number of projects can be frozen with', () => {
    for (const count of [1, 2, 24])
      expect(checkAtFreeze(evaluationMethod(defaultMethod(3), count), count).ok).toBe(true);
  });

  it('names the body of whom more than half is needed', () => {
    const graded = decide().evaluation.projects[0]!.outcome!;
    expect(gradeReason(graded).zh).toContain('全体代表 6 人');
    expect(gradeReason(graded, 'standing-committee').zh).toContain('常委会全体组成人员 6 人');
  });
});
