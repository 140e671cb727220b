import { describe, expect, it } from 'vitest';
import { maskName, maskPhone } from '../../../core/collection/mask.ts';
import { findProof, isProof, secondWork, suggestionWork } from '../../../core/collection/proof.ts';

describe('masked contacts', () => {
  it('leave enough to tell people apart and no more', () => {
    expect([maskName('张三'), maskName('欧阳修'), maskName('𠮷田一郎太'), maskName('')]).toEqual([
      '张*',
      '欧**',
      '𠮷***',
      '',
    ]);
    expect([maskPhone('138 0000 1234'), maskPhone('4400123'), maskPhone('12'), maskPhone('')]).toEqual([
      '138****1234',
      '*****23',
      '***12',
      '',
    ]);
  });
});

describe('the proof of work', () => {
  it('is found, and good for its own work alone', () => {
    const work = suggestionWork('6f0b1c9e-0000-4000-8000-000000000001');
    const nonce = findProof(work, 10);
    expect(isProof(work, nonce, 10)).toBe(true);
    expect(nonce === 0 || !isProof(work, nonce - 1, 10)).toBe(true);
    expect(isProof(suggestionWork('6f0b1c9e-0000-4000-8000-000000000002'), nonce, 30)).toBe(false);
    expect(secondWork('a', 'b')).not.toBe(secondWork('b', 'a'));
  });
});
