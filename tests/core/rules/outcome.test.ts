import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultMethod, type Method } from '../../../core/rules/method.ts';
import { type Attendance, outcome, type ProjectTally } from '../../../core/rules/outcome.ts';
import { openPoints, reasonText, validityText } from '../../../core/rules/reasons.ts';
import { fates } from './statement.ts';

const everyone = (n: number): Attendance => ({ entitled: n, present: n, issued: n, returned: n });
const rows = (returned: number, votes: readonly number[]): ProjectTally[] =>
  votes.map((count, index) => ({ code: `${index + 1}`, for: count, against: returned - count, abstain: 0 }));
const method = (changes: Partial<Method>): Method => ({ ...defaultMethod(), approvalLimit: 'none', ...changes });

/** Ballots with many ties: few deputies, up to 8 projects, any method that decides. */
const scenario = fc
  .record({
    entitled: fc.integer({ min: 1, max: 12 }),
    absent: fc.integer({ min: 0, max: 4 }),
    votes: fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 8 }),
    seats: fc.integer({ min: 1, max: 8 }),
    elected: fc.constantFrom<Method['elected']>('majority-of-all', 'majority-of-present', 'plurality'),
    quorum: fc.constantFrom<Method['quorum']>('two-thirds', 'majority'),
    tie: fc.constantFrom<Method['tie']>('run-off', 'presidium', 'leave-empty'),
  })
  .map(({ entitled, absent, votes, seats, elected, quorum, tie }) => {
    const present = Math.max(0, entitled - absent);
    return {
      method: method({ seats, elected, quorum, tie }),
      attendance: { entitled, present, issued: present, returned: present },
      tally: rows(
        present,
        votes.map((count) => Math.min(count, present)),
      ),
    };
  });

