import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  approvalLimit,
  checkAtFreeze,
  defaultMethod,
  Method,
  type MethodProblem,
  parseMethod,
} from '../../../core/rules/method.ts';
import { outcome } from '../../../core/rules/outcome.ts';
import { runOff, secondBallot } from '../../../core/rules/rounds.ts';
import { METHOD_SETTINGS, methodProblemText, settingValueText } from '../../../core/rules/settings.ts';

describe('method', () => {
  it('the default is valid and keeps the usual proportions', () => {
    expect(parseMethod(defaultMethod())).toEqual({ ok: true, value: defaultMethod() });
    expect([12, 24, 2, 3].map((candidates) => defaultMethod(candidates).seats)).toEqual([10, 20, 1, 2]);
    for (let candidates = 2; candidates <= 200; candidates++)
      expect(checkAtFreeze(defaultMethod(candidates), candidates).ok, `${candidates}`).toBe(true);
  });

  it('names every setting that is wrong, unknown ones too', () => {
    const result = parseMethod({ ...defaultMethod(), seats: 0, tie: 'newest', secrecy: 'open', extra: 1 });
    expect(result.ok).toBe(false);
    const keys = result.ok ? [] : result.error.map((problem) => problem.code === 'invalid-setting' && problem.key);
    expect(new Set(keys)).toEqual(new Set(['seats', 'tie', 'secrecy', 'extra']));
  });

  it.each<[Partial<Method>, number, MethodProblem['code'] | null]>([
    [{}, 12, null],
    [{}, 10, 'contested-needs-more-candidates'],
    [{}, 11, null],
    [{ contest: 'uncontested' }, 10, null],
    [{ contest: 'uncontested' }, 11, 'uncontested-needs-equal'],
    [{ contest: 'uncontested', elected: 'plurality' }, 10, 'uncontested-plurality'],
    [{ threshold: 4 }, 12, 'threshold-above-scrutineers'],
    [{ threshold: 3 }, 12, null],
  ])('%j with %i candidates: %s', (changes, candidates, code) => {
    const result = checkAtFreeze({ ...defaultMethod(), ...changes }, candidates);
    expect(result.ok ? null : result.error.map((problem) => problem.code)).toEqual(code === null ? null : [code]);
    if (!result.ok) for (const problem of result.error) expect(methodProblemText(problem).zh).toMatch(/，|：/);
  });

  it('one scrutineer can never open the box alone', () => {
    expect(parseMethod({ ...defaultMethod(), threshold: 1 }).ok).toBe(false);
  });

  it('the limit of approvals is the seats, and there is none uncontested', () => {
    expect(approvalLimit(defaultMethod(), 12)).toBe(10);
    expect(approvalLimit({ ...defaultMethod(), approvalLimit: 'none' }, 12)).toBe(12);
    expect(approvalLimit({ ...defaultMethod(), contest: 'uncontested' }, 10)).toBe(10);
  });
});

describe('settings', () => {
  it('describe every setting and every value of the schema, in both languages', () => {
    expect(new Set(METHOD_SETTINGS.map((setting) => setting.key))).toEqual(new Set(Object.keys(Method.shape)));
    for (const setting of METHOD_SETTINGS) {
      const valid = (value: unknown) => Method.shape[setting.key].safeParse(value).success;
      const { control } = setting;
      if (control.kind === 'number') {
        expect([control.min - 1, control.min, control.max, control.max + 1].map(valid), setting.key).toEqual([
          false,
          true,
          true,
          false,
        ]);
      } else {
        type Choice = { options?: string[]; value?: string; unwrap?: () => Choice };
        const shape = Method.shape[setting.key] as unknown as Choice;
        // A setting that came later has a default, for methods from before.
        const schema = shape.options ? shape : (shape.unwrap?.() ?? shape);
        expect(new Set(control.values)).toEqual(new Set(schema.options ?? [schema.value]));
        expect(Object.keys(setting.zh.options)).toEqual(control.values);
        expect(Object.keys(setting.en.options)).toEqual(control.values);
      }
      expect(valid(defaultMethod()[setting.key])).toBe(true);
      expect(settingValueText(setting, defaultMethod()[setting.key]).zh).not.toBe('');
      for (const text of [setting.zh.label, setting.zh.explain, setting.basis.zh])
        expect(text).toMatch(/\p{Script=Han}/u);
      for (const text of [setting.en.label, setting.en.explain, setting.basis.en])
        expect(text).not.toMatch(/\p{Script=Han}/u);
    }
  });
});

