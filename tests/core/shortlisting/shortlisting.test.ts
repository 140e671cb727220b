import { describe, expect, it } from 'vitest';
import {
  bearing,
  type Findings,
  noFindings,
  points,
  reasonOf,
  screened,
} from '../../../core/shortlisting/screening.ts';
import {
  nextCode,
  overEnvelope,
  type StandingAct,
  standingAfter,
  standings,
} from '../../../core/shortlisting/standing.ts';
import { conditionsToLeave } from '../../../core/workflow/cycle.ts';

const passed: Findings = Object.fromEntries(
  points.map((point, i) => [point, { verdict: i < 7 ? 'yes' : 'no', note: '' }]),
) as unknown as Findings;

describe('the seven tests and three bars', () => {
  it('leave everything open at first and nothing when all are judged', () => {
    expect(screened(noFindings)).toEqual({ open: points, against: [] });
    expect(screened(passed)).toEqual({ open: [], against: [] });
  });

  it('count a test not passed and a bar that applies against the project', () => {
    const failed: Findings = {
      ...passed,
      money: { verdict: 'no', note: '上级资金未落实' },
      debt: { verdict: 'yes', note: '' },
    };
    expect(bearing('money', failed.money)).toBe('against');
    expect(bearing('debt', failed.debt)).toBe('against');
    expect(screened(failed).against).toEqual(['money', 'debt']);
    expect(reasonOf(failed)).toBe('资金不具备（上级资金未落实）；存在债务风险');
    expect(reasonOf(passed)).toBe('');
  });
});

describe('where a candidate stands', () => {
  const cell = (act: StandingAct) =>
    standings.map((standing) => {
      const to = standingAfter(act, standing, '理由');
      return to.ok ? to.value : to.error.code;
    });
  it('follows the closed table', () => {
    const no = 'candidate-standing';
    expect(cell('list')).toEqual(['listed', 'listed', 'listed', no]);
    expect(cell('reject')).toEqual(['rejected', 'rejected', 'rejected', no]);
    expect(cell('reserve')).toEqual(['reserve', 'reserve', 'reserve', no]);
    expect(cell('withdraw')).toEqual(['withdrawn', no, no, 'withdrawn']);
  });
  it('needs a reason for all but listing', () => {
    for (const act of ['reject', 'reserve', 'withdraw'] as const)
      expect(standingAfter(act, 'listed', ' ')).toMatchObject({ ok: false, error: { code: 'reason-needed' } });
    expect(standingAfter('list', 'rejected', '')).toEqual({ ok: true, value: 'listed' });
  });
  it('counts codes on and money together', () => {
    expect(nextCode([])).toBe('01');
    expect(nextCode(['01', '12', '甲3'])).toBe('13');
    expect(overEnvelope(null, [5])).toBe(0);
    expect(overEnvelope(10, [5, 5])).toBe(0);
    expect(overEnvelope(10, [5, 6])).toBe(1);
  });
});

it('shortlisting is left with everything answered and decided; the rest can be passed over with a reason', () => {
  const conditions = conditionsToLeave('shortlisting', {
    shortlisting: { unanswered: 1, candidates: 2, seats: 2, decided: false, unscreened: 1, over: 100 },
  });
  expect(conditions.map(({ code, met, waivable }) => [code, met, waivable])).toEqual([
    ['every-suggestion-answered', false, false],
    ['contested', false, true],
    ['screened', false, true],
    ['envelope', false, true],
    ['party-committee', false, false],
  ]);
});
