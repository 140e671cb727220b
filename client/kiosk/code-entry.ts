import { type Credential, readSpelling } from '../../core/belenios/index.ts';

/** The 29 symbols of a card's code, in the order of the keypad. */
export const symbols = [...'0123456789ACDEFGHJKMNPQRTUWXY'];
/** Letters that are on no card because they look like another: what is meant when somebody types one on a keyboard. */
export const lookAlikes: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1', Z: '2', S: '5', B: '8', V: 'U' };
export const groupCount = 5;
export const groupLength = 6;
/** What a card's QR says before the code; a scanner that types sends it too. */
export const scanPrefix = 'PJ1:';

/** What has been typed: five groups, and the one being typed. */
export interface CodeEntry {
  readonly groups: readonly string[];
  readonly active: number;
  /** The wrong text that typing on began anew, until the group is complete again. */
  readonly replaced?: string;
}
export const emptyEntry: CodeEntry = { groups: ['', '', '', '', ''], active: 0 };

export type GroupState = 'empty' | 'partial' | 'right' | 'wrong';

// Groups that are right for certain: payload zero, and the check symbol of that is the group's own number.
const rightGroup = (index: number) => `00000${symbols[index + 1]}`;

/** How one group stands, whatever the others hold: its check symbol tells as soon as it is complete. */
export function groupState(entry: CodeEntry, index: number): GroupState {
  const text = entry.groups[index] ?? '';
  if (text.length === 0) return 'empty';
  if (text.length < groupLength) return 'partial';
  const before = Array.from({ length: index }, (_, i) => rightGroup(i)).join('');
  const read = readSpelling(before + text);
  return read.ok || read.error.kind === 'length' ? 'right' : 'wrong';
}

const put = (groups: readonly string[], at: number, text: string) =>
  groups.map((group, i) => (i === at ? text : group));
const replace = ({ groups, active }: CodeEntry, text: string): CodeEntry => ({
  groups: put(groups, active, text),
  active,
});

/** The next group that is not yet right, from the active one on and round; the active one when all are. */
function nextOpen(entry: CodeEntry): number {
  for (let step = 1; step <= groupCount; step++) {
    const index = (entry.active + step) % groupCount;
    if (groupState(entry, index) !== 'right') return index;
  }
  return entry.active;
}

/**
 * One symbol typed into the active group. A group that turns out right passes on to the next; a wrong one stays active, and typing on
 * begins it anew. Who looks at the card and not at the screen types the next group there: its check symbol tells, it goes to its own place,
 * and the wrong one is asked for when the others are done. What is no symbol changes nothing.
 */
export function type(entry: CodeEntry, key: string): CodeEntry {
  const upper = key.normalize('NFKC').toUpperCase();
  // A scanner types the prefix before the code: what came so far was not the code.
  if (upper === ':') return entry.active === 0 && entry.groups[0] === scanPrefix.slice(0, -1) ? emptyEntry : entry;
  const symbol = lookAlikes[upper] ?? upper;
  if (!symbols.includes(symbol)) return entry;
  const text = entry.groups[entry.active]!;
  const anew = text.length >= groupLength;
  const { groups } = replace(entry, anew ? symbol : text + symbol);
  const replaced = anew ? text : entry.replaced;
  const next: CodeEntry = { groups, active: entry.active };
  const state = groupState(next, next.active);
  if (state === 'partial') return replaced === undefined ? next : { ...next, replaced };
  const typedOn = replaced !== undefined && state === 'wrong' ? intoNext(next, replaced) : null;
  if (typedOn) return typedOn;
  return state === 'right' ? { ...next, active: nextOpen(next) } : next;
}

/** The active group's text in the place after it, where it is right, and before it what it replaced; null when it is not right there either. */
function intoNext(entry: CodeEntry, replaced: string): CodeEntry | null {
  const { groups, active } = entry;
  if (groups[active + 1] !== '') return null;
  const moved = { groups: put(put(groups, active, replaced), active + 1, groups[active]!), active: active + 1 };
  return groupState(moved, active + 1) === 'right' ? { ...moved, active: nextOpen(moved) } : null;
}

/** Takes back the last symbol, of the group before when the active one is empty. */
export function erase(entry: CodeEntry): CodeEntry {
  const text = entry.groups[entry.active]!;
  if (text !== '') return replace(entry, text.slice(0, -1));
  if (entry.active === 0) return entry;
  const before = { ...entry, active: entry.active - 1 };
  return replace(before, before.groups[before.active]!.slice(0, -1));
}

export const clearGroup = (entry: CodeEntry): CodeEntry => replace(entry, '');
export const choose = ({ groups }: CodeEntry, group: number): CodeEntry => ({ groups, active: group });

/** The credential, once every group is complete and right. */
export function credentialOf(entry: CodeEntry): Credential | undefined {
  const read = readSpelling(entry.groups.join(''));
  return read.ok ? read.value : undefined;
}
