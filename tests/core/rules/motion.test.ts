import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { motionMarks, motionOutcome } from '../../../core/rules/motion.ts';

describe('a procedural motion', () => {
  it('passes with more than half of all deputies', () => {
    const heads = { entitled: 60, present: 43 };
    expect(motionOutcome(heads, { for: 31, against: 5, abstain: 2 }, 'majority-of-all')).toEqual({
      passed: true,
      mark: 31,
      base: 60,
      notPressed: 5,
    });
    // Exactly half is not more than half, however few are against.
    expect(motionOutcome(heads, { for: 30, against: 0, abstain: 0 }, 'majority-of-all').passed).toBe(false);
  });

  it('passes with more than half of those present where the rules say so', () => {
    const heads = { entitled: 60, present: 43 };
    expect(motionOutcome(heads, { for: 22, against: 21, abstain: 0 }, 'majority-of-present')).toMatchObject({
      passed: true,
      mark: 22,
      base: 43,
    });
    expect(motionOutcome(heads, { for: 21, against: 0, abstain: 0 }, 'majority-of-present').passed).toBe(false);
  });

  it('agrees with the fractions, and counts everybody present once', () => {
    const hall = fc
      .tuple(fc.nat(3000), fc.nat(3000), fc.nat(3000), fc.nat(3000), fc.nat(3000))
      .map(([yes, no, abstain, idle, away]) => ({
        counts: { for: yes, against: no, abstain },
        heads: { present: yes + no + abstain + idle, entitled: yes + no + abstain + idle + away },
        idle,
      }));
    fc.assert(
      fc.property(hall, fc.constantFrom(...motionMarks), ({ counts, heads, idle }, rule) => {
        const outcome = motionOutcome(heads, counts, rule);
        const base = rule === 'majority-of-all' ? heads.entitled : heads.present;
        expect(outcome.passed).toBe(2 * counts.for > base);
        expect(outcome.notPressed).toBe(idle);
        expect(counts.for + counts.against + counts.abstain + outcome.notPressed).toBe(heads.present);
        expect([outcome.mark - 1, outcome.mark].map((votes) => 2 * votes > base)).toEqual([false, true]);
      }),
    );
  });

  it('never turns from passed to failed by one more 赞成', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), fc.constantFrom(...motionMarks), (yes, idle, rule) => {
        const heads = { entitled: yes + idle + 40, present: yes + idle + 1 };
        const before = motionOutcome(heads, { for: yes, against: 0, abstain: 0 }, rule);
        const after = motionOutcome(heads, { for: yes + 1, against: 0, abstain: 0 }, rule);
        expect(after.passed || !before.passed).toBe(true);
      }),
    );
  });

  it('is no matter to guess about when more voted than are present', () => {
    const heads = { entitled: 10, present: 3 };
    expect(() => motionOutcome(heads, { for: 4, against: 0, abstain: 0 }, 'majority-of-all')).toThrow(RangeError);
    expect(() => motionOutcome(heads, { for: -1, against: 0, abstain: 0 }, 'majority-of-all')).toThrow(RangeError);
  });
});
