import { describe, expect, it } from 'vitest';
import { clampPage, offsetOf, pageAt, pageCount } from '../../../client/kiosk/paging.ts';
import { inGroups } from '../../../client/kiosk/tracker.ts';

describe('paging', () => {
  const size = { width: 1000, gap: 40 };
  const content = (pages: number) => pages * 1000 + (pages - 1) * 40;

  it('has one page for each column, and one for nothing', () => {
    for (let pages = 1; pages < 40; pages++) expect(pageCount({ ...size, content: content(pages) })).toBe(pages);
    expect(pageCount({ ...size, content: 0 })).toBe(1);
    expect(pageCount({ width: 0, gap: 40, content: 5000 })).toBe(1);
  });

  it('is not fooled by half a pixel', () => {
    expect(pageCount({ ...size, content: content(3) + 0.6 })).toBe(3);
    expect(pageAt(size, offsetOf(size, 2) - 0.5)).toBe(2);
  });

  it('knows the page of an offset, and the offset of a page', () => {
    for (let page = 0; page < 20; page++) {
      expect(pageAt(size, offsetOf(size, page))).toBe(page);
      expect(pageAt(size, offsetOf(size, page) + 999)).toBe(page);
    }
  });

  it('never leaves the pages there are', () => {
    expect(clampPage(-1, 3)).toBe(0);
    expect(clampPage(3, 3)).toBe(2);
    expect(clampPage(5, 0)).toBe(0);
  });
});

describe('a receipt', () => {
  it('is shown whole, in groups of four', () => {
    const tracker = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ';
    const groups = inGroups(tracker);
    expect(groups.join('')).toBe(tracker);
    expect(groups.slice(0, -1).every((group) => group.length === 4)).toBe(true);
  });
});
