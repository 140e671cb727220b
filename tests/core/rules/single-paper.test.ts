import { describe, expect, it } from 'vitest';
import { handOutFault, unsettledPapers, withPapers } from '../../../core/rules/single-paper.ts';

const papers = { spares: 3, issued: 3, entered: 1, void: 1, missing: 0 };

describe('papers beside the tablets', () => {
  it('count as issued when handed out, and as returned when void: an entered one is in the box', () => {
    expect(withPapers({ issued: 40, returned: 38 }, papers)).toEqual({ issued: 43, returned: 39 });
  });
  it('are settled when each is entered, void or not returned', () => {
    expect(unsettledPapers(papers)).toBe(1);
    expect(unsettledPapers({ ...papers, missing: 1 })).toBe(0);
  });
  it('are no more than cards set aside, no fewer than were settled', () => {
    const hall = { cards: 40, present: 50, reason: '' };
    expect(handOutFault({ ...papers, issued: 4 }, hall)).toEqual({
      kind: 'papers-exceed-spares',
      issued: 4,
      spares: 3,
    });
    expect(handOutFault({ ...papers, issued: 1 }, hall)).toEqual({
      kind: 'papers-below-settled',
      issued: 1,
      settled: 2,
    });
    expect(handOutFault(papers, hall)).toBeUndefined();
  });
  it('are with the cards no more than deputies present, unless that is explained', () => {
    const hall = { cards: 48, present: 50, reason: '' };
    expect(handOutFault({ ...papers, issued: 2 }, hall)).toBeUndefined();
    const fault = { kind: 'papers-exceed-present', cards: 48, issued: 3, present: 50 };
    expect(handOutFault(papers, hall)).toEqual(fault);
    expect(handOutFault(papers, { ...hall, reason: '平板故障' })).toBeUndefined();
  });
});
