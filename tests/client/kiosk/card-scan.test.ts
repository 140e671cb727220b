import { describe, expect, it } from 'vitest';
import { cardScan } from '../../../client/kiosk/card-scan.ts';
import { makeCredential, spellCredential } from '../../../core/belenios/index.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const credential = makeCredential(random);
const code = spellCredential(credential).replaceAll(' ', '');

describe('what a QR before the camera is', () => {
  it('reads a card however its code is spelt', () => {
    for (const text of [`PJ1:${code}`, `pj1:${code.toLowerCase()}`, ` PJ1:${spellCredential(credential)}\n`])
      expect(cardScan(text)).toEqual({ kind: 'card', credential });
  });

  it('takes nothing else for a card', () => {
    const wrong = code.slice(0, -1) + (code.endsWith('A') ? 'C' : 'A');
    expect(cardScan(`PJ1:${wrong}`).kind).toBe('damaged');
    expect(cardScan(`PJ1:${code.slice(6)}`).kind).toBe('damaged');
    expect(cardScan('A-017').kind).toBe('serial');
    expect(cardScan('演-0017').kind).toBe('serial');
    expect(cardScan('https://hall.lan/kiosk/').kind).toBe('address');
    expect(cardScan('weixin://x').kind).toBe('address');
    // Without the prefix it may be anything: a code of another system is not tried as a card.
    expect(cardScan(code).kind).toBe('other');
    expect(cardScan('').kind).toBe('other');
  });
});
