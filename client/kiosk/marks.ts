import { areGrades, areVotes, gradeOrder, type RowVote, voteOrder } from '../../core/belenios/index.ts';
import type { Which } from '../../core/contract/rounds.ts';

/** What a deputy marked for one project; null as long as the row is untouched, which counts as 弃权. */
export type Mark = RowVote | null;
export type Marks = readonly Mark[];

export const noMarks = (projects: number): Marks => Array.from({ length: projects }, () => null);

/** Whether the rows are graded (满意 …) and not voted on (赞成 …). */
export const isGraded = ({ which }: { readonly which: Pick<Which, 'kind'> }): boolean => which.kind === 'evaluation';

/** What can be chosen in a row of this ballot, in the order of the buttons. */
export const choicesOf = (ballot: { readonly which: Pick<Which, 'kind'> }): readonly RowVote[] =>
  isGraded(ballot) ? gradeOrder : voteOrder;

/** How many 赞成 are used, how many are left, and whether there is a limit that can be reached at all. */
export interface Approvals {
  readonly used: number;
  readonly left: number;
  readonly limit: number;
  readonly limited: boolean;
}

export function approvals(marks: Marks, limit: number): Approvals {
  const used = marks.filter((mark) => mark === 'for').length;
  return { used, left: Math.max(0, limit - used), limit, limited: limit < marks.length };
}

/** Sets one mark; `undefined` when it would be one 赞成 too many (domain.md section 3): then nothing changes. */
export function setMark(marks: Marks, index: number, vote: RowVote, limit: number): Marks | undefined {
  if (index < 0 || index >= marks.length || marks[index] === vote) return marks;
  if (vote === 'for' && approvals(marks, limit).used >= limit) return undefined;
  return marks.map((mark, i) => (i === index ? vote : mark));
}

/** The vote that each mark stands for. */
export const votesOf = (marks: Marks): RowVote[] => marks.map((mark) => mark ?? 'abstain');

/** Project numbers by mark, for the review; untouched ones are kept apart so that they can be named. */
export function grouped(marks: Marks): Record<RowVote | 'untouched', number[]> {
  const groups: Record<RowVote | 'untouched', number[]> = {
    ...{ for: [], against: [], abstain: [], untouched: [] },
    ...{ satisfied: [], 'basically-satisfied': [], unsatisfied: [] },
  };
  marks.forEach((mark, index) => {
    groups[mark ?? 'untouched'].push(index);
  });
  return groups;
}

/** Marks read back from the tablet's memory, if they fit this ballot. */
export function readMarks(value: unknown, projects: number, limit: number, graded = false): Marks | undefined {
  if (!Array.isArray(value) || value.length !== projects) return undefined;
  const chosen = (value as Mark[]).filter((mark) => mark !== null);
  if (!(graded ? areGrades(chosen) : areVotes(chosen))) return undefined;
  return approvals(value, limit).used <= limit ? value : undefined;
}
