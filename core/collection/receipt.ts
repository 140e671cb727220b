import type { Branded } from '../ids.ts';
import type { Random } from '../result.ts';

/** Receipt number of a suggestion, as it is stored: nine characters, the last of which checks the others. */
export type Receipt = Branded<'Receipt'>;

/** Crockford's base 32: no I, L, O and U, which are taken for others. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Characters before the check. */
const LENGTH = 8;
const PRIME = 31;

/** Sum of the places' values weighted 1 … 8, modulo 31; 31 is prime, so no single wrong character whose value differs modulo 31 passes. */
function check(body: string): string {
  let sum = 0;
  for (let at = 0; at < body.length; at++) sum += (at + 1) * letters.indexOf(body[at]!);
  return letters[sum % PRIME]!;
}

/** A new receipt number: 31⁸, some 8·10¹¹, cannot be guessed; Z is left out so that every value differs modulo 31. */
export function makeReceipt(random: Random): Receipt {
  let body = '';
  while (body.length < LENGTH)
    for (const byte of random(16)) if (byte < 248 && body.length < LENGTH) body += letters[byte % PRIME];
  return `${body}${check(body)}` as Receipt;
}

/** A receipt number as typed or scanned: spaces, hyphens and case do not matter, O is 0, I and L are 1. Null when it cannot be one. */
export function readReceipt(typed: string): Receipt | null {
  const plain = typed.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  if (!/^[0-9A-HJKMNP-TV-Y]{9}$/.test(plain)) return null;
  return check(plain.slice(0, LENGTH)) === plain[LENGTH] ? (plain as Receipt) : null;
}

/** In threes, as it is shown: `7K3-Q9M-4TX`. */
export const showReceipt = (receipt: string): string => receipt.replace(/(.{3})(?=.)/g, '$1-');
