import { beforeAll, describe, expect, it, vi } from 'vitest';
import { defaultMethod, type Method } from '../../../core/rules/method.ts';
import { outcome } from '../../../core/rules/outcome.ts';

const attendance = { entitled: 60, present: 52, issued: 52, returned: 51 };
const projects = [1, 2, 3].map((n) => ({ code: `P${n}`, title: `项目${n}` }));
const made = (method: Partial<Method>, votes: number[]) => ({
  attendance,
  presentAtClose: 51,
  result: outcome(
    { ...defaultMethod(3), seats: 2, ...method },
    attendance,
    votes.map((count, i) => ({ code: `P${i + 1}`, for: count, against: 51 - count, abstain: 0 })),
  ),
});

describe('what the bars show', () => {
  let rows: typeof import('../../../client/ui/results/rows.ts');
  beforeAll(async () => {
    vi.stubGlobal('location', { search: '' });
    vi.stubGlobal('localStorage', { getItem: () => null });
    vi.stubGlobal('document', { documentElement: {} });
    rows = await import('../../../client/ui/results/rows.ts');
  });

  it('measures against all deputies, with the line at the pass mark', () => {
    const result = made({}, [40, 30, 20]);
    expect(rows.markLine(result)).toEqual({ votes: 31, plurality: false, scale: 60 });
    expect(rows.resultRows(projects, result).map(({ title, word }) => [title, word])).toEqual([
      ['项目1', '当选'],
      ['项目2', '未通过'],
      ['项目3', '未通过'],
    ]);
  });
  it('measures against those present where the method says so', () => {
    expect(rows.markLine(made({ elected: 'majority-of-present' }, [40, 30, 20]))).toMatchObject({
      votes: 27,
      scale: 52,
    });
  });
  it('has no line where the most votes elect, nor where there is no result', () => {
    expect(rows.markLine(made({ elected: 'plurality' }, [40, 30, 20]))).toMatchObject({ votes: 0, plurality: true });
    const annulled = made({}, [40, 30, 20]);
    const none = { ...annulled, result: outcome(defaultMethod(3), { ...attendance, returned: 53 }, []) };
    expect(rows.markLine(none)).toMatchObject({ votes: 0, plurality: false });
  });
  it('shows ties as ties', () => {
    const tied = rows.resultRows(projects, made({}, [36, 32, 32]));
    expect(tied.map(({ word, elected }) => [word, elected])).toEqual([
      ['当选', true],
      ['票数相等待定', false],
      ['票数相等待定', false],
    ]);
  });
  it('sorts by code as people read them', () => {
    const result = made({}, [20, 30, 40]);
    expect(rows.resultRows(projects, result, 'code').map(({ code }) => code)).toEqual(['P1', 'P2', 'P3']);
  });
});

describe('a hash in groups', () => {
  it('is cut into fours, the last one shorter', async () => {
    const { inGroups } = await import('../../../client/ui/results/grouping.ts');
    expect(inGroups('3f2a90c1b8')).toEqual(['3f2a', '90c1', 'b8']);
    expect(inGroups('')).toEqual([]);
    expect(inGroups('tv7rakVl6qdAiDGOs0UlFz6XbWrlnCO4qcwEKHRyaBc')).toHaveLength(11);
  });
});
