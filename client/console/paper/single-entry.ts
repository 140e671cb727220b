import type { Vote } from '../../../core/belenios/index.ts';
import { approvalLimit, type Method } from '../../../core/rules/method.ts';
import type { PaperMark } from '../../../core/rules/paper.ts';

/** What one reads in a row of a paper; `unreadable` only where the method voids such a row alone. */
export type Reading = PaperMark | 'unreadable';

/** What a person has keyed of one paper so far; null where nothing is chosen. */
export type Keyed = readonly (Reading | null)[];

export const readingsOf = (method: Pick<Method, 'voidPaper'>): readonly Reading[] =>
  method.voidPaper === 'row' ? ['for', 'against', 'abstain', 'unreadable'] : ['for', 'against', 'abstain'];

export const isComplete = (keyed: Keyed): keyed is readonly Reading[] => !keyed.includes(null);

/** How many 赞成, and how many there may be. */
export const approvals = (keyed: Keyed, method: Method): { count: number; limit: number } => ({
  count: keyed.filter((one) => one === 'for').length,
  limit: approvalLimit(method, keyed.length),
});

/** Rows, from 0, in which the two differ; unreadable and 弃权 are two readings, though they count the same. */
export const differences = (first: readonly Reading[], second: readonly Reading[]): number[] =>
  first.flatMap((one, i) => (one === second[i] ? [] : [i]));

/** An unreadable row counts for nobody: neither for nor against. The encrypted ballot has exactly three choices, so it stands as abstention. */
export const voteOf = (reading: Reading): Vote => (reading === 'unreadable' ? 'abstain' : reading);
