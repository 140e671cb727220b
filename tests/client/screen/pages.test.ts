import { describe, expect, it } from 'vitest';
import { pagesOf } from '../../../client/screen/pages.ts';

describe('pages of a result', () => {
  it('hold every project once, in order, no more than are legible, and about as many each', () => {
    for (let count = 0; count <= 200; count++) {
      const rows = Array.from({ length: count }, (_, i) => i);
      const pages = pagesOf(rows);
      expect(pages.flat()).toEqual(rows);
      expect(pages.every((page) => page.length <= 12)).toBe(true);
      expect(pages).toHaveLength(Math.max(1, Math.ceil(count / 12)));
    }
    expect(pagesOf(Array.from({ length: 24 })).map((page) => page.length)).toEqual([12, 12]);
    expect(pagesOf(Array.from({ length: 13 })).map((page) => page.length)).toEqual([7, 6]);
  });
});
