import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likeness, SIMILAR, searchWords, wordsOf } from '../../../core/collection/words.ts';

describe('words as pairs of characters', () => {
  it('has every neighbouring pair once, in order, whatever the width and case', () => {
    expect(wordsOf('安全饮水')).toHaveLength(3);
    expect(wordsOf('饮水饮水')).toHaveLength(2);
    expect(wordsOf('ＡＢ路')).toEqual(wordsOf('ab路'));
    const words = wordsOf('村道硬化', '河东村');
    expect(words).toEqual([...words].sort((a, b) => a - b));
  });

  it('tells characters of the basic plane apart exactly, and fits int4', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0x4e00, max: 0x9fff }), { minLength: 2, maxLength: 2 }), ([a, b]) => {
        const [word] = wordsOf(String.fromCharCode(a!, b!));
        expect(word).toBeGreaterThanOrEqual(-(2 ** 31));
        expect(word).toBeLessThan(2 ** 31);
        expect([word! >>> 16, word! & 0xffff]).toEqual([a, b]);
      }),
    );
  });

  it('does not join words across spaces and signs', () => {
    expect(wordsOf('路灯 河东')).toEqual(wordsOf('路灯，河东'));
    expect(wordsOf('路灯 河东')).toHaveLength(2);
    expect(wordsOf('——！')).toEqual([]);
  });

  it('knows rare characters beyond the basic plane', () => {
    expect(wordsOf('𠮷家沟')).toHaveLength(2);
    expect(wordsOf('𠮷家')).not.toEqual(wordsOf('吉家'));
  });

  it('looks for single characters apart', () => {
    expect(searchWords('路灯 桥 桥')).toEqual({ words: wordsOf('路灯'), single: ['桥'] });
  });
});

describe('likeness', () => {
  it('is high for the same wish in other words and low for another wish', () => {
    const of = (a: string, b: string) => likeness(wordsOf(a), wordsOf(b));
    expect(of('河东村安装路灯', '河东村三组安装太阳能路灯')).toBeGreaterThan(SIMILAR);
    expect(of('修建村卫生室', '新建村卫生室')).toBeGreaterThan(SIMILAR);
    expect(of('河东村安装路灯', '中心小学操场改造')).toBeLessThan(SIMILAR);
    expect(of('', '路灯')).toBe(0);
    expect(of('路灯', '路灯')).toBe(1);
  });
});
