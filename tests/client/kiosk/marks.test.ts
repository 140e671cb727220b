import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  approvals,
  choicesOf,
  grouped,
  type Marks,
  noMarks,
  readMarks,
  setMark,
  votesOf,
} from '../../../client/kiosk/marks.ts';

const votes = ['for', 'against', 'abstain'] as const;

describe('marks', () => {
  it('never hold more 赞成 than the limit, whatever is tapped, and a refused tap changes nothing', () => {
    const taps = fc.array(fc.tuple(fc.nat({ max: 11 }), fc.constantFrom(...votes)), { maxLength: 80 });
    fc.assert(
      fc.property(taps, fc.integer({ min: 0, max: 12 }), (list, limit) => {
        let marks: Marks = noMarks(12);
        for (const [index, vote] of list) {
          const before = marks;
          const next = setMark(marks, index, vote, limit);
          const { used } = approvals(before, limit);
          if (next === undefined) {
            expect(vote).toBe('for');
            expect(used).toBe(limit);
            expect(before[index]).not.toBe('for');
          } else {
            expect(next[index]).toBe(vote);
            // Nothing but the tapped row ever changes.
            next.forEach((mark, i) => {
              if (i !== index) expect(mark).toBe(before[i]);
            });
            marks = next;
          }
          expect(approvals(marks, limit).used).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });

  it('count used and left, and say whether there is a limit at all', () => {
    const marks = ['for', null, 'against', 'for', null] as const;
    expect(approvals(marks, 3)).toEqual({ used: 2, left: 1, limit: 3, limited: true });
    expect(approvals(marks, 5).limited).toBe(false);
  });

  it('count an untouched row as 弃权 and name it apart', () => {
    const marks = ['for', null, 'against', 'abstain', null] as const;
    expect(votesOf(marks)).toEqual(['for', 'abstain', 'against', 'abstain', 'abstain']);
    expect(grouped(marks)).toMatchObject({ for: [0], against: [2], abstain: [3], untouched: [1, 4] });
  });

  it('can be changed away from 赞成 at the limit, and then given again', () => {
    const full = setMark(noMarks(3), 0, 'for', 1)!;
    expect(setMark(full, 1, 'for', 1)).toBeUndefined();
    const freed = setMark(full, 0, 'against', 1)!;
    expect(setMark(freed, 1, 'for', 1)).toEqual(['against', 'for', null]);
  });

  it('are read back only when they fit the ballot', () => {
    expect(readMarks(['for', null], 2, 1)).toEqual(['for', null]);
    expect(readMarks(['for', 'for'], 2, 1)).toBeUndefined();
    expect(readMarks(['for'], 2, 1)).toBeUndefined();
    expect(readMarks(['yes', null], 2, 1)).toBeUndefined();
    expect(readMarks(undefined, 2, 1)).toBeUndefined();
  });
});

describe('the marks of an evaluation', () => {
  const evaluation = { which: { kind: 'evaluation' } } as const;
  const projects = { which: { kind: 'projects' } } as const;

  it('offers four grades, has no limit, and reads untouched rows as 弃权', () => {
    expect(choicesOf(evaluation)).toEqual(['satisfied', 'basically-satisfied', 'unsatisfied', 'abstain']);
    expect(choicesOf(projects)).toEqual(['for', 'against', 'abstain']);
    let marks: Marks = noMarks(3);
    for (let i = 0; i < 2; i++) marks = setMark(marks, i, 'satisfied', 3)!;
    expect(votesOf(marks)).toEqual(['satisfied', 'satisfied', 'abstain']);
    expect(grouped(marks)).toMatchObject({ satisfied: [0, 1], untouched: [2], for: [] });
  });

  it('reads back grades on an evaluation only, and votes on a ballot on projects only', () => {
    expect(readMarks(['satisfied', null], 2, 2, true)).toEqual(['satisfied', null]);
    expect(readMarks(['satisfied', null], 2, 2)).toBeUndefined();
    expect(readMarks(['for', null], 2, 2, true)).toBeUndefined();
    expect(readMarks(['for', null], 2, 2)).toEqual(['for', null]);
  });
});