describe('further ballots', () => {
  const everyone = { entitled: 60, present: 60, issued: 60, returned: 60 };
  const tally = (votes: number[]) =>
    votes.map((count, index) => ({ code: `${index + 1}`, for: count, against: 60 - count, abstain: 0 }));
  const base: Method = { ...defaultMethod(), approvalLimit: 'none', seats: 3 };

  it('a run-off is among the tied only, for the seats at stake, by most votes', () => {
    const tied = outcome(base, everyone, tally([50, 40, 40, 40, 20]));
    const next = runOff(base, tied);
    expect(next.ok && next.value.codes).toEqual(['2', '3', '4']);
    expect(next.ok && [next.value.method.seats, next.value.method.elected]).toEqual([2, 'plurality']);
    expect(next.ok && checkAtFreeze(next.value.method, 3).ok).toBe(true);
    expect(runOff(base, outcome(base, everyone, tally([50, 40, 40]))).ok).toBe(false);
  });

  it('a second ballot is among those that did not pass, with the mark the method sets', () => {
    const short = outcome(base, everyone, tally([50, 30, 20, 25]));
    const next = secondBallot(base, short);
    expect(
      next.ok && [next.value.codes, next.value.method.seats, next.value.method.contest, next.value.method.elected],
    ).toEqual([['2', '4', '3'], 2, 'contested', 'majority-of-all']);
    // After a run-off, too, 与第一次相同 is the first ballot's mark and not the run-off's.
    const after = runOff(base, outcome(base, everyone, tally([50, 40, 40, 40, 20])));
    if (!after.ok) throw new Error(after.error);
    const nobody = outcome(after.value.method, everyone, tally([0, 0, 0]));
    const again = secondBallot(after.value.method, nobody, base);
    expect(again.ok && again.value.method.elected).toBe('majority-of-all');
    const eased = secondBallot({ ...base, secondPassMark: 'plurality' }, short);
    expect(eased.ok && eased.value.method.elected).toBe('plurality');
    expect(secondBallot(base, outcome(base, everyone, tally([50, 40, 31, 20])))).toEqual({
      ok: false,
      error: 'no-shortfall',
    });
  });

  it('after an uncontested ballot the second is uncontested, and then never by plurality', () => {
    const all: Method = { ...base, contest: 'uncontested', secondPassMark: 'plurality' };
    const next = secondBallot(all, outcome(all, everyone, tally([50, 30, 40])));
    expect(next.ok && [next.value.codes, next.value.method.seats, next.value.method.contest]).toEqual([
      ['2'],
      1,
      'uncontested',
    ]);
    expect(next.ok && next.value.method.elected).toBe('majority-of-all');
  });

  it('every further ballot that follows can be frozen', () => {
    const anyVotes = fc.array(fc.nat({ max: 60 }), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(
        anyVotes,
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom('same', 'majority-of-present', 'plurality'),
        (votes, seats, mark) => {
          const method: Method = {
            ...base,
            seats: Math.min(seats, votes.length - 1),
            secondPassMark: mark as Method['secondPassMark'],
          };
          const result = outcome(method, everyone, tally(votes));
          for (const next of [runOff(method, result), secondBallot(method, result)])
            if (next.ok) expect(checkAtFreeze(next.value.method, next.value.codes.length).ok).toBe(true);
        },
      ),
    );
  });
});
