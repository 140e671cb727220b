import { describe, expect, it } from 'vitest';
import { Activations } from '../../../client/console/desk/activation.ts';
import { findAttendees, serialOf, sharedNames } from '../../../client/console/desk/search.ts';
import type { Attendee } from '../../../core/contract/session.ts';
import type { CardSerial } from '../../../core/ids.ts';
import { err, ok } from '../../../core/result.ts';

const attendee = (number: string, name: string, pinyin: string, initials: string) =>
  ({ id: number, number, name, delegation: '第一代表团', pinyin, initials, present: false }) as unknown as Attendee;
const all = [
  attendee('001', '张晓明', 'zhangxiaoming', 'zxm'),
  attendee('002', '张晓梅', 'zhangxiaomei', 'zxm'),
  attendee('017', '王建国', 'wangjianguo', 'wjg'),
  attendee('117', '王建国', 'wangjianguo', 'wjg'),
  attendee('020', '欧阳华', 'ouyanghua', 'oyh'),
];
const found = (typed: string) => findAttendees(all, typed).map(({ number }) => number);

describe('finding a deputy', () => {
  it('goes by name, pinyin, initials and number', () => {
    expect(found('张晓明')).toEqual(['001']);
    expect(found('zxm')).toEqual(['001', '002']);
    expect(found('ZhangXiaoMei')).toEqual(['002']);
    expect(found('zhang xiao mei')).toEqual(['002']);
    expect(found('oyh')).toEqual(['020']);
    expect(found('晓')).toEqual(['001', '002']);
    expect(found('nobody')).toEqual([]);
    expect(found('')).toHaveLength(5);
  });

  it('takes a number with or without its zeros, the exact one first', () => {
    expect(found('17')[0]).toBe('017');
    expect(found('017')).toEqual(['017']);
    expect(found('117')).toEqual(['117']);
  });

  it('tells the names that several bear', () => {
    expect([...sharedNames(all)]).toEqual(['王建国']);
  });
});

describe('a serial', () => {
  it('is read as typed or scanned', () => {
    for (const typed of ['A-017', 'a017', ' A 017 ', 'Ａ－０１７', 'a-017']) expect(serialOf(typed)).toBe('A-017');
    expect(serialOf('演-017')).toBe('演-017');
    for (const typed of ['017', 'A-17', 'zxm', 'A-01234', '']) expect(serialOf(typed)).toBeUndefined();
  });
});

describe('activating', () => {
  const serial = 'A-017' as CardSerial;
  const counts = { made: 1, activated: 1, revoked: 0 };

  it('repeats a lost request under the same id, and a further deputy gets another', async () => {
    const ids: string[] = [];
    let next = 0;
    let lost = true;
    const activations = new Activations(
      async (_, request) => {
        ids.push(request);
        if (!lost) return ok(counts);
        lost = false;
        return err({ code: 'offline', status: 0, message: '', params: {}, rows: [] });
      },
      () => `id-${next++}`,
    );
    expect((await activations.activate(serial)).ok).toBe(false);
    expect((await activations.activate(serial)).ok).toBe(true);
    await activations.activate(serial);
    expect(ids).toEqual(['id-0', 'id-0', 'id-1']);
  });

  it('never sends more than the serial and the request', async () => {
    const sent: unknown[][] = [];
    const activations = new Activations(
      async (...args) => {
        sent.push(args);
        return ok(counts);
      },
      () => 'id',
    );
    await activations.activate(serial);
    expect(sent).toEqual([[serial, 'id']]);
  });
});
