import type { Deputy } from '../../../core/contract/congress.ts';

/** Deputies whose name, pinyin, initials, number or delegation contains every word of the query. */
export function searchDeputies(deputies: readonly Deputy[], query: string): readonly Deputy[] {
  const words = query.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return deputies;
  return deputies.filter((deputy) => {
    const text = [deputy.name, deputy.number, deputy.delegation, deputy.initials, deputy.pinyin]
      .join('\n')
      .toLowerCase();
    const joined = deputy.pinyin.replace(/\s/g, '').toLowerCase();
    return words.every((word) => text.includes(word) || joined.includes(word));
  });
}
