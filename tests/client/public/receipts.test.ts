import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { searchReceipts } from '../../../client/public/receipts.ts';

const mine = 'tv7rakVl6qdAiDGOs0UlFz6XbWrlnCO4qcwEKHRyaBc';
const receipts = [
  'tv7rakXX/qdAiDGOs0UlFz6XbWrlnCO4qcwEKHRyaBc',
  mine,
  ...Array.from({ length: 50 }, () => `0${randomBytes(32).toString('base64').slice(1, 43)}`),
];

describe('is my ballot in there?', () => {
  it('finds a whole receipt, typed with gaps, line breaks, full-width letters or padding', () => {
    const found = { kind: 'found', receipt: mine, exact: true };
    expect(searchReceipts(receipts, mine)).toEqual(found);
    expect(searchReceipts(receipts, ` ${mine.match(/.{1,4}/g)!.join(' ')}\n`)).toEqual(found);
    expect(searchReceipts(receipts, `${mine}=`)).toEqual(found);
    expect(searchReceipts(receipts, `ｔｖ７ｒ${mine.slice(4)}\u200b`)).toEqual(found);
  });
  it('finds by the beginning, from six characters on', () => {
    expect(searchReceipts(receipts, '')).toEqual({ kind: 'empty' });
    expect(searchReceipts(receipts, 'tv7ra')).toEqual({ kind: 'short', length: 5 });
    expect(searchReceipts(receipts, 'tv7rak')).toEqual({ kind: 'several', count: 2 });
    expect(searchReceipts(receipts, 'tv7rakV')).toEqual({ kind: 'found', receipt: mine, exact: false });
  });
  it('tells upper and lower case apart, and says when only that differs', () => {
    expect(searchReceipts(receipts, mine.toUpperCase())).toEqual({ kind: 'case', receipt: mine });
    expect(searchReceipts(receipts, 'zzzzzz')).toEqual({ kind: 'none' });
  });
  it('points at what cannot be in a receipt', () => {
    expect(searchReceipts(receipts, 'tv7r-akV_-')).toEqual({ kind: 'characters', characters: '-_' });
    expect(searchReceipts(receipts, `${mine}abc`)).toEqual({ kind: 'long', length: 46 });
  });
});
