import { describe, expect, it } from 'vitest';
import {
  canonicalList,
  changesOf,
  type FreezeFacts,
  type ListedProject,
  mayFreeze,
  motionClause,
  type RequestAct,
  requestAfter,
  requestStates,
  signaturesNeeded,
} from '../../../core/deliberation/deliberation.ts';

describe('what is asked of the presidium', () => {
  const cell = (act: RequestAct) =>
    requestStates.map((state) => {
      const to = requestAfter(act, state);
      return to.ok ? to.value : null;
    });
  it('follows the closed table', () => {
    expect(cell('sign')).toEqual(['collecting', null, null, null, null]);
    expect(cell('unsign')).toEqual(['collecting', null, null, null, null]);
    expect(cell('submit')).toEqual(['asked', null, null, null, null]);
    expect(cell('accept')).toEqual([null, 'accepted', null, null, null]);
    expect(cell('refuse')).toEqual([null, 'refused', null, null, null]);
    expect(cell('drop')).toEqual(['dropped', 'dropped', null, null, null]);
  });
  it('takes five deputies in a town and ten above, and cites the law', () => {
    expect([signaturesNeeded('town'), signaturesNeeded('county'), signaturesNeeded('city')]).toEqual([5, 10, 10]);
    expect(motionClause('town').zh).toContain('五人以上');
    expect(motionClause('county').zh).toContain('十人以上');
  });
});

describe('an amendment', () => {
  const values = { title: '路灯', content: '', place: '河东村', budget: 100, unit: '', finish: null };
  it('shows what changes, before and after', () => {
    expect(changesOf(values, values)).toEqual([]);
    expect(changesOf(values, { ...values, budget: 200, finish: '2027-10-31' })).toEqual([
      { field: 'budget', before: 100, after: 200 },
      { field: 'finish', before: null, after: '2027-10-31' },
    ]);
  });
});

describe('the freeze', () => {
  const facts: FreezeFacts = { candidates: 3, requestsOpen: 0, frozen: false };
  const code = (change: Partial<FreezeFacts>) => {
    const may = mayFreeze({ ...facts, ...change });
    return may.ok ? 'ok' : may.error.code;
  };
  it('needs candidates and nothing undecided', () => {
    expect(code({})).toBe('ok');
    expect(code({ candidates: 0 })).toBe('no-candidates');
    expect(code({ requestsOpen: 1 })).toBe('requests-open');
    expect(code({ frozen: true })).toBe('list-frozen');
  });
  it('tells lists apart by order and by every field', () => {
    const one: ListedProject = {
      id: 'a',
      code: '01',
      title: '路灯',
      content: '',
      place: '',
      budget: 1,
      unit: '',
      finish: null,
    };
    const two = { ...one, id: 'b', code: '02' };
    const same = canonicalList([one, two]);
    expect(canonicalList([{ ...one }, { ...two }])).toBe(same);
    expect(canonicalList([two, one])).not.toBe(same);
    for (const change of [
      { id: 'c' },
      { code: '03' },
      { title: '灯' },
      { content: 'x' },
      { place: 'x' },
      { budget: 2 },
      { unit: 'x' },
      { finish: '2027-01-01' },
    ])
      expect(canonicalList([{ ...one, ...change }, two])).not.toBe(same);
  });
});
