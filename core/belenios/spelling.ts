import { err, ok, type Result } from '../result.ts';
import { type Credential, credentialBound, credentialOfNumber, numberOfCredential } from './credential.ts';

const alphabet = '0123456789ACDEFGHJKMNPQRTUWXY';
const lookAlikes: Record<string, string> = { O: '0', I: '1', L: '1', Z: '2', S: '5', B: '8', V: 'U' };
const groups = 5;
const payload = 5;
/**
 * Weights of the five symbols; the check symbol weighs 28 (that is, −1). All six are distinct and nonzero modulo the prime 29, so
 * one wrong symbol and one swap of neighbours always change the sum; the group's number is added, so swapped groups do too.
 */
const weights = [2, 3, 4, 5, 6];

/** What is wrong with a typed spelling. Groups count from 1 to 5, positions within a group from 1 to 6. */
export type SpellingError =
  | { readonly kind: 'length'; readonly symbols: number; readonly expected: number }
  | { readonly kind: 'character'; readonly group: number; readonly position: number }
  | { readonly kind: 'check'; readonly group: number };

/** How many symbols a spelling has: 5 groups of 5 and a check symbol each. */
export const spellingLength = groups * (payload + 1);

const checkSymbol = (symbols: readonly number[], group: number): number =>
  symbols.reduce((sum, symbol, i) => sum + weights[i]! * symbol, group) % 29;

/**
 * The words under a card's QR: five groups of six symbols parted by spaces, e.g. `0A3KQ7 …`, each ending in its check symbol.
 * Only for credentials of `makeCredential` (below 29^25).
 */
export function spellCredential(credential: Credential): string {
  let rest = numberOfCredential(credential);
  if (rest >= credentialBound) throw new RangeError('credential was not made by makeCredential');
  const symbols: number[] = [];
  for (let i = 0; i < groups * payload; i++) {
    symbols.unshift(Number(rest % 29n));
    rest /= 29n;
  }
  const words: string[] = [];
  for (let g = 0; g < groups; g++) {
    const part = symbols.slice(g * payload, (g + 1) * payload);
    words.push([...part, checkSymbol(part, g + 1)].map((s) => alphabet[s]).join(''));
  }
  return words.join(' ');
}

/** Reads what was typed: case, spaces, dashes and look-alike letters do not matter. The first fault from the left is reported. */
export function readSpelling(text: string): Result<Credential, SpellingError> {
  const typed = [
    ...text
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[\s\-‐‑–—－·.]/gu, ''),
  ].map((c) => lookAlikes[c] ?? c);
  const bad = typed.findIndex((c) => !alphabet.includes(c));
  if (bad >= 0 && bad < spellingLength)
    return err({ kind: 'character', group: Math.floor(bad / 6) + 1, position: (bad % 6) + 1 });
  for (let g = 0; g < groups && (g + 1) * 6 <= typed.length; g++) {
    const part = typed.slice(g * 6, g * 6 + 6).map((c) => alphabet.indexOf(c));
    if (checkSymbol(part.slice(0, payload), g + 1) !== part[payload]) return err({ kind: 'check', group: g + 1 });
  }
  if (typed.length !== spellingLength) return err({ kind: 'length', symbols: typed.length, expected: spellingLength });
  let value = 0n;
  typed.forEach((c, i) => {
    if (i % 6 < payload) value = value * 29n + BigInt(alphabet.indexOf(c));
  });
  return ok(credentialOfNumber(value));
}
