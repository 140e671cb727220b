/** Quorum and pass mark (domain section 3). Integer arithmetic only: no fraction is ever rounded by chance. */
import { unreachable } from '../result.ts';
import type { ElectedRule, Method } from './method.ts';

/** More than half of n, as the smallest whole number: floor(n/2) + 1. */
export function majorityOf(n: number): number {
  return Math.floor(n / 2) + 1;
}

/**
 * How many deputies must be present before the ballot can open: ceil(2N/3), or more than half where the method says so.
 * `entitled` is N, all deputies in office without vacancies. Never below 1, so that a roster without deputies opens nothing.
 */
export function quorum(entitled: number, method: Pick<Method, 'quorum'>): number {
  requireCount(entitled, 'entitled');
  switch (method.quorum) {
    case 'two-thirds':
      return Math.max(1, Math.floor((2 * entitled + 2) / 3));
    case 'majority':
      return majorityOf(entitled);
    default:
      return unreachable(method.quorum);
  }
}

/**
 * The fewest 赞成 with which a project passes. Of all deputies: floor(N/2) + 1, so that absence counts against.
 * Of those present: floor(present/2) + 1. Plurality: 1, because a project nobody approved is not chosen by anyone.
 */
export function passMark(entitled: number, present: number, method: { readonly elected: ElectedRule }): number {
  requireCount(entitled, 'entitled');
  requireCount(present, 'present');
  switch (method.elected) {
    case 'majority-of-all':
      return majorityOf(entitled);
    case 'majority-of-present':
      return majorityOf(present);
    case 'plurality':
      return 1;
    default:
      return unreachable(method.elected);
  }
}

/** A negative or broken number of people is a bug of the caller, not a case to handle. */
export function requireCount(value: number, name: string): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`${name} must be a whole number ≥ 0, got ${value}`);
}
