import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeReceipt, readReceipt, showReceipt } from '../../../core/collection/receipt.ts';

const random = (length: number) => new Uint8Array(randomBytes(length));
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXY';
const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((found) => found.map((byte) => byte % 248));

describe('receipt numbers', () => {
  it('are read back however they are typed', () => {
    for (let n = 0; n < 200; n++) {
      const receipt = makeReceipt(random);
      expect(receipt).toMatch(/^[0-9A-HJKMNP-TV-Y]{9}$/);
      expect(readReceipt(receipt)).toBe(receipt);
      expect(readReceipt(showReceipt(receipt))).toBe(receipt);
      expect(readReceipt(` ${receipt.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')} `)).toBe(receipt);
    }
    expect(showReceipt('7K3Q9M4TX')).toBe('7K3-Q9M-4TX');
  });

  it('notice every single wrong character and every two exchanged', () => {
    fc.assert(
      fc.property(bytes, fc.nat(8), fc.nat(30), fc.nat(8), (seed, at, letter, other) => {
        const receipt = makeReceipt(() => seed);
        const wrong = receipt.slice(0, at) + letters[letter] + receipt.slice(at + 1);
        if (wrong !== receipt) expect(readReceipt(wrong)).toBeNull();
        const list = [...receipt];
        [list[at], list[other]] = [list[other]!, list[at]!];
        const turned = list.join('');
        if (turned !== receipt && at < 8 && other < 8) expect(readReceipt(turned)).toBeNull();
      }),
    );
  });

  it('refuses what cannot be one', () => {
    for (const typed of ['', '12345678', '1234567890', '7K3-Q9M-4TZ', '路灯']) expect(readReceipt(typed)).toBeNull();
  });
});
