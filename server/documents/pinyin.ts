import { pinyin } from 'pinyin-pro';

/** Latin spelling of a name for typing at a desk: `full` without tones or spaces, `initials` one letter for each character. */
export interface NamePinyin {
  readonly full: string;
  readonly initials: string;
}

/**
 * Spells a Chinese name. Surnames with a reading of their own get it (单 shan, 曾 zeng, 仇 qiu, 尉迟 yuchi); characters the
 * dictionary lacks and separators are left out, Latin letters are kept in lower case.
 */
export function namePinyin(name: string): NamePinyin {
  const syllables = pinyin(name, {
    toneType: 'none',
    type: 'array',
    surname: 'head',
    v: true,
    nonZh: 'consecutive',
  }).flatMap(
    (syllable) =>
      syllable
        .toLowerCase()
        .replace(/ü/g, 'v')
        .match(/[a-z]+/g) ?? [],
  );
  return { full: syllables.join(''), initials: syllables.map((syllable) => syllable[0]).join('') };
}
