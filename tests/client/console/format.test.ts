// @vitest-environment node
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { parseYuan } from '../../../client/ui/amount.ts';

let format: typeof import('../../../client/console/format.ts');
beforeAll(async () => {
  // The texts look for the reader's choice of language as they load.
  vi.stubGlobal('location', { search: '', href: 'http://localhost/' });
  vi.stubGlobal('localStorage', { getItem: () => null });
  vi.stubGlobal('document', { documentElement: {} });
  format = await import('../../../client/console/format.ts');
});

describe('numbers as typed', () => {
  it('reads yuan', () => {
    for (const typed of ['1180000', '1,180,000', '1，180，000元', ' 1180000 ', '１１８００００'])
      expect(parseYuan(typed)).toBe(1_180_000);
    expect(parseYuan('0')).toBe(0);
    for (const typed of ['', '118万', '-1', '1.5', 'abc', '99999999999999']) expect(parseYuan(typed)).toBeNull();
  });

  it('reads counts within bounds', () => {
    expect(format.parseCount('１０', 1, 200)).toBe(10);
    for (const typed of ['0', '201', '1.5', '', 'x']) expect(format.parseCount(typed, 1, 200)).toBeNull();
  });
});

describe('what is shown', () => {
  it('never says 100 % before all are there', () => {
    expect(format.percent(0, 0)).toBe(0);
    expect(format.percent(999, 1000)).toBe(99);
    expect(format.percent(60, 60)).toBe(100);
  });

  it('groups fingerprints', () => {
    expect(format.grouped('abcdefghij')).toBe('abcd efgh ij');
    expect(format.grouped('ab-cd ef')).toBe('abcd ef');
  });

  it('makes passwords that can be read aloud', () => {
    const password = format.makePassword((length) => crypto.getRandomValues(new Uint8Array(length)));
    expect(password).toMatch(/^[a-hjkmnp-z2-9]{4}-[a-hjkmnp-z2-9]{4}-[a-hjkmnp-z2-9]{4}$/);
  });
});

describe('the first form', async () => {
  const { formErrors } = await import('../../../client/home/new-congress.ts');
  const good = {
    name: '青溪镇人民代表大会',
    county: '',
    login: 'admin',
    person: '李明',
    password: '12345678',
    again: '12345678',
  };
  it('names what must be corrected', () => {
    expect(formErrors(good)).toEqual([]);
    expect(formErrors({ ...good, login: 'a b', again: 'x' })).toEqual(['login', 'again']);
    expect(formErrors({ ...good, name: ' ', password: 'short', again: 'short' })).toEqual(['name', 'password']);
  });
});
