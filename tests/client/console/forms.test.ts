// @vitest-environment node
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { searchDeputies } from '../../../client/console/roster/search.ts';
import { appointmentErrors } from '../../../client/console/scrutineers/appointment.ts';
import type { Deputy } from '../../../core/contract/congress.ts';
import { defaultMethod } from '../../../core/rules/method.ts';
import { METHOD_SETTINGS, settingApplies } from '../../../core/rules/settings.ts';

let form: typeof import('../../../client/console/method/form.ts');
beforeAll(async () => {
  vi.stubGlobal('location', { search: '', href: 'http://localhost/' });
  vi.stubGlobal('localStorage', { getItem: () => null });
  vi.stubGlobal('document', { documentElement: {} });
  form = await import('../../../client/console/method/form.ts');
});

describe('the method form', () => {
  it('reads back what it shows', () => {
    const method = defaultMethod(12);
    expect(form.readForm(form.formOf(method))).toEqual({ ok: true, value: method });
    expect(Object.keys(form.formOf(method)).sort()).toEqual(METHOD_SETTINGS.map(({ key }) => key).sort());
  });

  it('names every setting that is wrong, at its field', () => {
    const read = form.readForm({ ...form.formOf(defaultMethod()), seats: '0', papersDays: 'x' });
    expect(read.ok ? [] : read.error.map(form.keyOf).sort()).toEqual(['papersDays', 'seats']);
    const cross = form.readForm({ ...form.formOf(defaultMethod()), threshold: '5' });
    expect(cross.ok ? [] : cross.error.map(form.keyOf)).toEqual(['threshold']);
  });

  it('does not mind what is typed in a setting without a meaning', () => {
    const typed = { ...form.formOf(defaultMethod()), fixedLimit: '' };
    expect(settingApplies('fixedLimit', typed)).toBe(false);
    expect(form.readForm(typed).ok).toBe(true);
    expect(form.readForm({ ...typed, approvalLimit: 'fixed' }).ok).toBe(false);
  });
});

describe('appointing scrutineers', () => {
  const accounts = [
    { id: 'a', role: 'chief-scrutineer' },
    { id: 'b', role: 'scrutineer' },
  ] as unknown as Parameters<typeof appointmentErrors>[1];
  it('asks for everybody, nobody twice, and the chief first', () => {
    expect(appointmentErrors(['a', 'b'], accounts)).toEqual([null, null]);
    expect(appointmentErrors(['', 'b'], accounts)).toEqual(['empty', null]);
    expect(appointmentErrors(['a', 'a'], accounts)).toEqual([null, 'twice']);
    expect(appointmentErrors(['b', 'a'], accounts)).toEqual(['chief', null]);
  });
});

describe('finding a deputy', () => {
  const deputy = (number: string, name: string, pinyin: string, initials: string) =>
    ({ number, name, pinyin, initials, delegation: '第一代表团', phone: '' }) as unknown as Deputy;
  const roster = [deputy('001', '王建军', 'wang jian jun', 'wjj'), deputy('002', '李秀兰', 'li xiu lan', 'lxl')];
  it('goes by name, pinyin, initials, number and delegation', () => {
    for (const query of ['王', 'WJJ', 'wangjian', '001', 'wang 第一', '００１'])
      expect(searchDeputies(roster, query).map((one) => one.number)).toEqual(['001']);
    expect(searchDeputies(roster, '  ')).toHaveLength(2);
    expect(searchDeputies(roster, '代表团')).toHaveLength(2);
    expect(searchDeputies(roster, 'zzz')).toHaveLength(0);
  });
});
