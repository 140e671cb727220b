/**
 * From (rules, attendance, totals) to the grade of each project of an evaluation (测评, domain section 4), with its reason. Pure, like the outcome
 * of a ballot on projects; nothing else decides this.
 */
import { type EvaluationMethod, type GradeOutcome, grade } from './grade.ts';
import type { Method } from './method.ts';
import { type Attendance, judge, type Outcome } from './outcome.ts';
import { quorum, requireCount } from './quorum.ts';

/** The totals of one project. */
export interface GradeTally {
  /** Code of the project, unique in the ballot. */
  readonly code: string;
  readonly satisfied: number;
  readonly basicallySatisfied: number;
  readonly unsatisfied: number;
  readonly abstain: number;
}

/** One project with its totals and, where the ballot is valid, its grade. */
export interface GradedProject extends GradeTally {
  readonly outcome: GradeOutcome | null;
}

/** What an evaluation came to. */
export interface EvaluationOutcome {
  readonly rules: EvaluationMethod;
  /** In the order of the ballot paper: a list of grades is no order of merit. */
  readonly projects: readonly GradedProject[];
}

/** The method an evaluation's ballot is held by: every project has its row, nothing is elected and nothing limits the rows. */
export const evaluationMethod = (method: Method, projects: number): Method => ({
  ...method,
  seats: Math.max(1, projects),
  contest: 'uncontested',
  approvalLimit: 'none',
  elected: 'majority-of-all',
  tie: 'leave-empty',
  shortfall: 'stand',
});

/**
 * Grades every project. `result` says whether the ballot is valid, in the form in which all ballots say it; it elects nothing.
 * @throws RangeError on numbers that are no counts (a bug)
 */
export function evaluationOutcome(
  method: Method,
  rules: EvaluationMethod,
  attendance: Attendance,
  tally: readonly GradeTally[],
): { readonly result: Outcome; readonly evaluation: EvaluationOutcome } {
  for (const key of ['entitled', 'present', 'issued', 'returned'] as const) requireCount(attendance[key], key);
  const { entitled, present, returned } = attendance;
  const needed = quorum(entitled, method);
  const rows = tally.map(({ code, satisfied, basicallySatisfied, unsatisfied, abstain }) => ({
    code,
    votes: satisfied + basicallySatisfied + unsatisfied + abstain,
  }));
  const validity = judge(attendance, needed, rows);
  const projects = tally.map((row): GradedProject => {
    const { satisfied, basicallySatisfied, unsatisfied } = row;
    const counts = { satisfied, basicallySatisfied, unsatisfied };
    return { ...row, outcome: validity.kind === 'valid' ? grade(rules, entitled, counts) : null };
  });
  return {
    result: {
      validity,
      quorum: needed,
      passMark: grade(rules, entitled, { satisfied: 0, basicallySatisfied: 0, unsatisfied: 0 }).mark,
      seats: method.seats,
      filled: 0,
      notPressed: Math.max(0, present - returned),
      tie: null,
      shortfall: null,
      projects: [],
    },
    evaluation: { rules, projects },
  };
}
