import { describe, expect, it } from 'vitest';
import {
  approvals,
  differences,
  isComplete,
  type Keyed,
  readingsOf,
  voteOf,
} from '../../../client/console/paper/single-entry.ts';
import { defaultMethod } from '../../../core/rules/method.ts';

describe('what two people read from one paper', () => {
  it('differs row by row, unreadable and abstention too', () => {
    expect(differences(['for', 'against', 'abstain'], ['for', 'against', 'abstain'])).toEqual([]);
    expect(differences(['for', 'against', 'abstain'], ['against', 'against', 'unreadable'])).toEqual([0, 2]);
  });
  it('is whole only when every row is chosen', () => {
    const keyed: Keyed = ['for', null];
    expect(isComplete(keyed)).toBe(false);
    expect(isComplete(['for', 'abstain'])).toBe(true);
  });
  it('offers an unreadable row only where the method voids such a row alone, and it counts for nobody', () => {
    expect(readingsOf({ voidPaper: 'whole' })).not.toContain('unreadable');
    expect(readingsOf({ voidPaper: 'row' })).toContain('unreadable');
    expect(voteOf('unreadable')).toBe('abstain');
    expect(voteOf('against')).toBe('against');
  });
  it('counts approvals against the limit of the method', () => {
    const method = { ...defaultMethod(3), seats: 1 };
    expect(approvals(['for', 'for', 'against'], method)).toEqual({ count: 2, limit: 1 });
  });
});
