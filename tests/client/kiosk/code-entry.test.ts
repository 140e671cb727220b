import { describe, expect, it } from 'vitest';
import {
  type CodeEntry,
  choose,
  clearGroup,
  credentialOf,
  emptyEntry,
  erase,
  groupState,
  lookAlikes,
  symbols,
  type,
} from '../../../client/kiosk/code-entry.ts';
import { credentialOfNumber, makeCredential, readSpelling, spellCredential } from '../../../core/belenios/index.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const typed = (text: string, from = emptyEntry): CodeEntry => [...text].reduce(type, from);
const credential = makeCredential(random);
const code = spellCredential(credential);
const groups = code.split(' ');
/** A group with one symbol changed: always wrong. */
const spoilt = (group: string) => `${group.slice(0, 2)}${group[2] === '7' ? '9' : '7'}${group.slice(3)}`;

describe('the keypad', () => {
  it('has the 29 symbols of the spelling and no other', () => {
    expect(new Set(symbols).size).toBe(29);
    for (const symbol of symbols) {
      const read = readSpelling(symbol);
      expect(read.ok ? 'ok' : read.error.kind).toBe('length');
    }
    const others = [...'BILOSVZ'];
    expect(Object.keys(lookAlikes).sort()).toEqual(others);
    for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
      expect(symbols.includes(letter) || letter in lookAlikes).toBe(true);
  });
});

describe('typing a code', () => {
  it('reads what a card says, whatever the case, with spaces or dashes', () => {
    for (const text of [code, code.toLowerCase(), code.replaceAll(' ', '-'), code.replaceAll(' ', '')]) {
      const entry = typed(text);
      expect(entry.groups).toEqual(groups);
      expect(credentialOf(entry)).toBe(credential);
    }
  });

  it('takes look-alikes for what they stand for', () => {
    const zero = spellCredential(credentialOfNumber(0n));
    expect(credentialOf(typed(zero.replaceAll('0', 'o')))).toBe(credentialOfNumber(0n));
  });

  it('takes what a scanner types, prefix and all', () => {
    expect(credentialOf(typed(`PJ1:${code.replaceAll(' ', '')}`))).toBe(credential);
  });

  it('checks each group as soon as it is complete, and stays at a wrong one', () => {
    const first = typed(groups[0]!);
    expect(groupState(first, 0)).toBe('right');
    expect(first.active).toBe(1);
    const wrong = typed(spoilt(groups[1]!), first);
    expect(groupState(wrong, 1)).toBe('wrong');
    expect(wrong.active).toBe(1);
    expect(credentialOf(wrong)).toBeUndefined();
  });

  it('tells every single wrong symbol of a group, and a group typed in another place', () => {
    for (let position = 0; position < 6; position++)
      for (const symbol of symbols) {
        const group = groups[3]!;
        if (group[position] === symbol) continue;
        const text = group.slice(0, position) + symbol + group.slice(position + 1);
        expect(groupState({ groups: ['', '', '', text, ''], active: 3 }, 3)).toBe('wrong');
      }
    expect(groupState({ groups: ['', groups[0]!, '', '', ''], active: 1 }, 1)).toBe('wrong');
  });

  it('judges a group without looking at the others', () => {
    const entry = { groups: [spoilt(groups[0]!), groups[1]!, '', '', groups[4]!], active: 0 };
    expect([0, 1, 2, 4].map((i) => groupState(entry, i))).toEqual(['wrong', 'right', 'empty', 'right']);
  });

  it('begins a wrong group anew when typing goes on, and can be corrected', () => {
    let entry = typed(groups[0]! + spoilt(groups[1]!));
    entry = type(entry, groups[1]![0]!);
    expect(entry.groups[1]).toBe(groups[1]![0]);
    entry = typed(groups[1]!.slice(1) + groups.slice(2).join(''), entry);
    expect(credentialOf(entry)).toBe(credential);
  });

  it('finds its place again when somebody types on after a wrong group without looking up', () => {
    let entry = typed(spoilt(groups[0]!) + groups.slice(1).join(''));
    expect(entry).toEqual({ groups: [spoilt(groups[0]!), ...groups.slice(1)], active: 0 });
    entry = typed(groups[0]!, entry);
    expect(credentialOf(entry)).toBe(credential);
    // Twice wrong, typing on each time.
    entry = typed(groups[0]! + spoilt(groups[1]!) + groups[2]! + spoilt(groups[3]!) + groups[4]!);
    expect(entry.groups.map((_, i) => groupState(entry, i))).toEqual(['right', 'wrong', 'right', 'wrong', 'right']);
    expect(credentialOf(typed(groups[1]! + groups[3]!, entry))).toBe(credential);
    // What is wrong in the next place too stays where it was typed, and a next place that is filled is left alone.
    entry = typed(spoilt(groups[0]!) + spoilt(groups[1]!));
    expect(entry).toEqual({ groups: [spoilt(groups[1]!), '', '', '', ''], active: 0 });
    const filled = { groups: [spoilt(groups[0]!), groups[1]!, '', '', ''], active: 0 };
    expect(typed(groups[1]!, filled).groups.slice(0, 2)).toEqual([groups[1]!, groups[1]!]);
  });

  it('goes back to a group that was left open', () => {
    let entry = typed(groups[0]! + groups[1]!.slice(0, 2));
    entry = typed(groups.slice(2).join(''), choose(entry, 2));
    expect(entry.active).toBe(1);
    entry = typed(groups[1]!.slice(2), entry);
    expect(credentialOf(entry)).toBe(credential);
  });

  it('erases backwards over groups, and clears one', () => {
    const entry = typed(groups[0]!);
    const erased = erase(entry);
    expect(erased).toEqual({ groups: [groups[0]!.slice(0, 5), '', '', '', ''], active: 0 });
    expect(erase(emptyEntry)).toBe(emptyEntry);
    expect(clearGroup(choose(entry, 0)).groups[0]).toBe('');
  });

  it('ignores what is no symbol', () => {
    for (const key of ['Enter', '!', '票', ' ', ':', '']) expect(type(emptyEntry, key)).toBe(emptyEntry);
  });
});
