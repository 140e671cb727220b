import { describe, expect, it } from 'vitest';
import { roles } from '../../../core/contract/common.ts';
import { type Act, may, mayDo, permissions } from '../../../core/workflow/permissions.ts';

/** Role × act, written out a second time: a cell that changes in the table must be changed here by hand. */
const A = 'administrator';
const P = 'presidium';
const C = 'chief-scrutineer';
const S = 'scrutineer';
const T = 'teller';
const G = 'government';
const K = 'county';
const expected: Record<Act, readonly string[]> = {
  'cycle.read': [A, P, C, S, T, G, K],
  'cycle.start': [P, G],
  'cycle.enter': [P, G],
  'cycle.deadlines': [P, K],
  'file.read': [A, P, C, S, T, G, K],
  'history.read': [A, P, G, K],
};

describe('the permissions table', () => {
  it('has the acts listed here, no more and no fewer', () => {
    expect(Object.keys(permissions).sort()).toEqual(Object.keys(expected).sort());
  });

  for (const act of Object.keys(expected) as Act[])
    it.each(roles)(`${act} for %s`, (role) => {
      expect(mayDo(role, act)).toBe(expected[act].includes(role));
      expect(new Set(may(act)).size).toBe(may(act).length);
    });

  it('says every act in both languages', () => {
    for (const { zh, en } of Object.values(permissions)) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/^[A-Z]/);
    }
  });
});
