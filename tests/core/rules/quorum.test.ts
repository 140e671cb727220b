import { describe, expect, it } from 'vitest';
import { defaultMethod, type Method } from '../../../core/rules/method.ts';
import { passMark, quorum } from '../../../core/rules/quorum.ts';

const method = defaultMethod(12);

/** The rules again as questions about fractions, asked of every number in turn: the fewest people for whom the answer is yes. */
const fewest = (limit: number, enough: (people: number) => boolean): number => {
  for (let people = 0; people <= limit + 1; people++) if (enough(people)) return people;
  throw new Error('none');
};
const twoThirdsOf = (n: bigint) => (people: number) => BigInt(people) * 3n >= n * 2n;
const moreThanHalfOf = (n: bigint) => (people: number) => BigInt(people) * 2n > n;

describe('quorum and pass mark, N = 1…3000', () => {
  it('quorum is the fewest that are at least two thirds of all', () => {
    for (let n = 1; n <= 3000; n++) expect(quorum(n, method), `N=${n}`).toBe(fewest(n, twoThirdsOf(BigInt(n))));
  });

  it('the pass mark is the fewest that are more than half of all, whoever is present', () => {
    for (let n = 1; n <= 3000; n++) {
      expect(passMark(n, quorum(n, method), method), `N=${n}`).toBe(fewest(n, moreThanHalfOf(BigInt(n))));
      expect(passMark(n, n, method)).toBe(passMark(n, 0, method));
    }
  });

  it('variants count the present, or half of all for the quorum', () => {
    for (let n = 1; n <= 3000; n++) {
      const half = fewest(n, moreThanHalfOf(BigInt(n)));
      expect(quorum(n, { quorum: 'majority' })).toBe(half);
      expect(passMark(3000, n, { elected: 'majority-of-present' })).toBe(half);
      expect(passMark(n, n, { elected: 'plurality' })).toBe(1);
    }
  });

  it.each([
    ['Lishui', 327, 218, 164],
    ['Wencheng', 195, 130, 98],
    ['Xiaoshan', 383, 256, 192],
  ])('%s: N=%i → quorum %i, pass mark %i', (_, n, present, votes) => {
    expect(quorum(n, method)).toBe(present);
    expect(passMark(n, present, method)).toBe(votes);
  });

  it('an empty roster opens nothing, and numbers that are no counts are bugs', () => {
    expect(quorum(0, method)).toBe(1);
    for (const wrong of [-1, 1.5, Number.NaN]) {
      expect(() => quorum(wrong, method)).toThrow(RangeError);
      expect(() => passMark(10, wrong, { elected: 'plurality' } satisfies Pick<Method, 'elected'>)).toThrow(RangeError);
    }
  });
});