describe('outcome', () => {
  it('agrees with the rules stated by enumeration', () => {
    fc.assert(
      fc.property(scenario, ({ method, attendance, tally }) => {
        const result = outcome(method, attendance, tally);
        const enough =
          method.quorum === 'majority'
            ? attendance.present * 2 > attendance.entitled
            : attendance.present * 3 >= attendance.entitled * 2;
        if (!enough) {
          expect(result.validity.kind).toBe('no-quorum');
          expect(result.projects.every((project) => project.state === 'no-result')).toBe(true);
          return;
        }
        const expected = fates(method, attendance, tally);
        for (const project of result.projects) {
          expect(project.state, project.code).toBe(expected.get(project.code));
          expect(project.elected).toBe(project.state === 'elected');
          expect(project.reason.kind).toBe(
            {
              elected: 'elected',
              'not-passed': 'below-mark',
              'passed-no-seat': 'no-seat',
              tied: 'tied',
              'no-result': 'no-result',
            }[project.state],
          );
        }
        const tied = [...expected].filter(([, fate]) => fate === 'tied').map(([code]) => code);
        const filled = [...expected.values()].filter((fate) => fate === 'elected').length;
        const passed = [...expected.values()].filter((fate) => fate !== 'not-passed').length;
        expect(new Set(result.tie?.codes ?? [])).toEqual(new Set(tied));
        expect(result.tie?.seatsAtStake ?? 0).toBe(tied.length > 0 ? method.seats - filled : 0);
        expect(result.shortfall?.seats ?? 0).toBe(Math.max(0, method.seats - passed));
        expect(result.filled).toBe(filled);
      }),
      { numRuns: 3000 },
    );
  });

  it('does not depend on the order of entry', () => {
    const shuffled = scenario.chain((given) =>
      fc
        .shuffledSubarray(given.tally, { minLength: given.tally.length })
        .map((tally) => ({ ...given, shuffled: tally })),
    );
    fc.assert(
      fc.property(shuffled, ({ method, attendance, tally, shuffled }) => {
        expect(outcome(method, attendance, shuffled)).toEqual(outcome(method, attendance, tally));
      }),
      { numRuns: 1000 },
    );
  });

  it('one more 赞成 never harms the project that gets it, and never helps another', () => {
    const worth = { 'no-result': 0, 'not-passed': 1, 'passed-no-seat': 2, tied: 3, elected: 4 };
    fc.assert(
      fc.property(scenario, fc.nat(), ({ method, attendance, tally }, pick) => {
        const at = pick % tally.length;
        fc.pre(tally[at]!.for < attendance.returned);
        const more = tally.map((row, index) =>
          index === at ? { ...row, for: row.for + 1, against: row.against - 1 } : row,
        );
        const states = (result: ReturnType<typeof outcome>) =>
          new Map(result.projects.map((project) => [project.code, worth[project.state]]));
        const before = states(outcome(method, attendance, tally));
        const after = states(outcome(method, attendance, more));
        for (const { code } of tally)
          if (code === tally[at]!.code) expect(after.get(code)!).toBeGreaterThanOrEqual(before.get(code)!);
          else expect(after.get(code)!).toBeLessThanOrEqual(before.get(code)!);
      }),
      { numRuns: 2000 },
    );
  });

  it('absence counts against: fewer present never elects more under the majority of all', () => {
    const base = method({ seats: 2 });
    expect(outcome(base, everyone(60), rows(60, [31, 30, 29])).projects.map((p) => p.state)).toEqual([
      'elected',
      'not-passed',
      'not-passed',
    ]);
    const present45 = { entitled: 60, present: 45, issued: 45, returned: 45 };
    expect(outcome(base, present45, rows(45, [30])).filled).toBe(0);
    expect(outcome({ ...base, elected: 'majority-of-present' }, present45, rows(45, [30])).filled).toBe(1);
  });

  it('a tie within the seats needs nothing; one across the last seat is named and nobody in it is elected', () => {
    const within = outcome(method({ seats: 3 }), everyone(60), rows(60, [40, 50, 40, 39]));
    expect(within.tie).toBeNull();
    expect(within.projects.map((p) => [p.code, p.elected])).toEqual([
      ['2', true],
      ['1', true],
      ['3', true],
      ['4', false],
    ]);
    const across = outcome(method({ seats: 2 }), everyone(60), rows(60, [40, 50, 40, 39]));
    expect(across.tie).toEqual({ codes: ['1', '3'], seatsAtStake: 1, for: 40, next: 'run-off' });
    expect(across.projects.map((p) => p.state)).toEqual(['elected', 'tied', 'tied', 'passed-no-seat']);
    expect(across.shortfall).toBeNull();
  });

  it('equal votes below the mark are no tie', () => {
    const result = outcome(method({ seats: 1 }), everyone(60), rows(60, [30, 30]));
    expect(result.tie).toBeNull();
    expect(result.shortfall).toEqual({ seats: 1, next: 'presidium' });
  });

  it('uncontested: each by the mark alone', () => {
    const result = outcome(method({ seats: 3, contest: 'uncontested' }), everyone(60), rows(60, [60, 31, 30]));
    expect(result.projects.map((p) => p.elected)).toEqual([true, true, false]);
    expect(result.shortfall?.seats).toBe(1);
  });

  it('annuls when more is returned than issued; equal or fewer is valid', () => {
    const attendance = { entitled: 60, present: 55, issued: 55, returned: 56 };
    const annulled = outcome(method({ seats: 1 }), attendance, rows(56, [56]));
    expect(annulled.validity).toEqual({ kind: 'annulled', returned: 56, issued: 55 });
    expect(annulled.filled).toBe(0);
    expect(outcome(method({ seats: 1 }), { ...attendance, returned: 55 }, rows(55, [55])).filled).toBe(1);
    expect(outcome(method({ seats: 1 }), { ...attendance, returned: 50 }, rows(50, [50])).notPressed).toBe(5);
  });

  it.each([
    ['duplicate-code', [...rows(60, [40]), ...rows(60, [41])], everyone(60), {}],
    ['more-votes-than-returned', [{ code: '1', for: 40, against: 20, abstain: 1 }], everyone(60), {}],
    ['more-for-than-limit', rows(60, [60, 60, 1]), everyone(60), { approvalLimit: 'seats', seats: 2 }],
    ['more-present-than-entitled', rows(60, [60]), { ...everyone(60), entitled: 59 }, {}],
    ['more-returned-than-entitled', rows(60, [60]), { entitled: 50, present: 40, issued: 60, returned: 60 }, {}],
  ] as const)('refuses figures that fit no ballot: %s', (fault, tally, attendance, changes) => {
    const result = outcome(method(changes), attendance, tally);
    expect(result.validity).toMatchObject({ kind: 'inconsistent', fault });
    expect(result.projects.every((project) => !project.elected)).toBe(true);
  });

  it('Lishui: 327 entitled, 314 present, issued and returned; 164 passes and 163 does not', () => {
    const attendance = { entitled: 327, present: 314, issued: 314, returned: 314 };
    const result = outcome(method({ seats: 10 }), attendance, rows(314, [164, 163]));
    expect(result.projects.map((p) => p.elected)).toEqual([true, false]);
    expect([result.quorum, result.passMark]).toEqual([218, 164]);
  });
});

describe('reasons', () => {
  it('say the numbers', () => {
    const result = outcome(method({ seats: 3 }), everyone(60), rows(60, [50, 48, 45, 40, 12]));
    expect(reasonText(result.projects[2]!.reason).zh).toBe(
      '赞成 45 票，超过全体代表 60 人的半数（须 31 票），得票第 3 名，当选',
    );
    expect(reasonText(result.projects[3]!.reason).zh).toContain('得票第 4 名，应选 3 项已满，未当选');
    expect(reasonText(result.projects[4]!.reason).en).toBe(
      '12 in favour, not more than half of all 60 deputies (31 needed): not elected',
    );
  });

  it('have text in both languages for every reason that can occur, never with a hole', () => {
    fc.assert(
      fc.property(scenario, fc.boolean(), ({ method, attendance, tally }, stuffed) => {
        const result = outcome(method, { ...attendance, returned: attendance.returned + (stuffed ? 1 : 0) }, tally);
        const texts = [
          validityText(result.validity),
          ...openPoints(result),
          ...result.projects.map((p) => reasonText(p.reason)),
        ];
        for (const { zh, en } of texts) {
          expect(zh).toMatch(/\p{Script=Han}/u);
          expect(en).not.toMatch(/\p{Script=Han}/u);
          expect(zh + en).not.toMatch(/\b(undefined|null|NaN)\b/);
        }
      }),
    );
  });
});
