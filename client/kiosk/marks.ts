import type { Vote } from '../../core/belenios/index.ts';

/** What a deputy marked for one project; null as long as the row is untouched, which counts as 弃权. */
export type Mark = Vote | null;
export type Marks = readonly Mark[];

export const noMarks = (projects: number): Marks => Array.from({ length: projects }, () => null);

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
export function setMark(marks: Marks, index: number, vote: Vote, limit: number): Marks | undefined {
  if (index < 0 || index >= marks.length || marks[index] === vote) return marks;
  if (vote === 'for' && approvals(marks, limit).used >= limit) return undefined;
  return marks.map((mark, i) => (i === index ? vote : mark));
}

/** The vote that each mark stands for. */
export const votesOf = (marks: Marks): Vote[] => marks.map((mark) => mark ?? 'abstain');

/** Project numbers by mark, for the review; untouched ones are kept apart so that they can be named. */
export function grouped(marks: Marks): Record<Vote | 'untouched', number[]> {
  const groups: Record<Vote | 'untouched', number[]> = { for: [], against: [], abstain: [], untouched: [] };
  marks.forEach((mark, index) => {
    groups[mark ?? 'untouched'].push(index);
  });
  return groups;
}

/** Marks read back from the tablet's memory, if they fit this ballot. */
export function readMarks(value: unknown, projects: number, limit: number): Marks | undefined {
  const fits = (mark: unknown): mark is Mark =>
    mark === null || mark === 'for' || mark === 'against' || mark === 'abstain';
  if (!Array.isArray(value) || value.length !== projects || !value.every(fits)) return undefined;
  return approvals(value, limit).used <= limit ? value : undefined;
}
