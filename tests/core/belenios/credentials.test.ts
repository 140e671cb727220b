import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { credentialBound, credentialOfNumber, numberOfCredential } from '../../../core/belenios/credential.ts';
import {
  isCredential,
  isElectionUuid,
  makeCredential,
  makeElectionUuid,
  portableGroups,
  publicCredential,
  readSpelling,
  spellCredential,
  spellingLength,
} from '../../../core/belenios/index.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { random } from './support.ts';

const alphabet = '0123456789ACDEFGHJKMNPQRTUWXY';
const credential = fc.bigInt(0n, credentialBound - 1n).map(credentialOfNumber);
/** The 30 symbols without spaces, and back to groups of six. */
const symbols = (spelling: string) => [...spelling.replaceAll(' ', '')];

describe('credentials', () => {
  it('have the form Belenios reads, are below 29^25 and all differ', () => {
    const made = Array.from({ length: 200 }, () => makeCredential(random));
    expect(made.every(isCredential)).toBe(true);
    expect(made.every((c) => numberOfCredential(c) < credentialBound)).toBe(true);
    expect(new Set(made).size).toBe(200);
    expect(isCredential('AZUKg-sv5DC1-KTk3u-h84sxC')).toBe(true);
    expect(isCredential('AZUKg-sv5DC1-KTk3u-h84sx0')).toBe(false);
  });

  it('are drawn by rejection: bytes at or above the bound are thrown away', () => {
    let calls = 0;
    const made = makeCredential((n) => {
      calls += 1;
      return new Uint8Array(n).fill(calls < 3 ? 255 : 0);
    });
    expect([calls, numberOfCredential(made)]).toEqual([3, 0n]);
  });

  it('number and text are the same thing', () => {
    fc.assert(fc.property(fc.bigInt(0n, 58n ** 22n - 1n), (n) => numberOfCredential(credentialOfNumber(n)) === n));
  });

  it('uuids are 14 base58 digits', () => {
    const uuid = makeElectionUuid(random);
    expect(uuid).toMatch(/^[1-9A-HJ-NP-Za-km-z]{14}$/);
    expect([isElectionUuid(uuid), isElectionUuid('0'.repeat(14)), isElectionUuid('1'.repeat(13))]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('one credential is another key in each election, the same on every device', () => {
    const made = makeCredential(random);
    const [a, b] = [makeElectionUuid(random), makeElectionUuid(random)];
    for (const name of ['Ed25519', 'BELENIOS-2048'] as const) {
      const text = publicCredential(portableGroups(name), a, made);
      expect(publicCredential(fastGroups(name), a, made)).toBe(text);
      expect(publicCredential(portableGroups(name), b, made)).not.toBe(text);
    }
  });
});

describe('the spelling under the QR', () => {
  it('comes back, whatever the case, the separators and the look-alikes', () => {
    const similar: Record<string, string[]> = {
      0: ['O', 'o'],
      1: ['I', 'l', 'L', 'i'],
      2: ['Z', 'z'],
      5: ['S', 's'],
      8: ['B', 'b'],
      U: ['V', 'v'],
    };
    fc.assert(
      fc.property(credential, fc.nat(), fc.constantFrom(' ', '', '-', '  ', ' - ', '\u3000', '–'), (c, seed, gap) => {
        const spelling = spellCredential(c);
        expect(spelling).toMatch(/^([0-9ACDEFGHJKMNPQRTUWXY]{6} ){4}[0-9ACDEFGHJKMNPQRTUWXY]{6}$/);
        const typed = spelling
          .split(' ')
          .join(gap)
          .replace(/[01258U]/g, (s) => similar[s]![seed % similar[s]!.length]!);
        expect(readSpelling(spelling)).toEqual({ ok: true, value: c });
        expect(readSpelling(typed)).toEqual({ ok: true, value: c });
        expect(readSpelling(spelling.toLowerCase())).toEqual({ ok: true, value: c });
      }),
    );
  });

  it('every single wrong symbol is found and its group named', () => {
    fc.assert(
      fc.property(credential, fc.nat(spellingLength - 1), fc.integer({ min: 1, max: 28 }), (c, at, by) => {
        const typed = symbols(spellCredential(c));
        typed[at] = alphabet[(alphabet.indexOf(typed[at]!) + by) % 29]!;
        expect(readSpelling(typed.join(''))).toEqual({
          ok: false,
          error: { kind: 'check', group: Math.floor(at / 6) + 1 },
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('every swap of neighbours is found', () => {
    fc.assert(
      fc.property(credential, fc.nat(spellingLength - 2), (c, at) => {
        const typed = symbols(spellCredential(c));
        fc.pre(typed[at] !== typed[at + 1]);
        [typed[at], typed[at + 1]] = [typed[at + 1]!, typed[at]!];
        expect(readSpelling(typed.join(''))).toEqual({
          ok: false,
          error: { kind: 'check', group: Math.floor(at / 6) + 1 },
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('swapped groups are found, also equal ones', () => {
    fc.assert(
      fc.property(credential, fc.nat(4), fc.nat(4), (c, a, b) => {
        fc.pre(a !== b);
        const words = spellCredential(c).split(' ');
        [words[a], words[b]] = [words[b]!, words[a]!];
        expect(readSpelling(words.join(' '))).toEqual({
          ok: false,
          error: { kind: 'check', group: Math.min(a, b) + 1 },
        });
      }),
    );
    const words = spellCredential(credentialOfNumber(0n)).split(' ');
    expect(new Set(words).size).toBe(5);
  });

  it('a sign that is no symbol is named with its place; missing and extra symbols are counted', () => {
    const spelling = spellCredential(makeCredential(random));
    const typed = symbols(spelling);
    typed[13] = '?';
    expect(readSpelling(typed.join(''))).toEqual({ ok: false, error: { kind: 'character', group: 3, position: 2 } });
    expect(readSpelling(spelling.slice(0, 20))).toEqual({
      ok: false,
      error: { kind: 'length', symbols: 18, expected: 30 },
    });
    expect(readSpelling(`${spelling} 0`)).toEqual({ ok: false, error: { kind: 'length', symbols: 31, expected: 30 } });
    expect(readSpelling('')).toEqual({ ok: false, error: { kind: 'length', symbols: 0, expected: 30 } });
    expect(
      readSpelling(spelling.replace(/./g, (s) => (s === ' ' ? s : String.fromCharCode(s.charCodeAt(0) + 0xfee0)))).ok,
    ).toBe(true); // full-width keyboard
  });

  it('a credential from elsewhere may be too large to spell', () => {
    expect(() => spellCredential(credentialOfNumber(credentialBound))).toThrow(RangeError);
    expect(() => spellCredential(credentialOfNumber(credentialBound - 1n))).not.toThrow();
  });
});
