/**
 * Text as pairs of neighbouring characters, the unit in which Chinese is searched here: it has no spaces between its words, and most of them
 * are of two characters. PostgreSQL's trigrams cannot look up a word of two characters; pairs in an array with an index can.
 */

/** Most pairs that are kept of one text. */
const MOST = 1500;

/** Runs of letters, characters and figures, in one form whatever the width and case they were typed in. */
const runs = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** Two characters in one int4: exact for the Basic Multilingual Plane, mixed for the rare ones beyond it. */
function pair(a: number, b: number): number {
  return (((a & 0xffff) ^ (a >>> 16)) << 16) | ((b & 0xffff) ^ (b >>> 16)) | 0;
}

/**
 * The different pairs of a text, ascending. A character that stands alone makes a pair with nothing. `wordsOf('安全饮水')` has three: 安全, 全饮, 饮水.
 */
export function wordsOf(...texts: readonly string[]): number[] {
  const found = new Set<number>();
  for (const run of texts.flatMap(runs)) {
    const points = Array.from(run, (char) => char.codePointAt(0)!);
    if (points.length === 1) found.add(pair(points[0]!, 0));
    for (let at = 1; at < points.length && found.size < MOST; at++) found.add(pair(points[at - 1]!, points[at]!));
  }
  return [...found].sort((a, b) => a - b);
}

/**
 * What a search looks for: the pairs of its words, and the words of one character, which occur inside others and are looked for letter by letter.
 * Everything must be found.
 */
export function searchWords(query: string): { readonly words: readonly number[]; readonly single: readonly string[] } {
  const all = runs(query);
  const single = all.filter((run) => [...run].length === 1);
  return { words: wordsOf(...all.filter((run) => [...run].length > 1)), single: [...new Set(single)] };
}

/** How alike two texts are by their pairs: 0 nothing in common, 1 the same pairs (Dice's coefficient). */
export function likeness(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const other = new Set(b);
  return (2 * a.filter((word) => other.has(word)).length) / (a.length + b.length);
}

/** Titles at least this alike are offered as similar. */
export const SIMILAR = 0.35;
