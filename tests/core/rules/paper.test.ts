import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultMethod, type Method } from '../../../core/rules/method.ts';
import {
  type CountSheet,
  exceedsLimit,
  markDifferences,
  sheetDifferences,
  sheetFaults,
  tallyOf,
} from '../../../core/rules/paper.ts';

const codes = ['P01', 'P02', 'P03'];
const method: Method = { ...defaultMethod(3), seats: 2 };
const frame = { present: 10, codes };

const sheet = (change: Partial<CountSheet> = {}): CountSheet => ({
  issued: 10,
  returned: 9,
  void: 1,
  rows: [
    { code: 'P01', for: 8, against: 0, abstain: 0 },
    { code: 'P02', for: 5, against: 2, abstain: 1 },
    { code: 'P03', for: 0, against: 0, abstain: 8 },
  ],
  ...change,
});
const withRow = (i: number, change: Partial<CountSheet['rows'][number]>): CountSheet => {
  const rows = sheet().rows.map((row, n) => (n === i ? { ...row, ...change } : row));
  return sheet({ rows });
};

describe('a count sheet', () => {
  it('that could be right has no fault', () => {
    expect(sheetFaults(sheet(), method, frame)).toEqual([]);
    expect(tallyOf(sheet())).toEqual(sheet().rows);
  });

  it.each([
    ['more issued than present', sheet({ issued: 11 }), { kind: 'more-issued-than-present', issued: 11, present: 10 }],
    ['more void than returned', sheet({ void: 10 }), { kind: 'more-void-than-returned', void: 10, returned: 9 }],
    ['a row above the valid ballots', withRow(1, { against: 3 }), { kind: 'row-sum', code: 'P02', sum: 9, valid: 8 }],
    ['a row below them', withRow(2, { abstain: 7 }), { kind: 'row-sum', code: 'P03', sum: 7, valid: 8 }],
    ['a project missing', sheet({ rows: sheet().rows.slice(1) }), { kind: 'wrong-projects' }],
    ['projects in another order', sheet({ rows: [...sheet().rows].reverse() }), { kind: 'wrong-projects' }],
  ])('with %s is told so', (_name, wrong, fault) => {
    expect(sheetFaults(wrong, method, frame)).toContainEqual(fault);
  });

  it('cannot hold more 赞成 than the valid ballots allow', () => {
    const rows = codes.map((code) => ({ code, for: 8, against: 0, abstain: 0 }));
    expect(sheetFaults(sheet({ rows }), method, frame)).toEqual([{ kind: 'more-for-than-limit', sum: 24, most: 16 }]);
  });

  it('may miss a row only where the method voids single rows', () => {
    const missing = withRow(2, { abstain: 7 });
    expect(sheetFaults(missing, { ...method, voidPaper: 'row' }, frame)).toEqual([]);
    expect(sheetFaults(withRow(2, { abstain: 9 }), { ...method, voidPaper: 'row' }, frame)).toHaveLength(1);
  });

  it('with more returned than issued is no typing fault: the outcome annuls the ballot', () => {
    expect(sheetFaults(sheet({ issued: 8 }), method, frame)).toEqual([]);
  });
});

describe('two sheets', () => {
  it('agree exactly if every figure does, and are told each difference otherwise', () => {
    expect(sheetDifferences(sheet(), sheet())).toEqual([]);
    expect(sheetDifferences(sheet(), { ...withRow(1, { for: 6, against: 1 }), void: 0 })).toEqual([
      { code: null, field: 'void', first: 1, second: 0 },
      { code: 'P02', field: 'for', first: 5, second: 6 },
      { code: 'P02', field: 'against', first: 2, second: 1 },
    ]);
  });

  it('differ alike whoever is first', () => {
    const number = fc.nat({ max: 3 });
    const any = fc.record({
      issued: number,
      returned: number,
      void: number,
      rows: fc.constant<CountSheet['rows']>([]),
    });
    const turned = (list: ReturnType<typeof sheetDifferences>) =>
      list.map(({ first, second, ...rest }) => ({ ...rest, first: second, second: first }));
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect(sheetDifferences(a, b)).toEqual(turned(sheetDifferences(b, a)));
      }),
    );
  });
});

describe('one paper ballot', () => {
  it('is void with more 赞成 than seats', () => {
    expect(exceedsLimit(['for', 'for', 'abstain'], method)).toBe(false);
    expect(exceedsLimit(['for', 'for', 'for'], method)).toBe(true);
    expect(exceedsLimit(['for', 'for', 'for'], { ...method, approvalLimit: 'none' })).toBe(false);
  });

  it('read twice differs in the rows that differ', () => {
    expect(markDifferences(['for', 'against', 'abstain'], ['for', 'abstain', 'for'])).toEqual([1, 2]);
  });
});
