/** Evaluation (测评, domain section 4): one grade per project from the secret ballot of all deputies. */
import { z } from 'zod';
import { unreachable } from '../result.ts';
import { requireCount } from './quorum.ts';

export const EvaluationMethod = z.strictObject({
  /** Who grades: all deputies at a session, or the standing committee (county). */
  body: z.enum(['congress', 'standing-committee']),
  /** At exactly half of all: the lower grade (as the rule "more than half" says), or the higher. */
  exactHalf: z.enum(['lower', 'higher']),
  /** Days the responsible unit has to put an unsatisfactory project right. */
  rectificationDays: z.int().min(1).max(365),
});
export type EvaluationMethod = z.infer<typeof EvaluationMethod>;

/** All deputies, exactly half is not enough, 60 days to rectify. */
export const defaultEvaluationMethod: EvaluationMethod = {
  body: 'congress',
  exactHalf: 'lower',
  rectificationDays: 60,
};

export type Grade = 'satisfied' | 'basically-satisfied' | 'unsatisfied';

export interface EvaluationTally {
  readonly satisfied: number;
  readonly basicallySatisfied: number;
  readonly unsatisfied: number;
}

export interface GradeOutcome {
  readonly grade: Grade;
  /** All deputies (N), of whom more than half is needed: absence counts against. */
  readonly base: number;
  readonly satisfied: number;
  /** 满意 and 基本满意 together. */
  readonly satisfiedOrBasic: number;
  /** The votes that reach a grade: floor(N/2) + 1, or ceil(N/2) where exactly half is enough. */
  readonly mark: number;
  /** 不满意 opens a rectification with a deadline and a second evaluation. */
  readonly rectify: boolean;
}

/** Grades one project. `entitled` is N of the body that grades; throws RangeError on numbers that are no counts or exceed N. */
export function grade(method: EvaluationMethod, entitled: number, tally: EvaluationTally): GradeOutcome {
  requireCount(entitled, 'entitled');
  for (const key of ['satisfied', 'basicallySatisfied', 'unsatisfied'] as const) requireCount(tally[key], key);
  const satisfiedOrBasic = tally.satisfied + tally.basicallySatisfied;
  if (satisfiedOrBasic + tally.unsatisfied > entitled) throw new RangeError('more grades than deputies');
  // At least 1, so that an empty body satisfies nobody.
  const mark = Math.max(1, method.exactHalf === 'higher' ? Math.ceil(entitled / 2) : Math.floor(entitled / 2) + 1);
  const result: Grade =
    tally.satisfied >= mark ? 'satisfied' : satisfiedOrBasic >= mark ? 'basically-satisfied' : 'unsatisfied';
  return {
    grade: result,
    base: entitled,
    satisfied: tally.satisfied,
    satisfiedOrBasic,
    mark,
    rectify: result === 'unsatisfied',
  };
}

/** The words of a grade. */
export function gradeLabel(value: Grade): { readonly zh: string; readonly en: string } {
  switch (value) {
    case 'satisfied':
      return { zh: '满意', en: 'Satisfied' };
    case 'basically-satisfied':
      return { zh: '基本满意', en: 'Basically satisfied' };
    case 'unsatisfied':
      return { zh: '不满意', en: 'Unsatisfied' };
    default:
      return unreachable(value);
  }
}

/** Those of whom more than half is needed. */
export function bodyLabel(body: EvaluationMethod['body']): { readonly zh: string; readonly en: string } {
  switch (body) {
    case 'congress':
      return { zh: '全体代表', en: 'deputies' };
    case 'standing-committee':
      return { zh: '常委会全体组成人员', en: 'members of the standing committee' };
    default:
      return unreachable(body);
  }
}

/** Why the grade is what it is, in one plain sentence. */
export function gradeReason(
  outcome: GradeOutcome,
  body: EvaluationMethod['body'] = 'congress',
): { readonly zh: string; readonly en: string } {
  const { base, mark, satisfied, satisfiedOrBasic } = outcome;
  const all = bodyLabel(body);
  const of = `${all.zh} ${base} 人，须达到 ${mark} 票`;
  switch (outcome.grade) {
    case 'satisfied':
      return {
        zh: `满意 ${satisfied} 票，${of}，评定为满意`,
        en: `${satisfied} graded it satisfied; ${mark} of all ${base} ${all.en} are needed: satisfied`,
      };
    case 'basically-satisfied':
      return {
        zh: `满意 ${satisfied} 票，未达到要求；满意和基本满意合计 ${satisfiedOrBasic} 票，${of}，评定为基本满意`,
        en: `${satisfied} graded it satisfied, which is too few; satisfied and basically satisfied together are ${satisfiedOrBasic}, and ${mark} of all ${base} ${all.en} are needed: basically satisfied`,
      };
    case 'unsatisfied':
      return {
        zh: `满意和基本满意合计 ${satisfiedOrBasic} 票，${of}，评定为不满意，应当限期整改并再次测评`,
        en: `Satisfied and basically satisfied together are ${satisfiedOrBasic}; ${mark} of all ${base} ${all.en} are needed: unsatisfied, to be put right by a deadline and evaluated again`,
      };
    default:
      return unreachable(outcome.grade);
  }
}
