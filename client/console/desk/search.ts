import type { Attendee } from '../../../core/contract/session.ts';
import type { CardSerial } from '../../../core/ids.ts';

/** What a card's outer serial looks like when typed or scanned: `A-017`, `a017`, `演-017`, full-width too. */
export function serialOf(typed: string): CardSerial | undefined {
  const found = /^([A-Z演])[\s\-‐‑–—－]?(\d{3,4})$/u.exec(typed.normalize('NFKC').trim().toUpperCase());
  return found ? (`${found[1]}-${found[2]}` as CardSerial) : undefined;
}

const plain = (typed: string): string => typed.normalize('NFKC').toLowerCase().replace(/\s/g, '');

/** How well a deputy fits what was typed; undefined when not at all, else smaller is better. */
function rankOf({ name, number, initials, pinyin }: Attendee, word: string): number | undefined {
  const joined = pinyin.replace(/\s/g, '').toLowerCase();
  const letters = initials.toLowerCase();
  if (number === word || name === word) return 0;
  if (/^\d+$/.test(word) && number.replace(/^0+/, '') === word.replace(/^0+/, '')) return 1;
  if (letters === word || joined === word) return 2;
  if (name.startsWith(word) || letters.startsWith(word)) return 3;
  if (joined.startsWith(word) || number.startsWith(word)) return 4;
  if (name.includes(word)) return 5;
  return undefined;
}

/** Deputies by name, pinyin, its initials, or number, the best first; all of them for an empty query. */
export function findAttendees(all: readonly Attendee[], typed: string): readonly Attendee[] {
  const word = plain(typed);
  if (word === '') return all;
  return all
    .flatMap((attendee) => {
      const rank = rankOf(attendee, word);
      return rank === undefined ? [] : [{ attendee, rank }];
    })
    .sort((a, b) => a.rank - b.rank || a.attendee.number.localeCompare(b.attendee.number))
    .map(({ attendee }) => attendee);
}

/** The one deputy who is meant without doubt: the only one found, or the only one whose number or whole name was typed. */
export function certain(found: readonly Attendee[], typed: string): Attendee | undefined {
  if (found.length <= 1) return found[0];
  const word = plain(typed);
  const exact = found.filter((attendee) => (rankOf(attendee, word) ?? 9) <= 1);
  return exact.length === 1 ? exact[0] : undefined;
}

/** Names that more than one deputy bears: there the number and delegation must be looked at. */
export function sharedNames(all: readonly Attendee[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(all.filter(({ name }) => seen.size === seen.add(name).size).map(({ name }) => name));
}
