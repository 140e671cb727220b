/** One homomorphic question (spec section 2.1): between min and max of its answers are chosen, or blank where that is allowed. */
export interface Question {
  readonly answers: readonly string[];
  readonly blank: boolean;
  readonly min: number;
  readonly max: number;
  readonly question: string;
}

/** A deputy's choice for one project: 赞成, 反对, 弃权. */
export type Vote = 'for' | 'against' | 'abstain';

/** A deputy's grade for one project in an evaluation: 满意, 基本满意, 不满意, 弃权. */
export type GradeVote = 'satisfied' | 'basically-satisfied' | 'unsatisfied' | 'abstain';

/** The order of the answers of an evaluation's question, and of the four totals in its result. */
export const gradeOrder: readonly GradeVote[] = ['satisfied', 'basically-satisfied', 'unsatisfied', 'abstain'];

/** What a deputy chose in one row, whichever the ballot asks for. */
export type RowVote = Vote | GradeVote;

/** The order of the answers of a project's question, and of the three totals in its result. */
export const voteOrder: readonly Vote[] = ['for', 'against', 'abstain'];

/** The bits to encrypt, per question and choice. */
export type Plaintexts = readonly (readonly (0 | 1)[])[];

/** The answer texts of encoding C. */
export const voteTexts = ['赞成', '反对', '弃权'] as const;

/** The answer texts of encoding G. */
export const gradeTexts = ['满意', '基本满意', '不满意', '弃权'] as const;

/** How many ciphertexts a ballot of this question has: one per answer and one for blank. */
export const choiceCount = (question: Question): number => question.answers.length + (question.blank ? 1 : 0);

/**
 * The questions of encoding C (spec section 6): question 0 flags the 赞成 of every project, at most `max` of them; question i+1 asks
 * project i 赞成/反对/弃权. `max` at or above the number of projects means no limit.
 */
export function encodingCQuestions(projects: readonly { readonly title: string }[], max: number): Question[] {
  if (projects.length === 0 || !Number.isInteger(max) || max < 0)
    throw new RangeError('encoding C needs projects and a limit');
  const limit = Math.min(max, projects.length);
  const flags = {
    answers: projects.map(({ title }) => `${title} 赞成`),
    blank: false,
    min: 0,
    max: limit,
    question: `赞成总数不超过${limit}`,
  };
  return [
    flags,
    ...projects.map(({ title }) => ({ answers: [...voteTexts], blank: false, min: 1, max: 1, question: title })),
  ];
}

/** One question 赞成/反对/弃权 (or 满意/基本满意/不满意 …, as `answers` says) per title with exactly one choice each, without a limit. */
export const oneOfQuestions = (titles: readonly string[], answers: readonly string[]): Question[] =>
  titles.map((question) => ({ answers: [...answers], blank: false, min: 1, max: 1, question }));

/** Whether exactly one of these answers, named so and in this order, is chosen. */
const asksOne = ({ answers, blank, min, max }: Question, texts: readonly string[]): boolean =>
  !blank && min === 1 && max === 1 && answers.length === texts.length && texts.every((text, i) => answers[i] === text);

/**
 * The number of projects when the questions are those of encoding C, else undefined. The answers must be named as they are counted: a ballot is
 * made by their place, and under other names a vote for would be one against.
 */
export function encodingCProjects(questions: readonly Question[]): number | undefined {
  const [flags, ...rest] = questions;
  if (!flags || rest.length === 0 || flags.blank || flags.min !== 0 || flags.answers.length !== rest.length)
    return undefined;
  return rest.every((question) => asksOne(question, voteTexts)) ? rest.length : undefined;
}

/**
 * The questions of encoding G (an evaluation, domain.md section 4): question i asks 满意/基本满意/不满意/弃权 of project i, and exactly one of the
 * four is chosen and proven so. There is no limit over all rows, and so no question that repeats others.
 */
export function encodingGQuestions(projects: readonly { readonly title: string }[]): Question[] {
  if (projects.length === 0) throw new RangeError('encoding G needs projects');
  return oneOfQuestions(
    projects.map(({ title }) => title),
    gradeTexts,
  );
}

/** The number of graded projects when the questions are those of encoding G, else undefined. */
export const encodingGProjects = (questions: readonly Question[]): number | undefined =>
  questions.length > 0 && questions.every((question) => asksOne(question, gradeTexts)) ? questions.length : undefined;

/** The plaintexts of encoding G for one grade per project. */
export const encodeGrades = (grades: readonly GradeVote[]): Plaintexts =>
  encodeChoices(
    grades.map((grade) => gradeOrder.indexOf(grade)),
    4,
  );

/** Whether every row is a grade, or abstains. */
export const areGrades = (rows: readonly RowVote[]): rows is readonly GradeVote[] =>
  rows.every((row) => (gradeOrder as readonly RowVote[]).includes(row));

/** Whether every row is a vote, or abstains. */
export const areVotes = (rows: readonly RowVote[]): rows is readonly Vote[] =>
  rows.every((row) => (voteOrder as readonly RowVote[]).includes(row));

/**
 * The plaintexts of a ballot in the encoding of its election.
 * @throws RangeError when a row says what this election does not ask for: the caller's screen must not let that happen.
 */
export function encodeRows(election: { readonly graded: number | undefined }, rows: readonly RowVote[]): Plaintexts {
  if (election.graded !== undefined) {
    if (!areGrades(rows)) throw new RangeError('an evaluation takes grades');
    return encodeGrades(rows);
  }
  if (!areVotes(rows)) throw new RangeError('a ballot on projects takes votes');
  return encodeVotes(rows);
}

/** Totals of encoding G per project, in project order, from a result of the tally. */
export const gradeTotals = (
  result: readonly (readonly number[])[],
): { satisfied: number; basicallySatisfied: number; unsatisfied: number; abstain: number }[] =>
  result.map(([satisfied = 0, basicallySatisfied = 0, unsatisfied = 0, abstain = 0]) => ({
    satisfied,
    basicallySatisfied,
    unsatisfied,
    abstain,
  }));

/** The plaintexts of encoding C for one vote per project. The limit is not checked here; `encryptBallot` refuses what breaks it. */
export const encodeVotes = (votes: readonly Vote[]): Plaintexts => [
  votes.map((vote) => (vote === 'for' ? 1 : 0)),
  ...encodeChoices(
    votes.map((vote) => voteOrder.indexOf(vote)),
    3,
  ),
];

/** The plaintexts of `oneOfQuestions`: the chosen answer's index per question. */
export const encodeChoices = (choices: readonly number[], answers: number): Plaintexts =>
  choices.map((choice) => Array.from({ length: answers }, (_, i) => (i === choice ? 1 : 0)));

/** Totals of encoding C per project, in project order, from a result of the tally. */
export const projectTotals = (result: readonly (readonly number[])[]): Record<Vote, number>[] =>
  result.slice(1).map(([a = 0, b = 0, c = 0]) => ({ for: a, against: b, abstain: c }));
