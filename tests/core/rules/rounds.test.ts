import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BallotId } from '../../../core/ids.ts';
import { finalOutcome, type HeldBallot } from '../../../core/rules/final.ts';
import { choiceText, finalReason, settlementText } from '../../../core/rules/final-words.ts';
import { approvalLimit, defaultMethod, type Method } from '../../../core/rules/method.ts';
import { type Outcome, outcome, type ProjectTally } from '../../../core/rules/outcome.ts';
import {
  ballotKinds,
  ballotName,
  ballotTask,
  type Choice,
  choices,
  choicesFor,
  needsBallot,
  openMatter,
  runOff,
  secondBallot,
  settled,
} from '../../../core/rules/rounds.ts';
import { type BallotFacts, nextAfter } from '../../../core/workflow/further.ts';

const N = 9;
const everyone = { entitled: N, present: N, issued: N, returned: N };
const base: Method = { ...defaultMethod(), approvalLimit: 'none' };
const tally = (votes: Record<string, number>): ProjectTally[] =>
  Object.entries(votes).map(([code, count]) => ({ code, for: count, against: N - count, abstain: 0 }));
const decide = (method: Method, votes: Record<string, number>) => outcome(method, everyone, tally(votes));
const held = (id: string, result: Outcome, follows: string | null = null, decision: Choice | null = null) =>
  ({ id, follows, result, decision }) satisfies HeldBallot;

/**
 * A whole session as it could go: votes for every ballot, decisions where they are asked for, some ballots without a valid result. Held until
 * nothing further is due or the votes run out.
 */
interface Session {
  readonly held: HeldBallot[];
  readonly method: Method;
  readonly candidates: readonly string[];
}
const sessions = fc
  .record({
    candidates: fc.integer({ min: 2, max: 7 }),
    seats: fc.integer({ min: 1, max: 6 }),
    tie: fc.constantFrom<Method['tie']>('run-off', 'presidium', 'leave-empty'),
    shortfall: fc.constantFrom<Method['shortfall']>('presidium', 'second-now', 'next-session', 'stand'),
    secondPassMark: fc.constantFrom<Method['secondPassMark']>('same', 'majority-of-present', 'plurality'),
    votes: fc.array(fc.array(fc.nat({ max: N }), { minLength: 7, maxLength: 7 }), { minLength: 1, maxLength: 6 }),
    decisions: fc.array(fc.constantFrom<Choice>(...choices), { minLength: 6, maxLength: 6 }),
    spoilt: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
  })
  .map(({ candidates, seats, votes, decisions, spoilt, ...rules }): Session => {
    const codes = Array.from({ length: candidates }, (_, i) => `P${i + 1}`);
    const method = { ...base, ...rules, seats: Math.min(seats, candidates - 1) };
    const session: HeldBallot[] = [];
    let paper: { method: Method; codes: readonly string[] } = { method, codes };
    let follows: string | null = null;
    for (const [round, row] of votes.entries()) {
      const id = `b${round}`;
      // More returned than issued: held again, and nothing follows from it.
      const issued = spoilt[round] ? N - 1 : N;
      const rows = tally(Object.fromEntries(paper.codes.map((code, i) => [code, row[i]!])));
      const result = outcome(paper.method, { ...everyone, issued }, rows);
      const open = openMatter(result);
      const decision = open && choicesFor(open, 5 - round).includes(decisions[round]!) ? decisions[round]! : null;
      session.push({ id, follows, result, decision });
      if (spoilt[round]) continue;
      const choice = open && settled(open, decision);
      if (!choice || !needsBallot(choice)) break;
      const further = open.matter === 'tie' ? runOff(paper.method, result) : secondBallot(paper.method, result);
      if (!further.ok) throw new Error(further.error);
      paper = further.value;
      follows = id;
    }
    return { held: session, method, candidates: codes };
  });

describe('the final list', () => {
  it('of any session: every candidate once, never more elected than seats, each as its last valid ballot said', () => {
    fc.assert(
      fc.property(sessions, ({ held, method, candidates }) => {
        const final = finalOutcome(held)!;
        const valid = held.filter(({ result }) => result.validity.kind === 'valid');
        expect(final.projects.map(({ code }) => code).sort()).toEqual([...candidates].sort());
        expect(final.seats).toBe(method.seats);
        expect(final.filled).toBe(final.projects.filter(({ elected }) => elected).length);
        expect(final.filled).toBeLessThanOrEqual(method.seats);
        // Who was elected once stays elected, and nobody else is.
        const elected = valid.flatMap(({ result }) => result.projects.filter((one) => one.elected));
        expect(
          final.projects
            .filter((one) => one.elected)
            .map(({ code }) => code)
            .sort(),
        ).toEqual(elected.map(({ code }) => code).sort());
        for (const project of final.projects) {
          const last = (valid.length > 0 ? valid : held.slice(-1)).findLast(({ result }) =>
            result.projects.some(({ code }) => code === project.code),
          )!;
          expect(project.ballot).toBe(last.id);
          expect(project.outcome).toEqual(last.result.projects.find(({ code }) => code === project.code));
        }
        // What is open is exactly the seats not filled, and it is complete when no ballot or decision is due.
        if (valid.length > 0) expect(final.open?.seats ?? 0).toBe(final.seats - final.filled);
        expect(final.complete).toBe(
          valid.length > 0 && (final.open === null || (final.open.choice !== null && !needsBallot(final.open.choice))),
        );
        for (const project of final.projects)
          expect(project.settlement !== null).toBe(final.open?.codes.includes(project.code) ?? false);
      }),
      { numRuns: 2000 },
    );
  });

  it('puts a shortfall, the second ballot, its tie and the run-off together, each with the ballot that decided it', () => {
    const method = { ...base, seats: 3 };
    const first = decide(method, { P1: 6, P2: 4, P3: 3, P4: 2 });
    const second = secondBallot(method, first);
    if (!second.ok) throw new Error(second.error);
    const two = decide(second.value.method, { P2: 7, P3: 5, P4: 5 });
    const again = runOff(second.value.method, two);
    if (!again.ok) throw new Error(again.error);
    const three = decide(again.value.method, { P3: 2, P4: 3 });
    const final = finalOutcome([held('a', first, null, 'second-now'), held('b', two, 'a'), held('c', three, 'b')])!;
    expect(final).toMatchObject({ seats: 3, filled: 3, complete: true, open: null });
    expect(final.projects.map(({ code, state, ballot }) => [code, state, ballot])).toEqual([
      ['P1', 'elected', 'a'],
      ['P2', 'elected', 'b'],
      ['P4', 'elected', 'c'],
      ['P3', 'passed-no-seat', 'c'],
    ]);
    expect(finalReason(final.projects[2]!, ballotName('run-off', 1, false)).zh).toBe(
      '再次票决：赞成 3 票，得票第 1 名，当选',
    );
  });

  it('says what became of a tie or a shortfall that no ballot settled', () => {
    const tied = decide({ ...base, seats: 1, tie: 'presidium' }, { P1: 6, P2: 6 });
    const waiting = finalOutcome([held('a', tied)])!;
    expect(waiting).toMatchObject({
      filled: 0,
      complete: false,
      open: { matter: 'tie', choice: null, by: 'presidium' },
    });
    const empty = finalOutcome([held('a', tied, null, 'leave-empty')])!;
    expect(empty).toMatchObject({ filled: 0, complete: true, open: { choice: 'leave-empty', by: 'presidium' } });
    expect(finalReason(empty.projects[0]!, ballotName('projects', 1, false)).zh).toMatch(
      /^项目票决：赞成 6 票.*；主席团决定：名额空缺$/,
    );
    const stands = finalOutcome([held('a', decide({ ...base, seats: 1, shortfall: 'stand' }, { P1: 3, P2: 2 }))])!;
    expect(stands).toMatchObject({ complete: true, open: { matter: 'shortfall', choice: 'stand', by: 'method' } });
    expect(settlementText(stands.open!).zh).toBe('按票决办法：缺额不再补选');
  });

  it('leaves out what has no valid result, unless it is all there is', () => {
    const method = { ...base, seats: 1 };
    const spoilt = outcome(method, { ...everyone, issued: 8 }, tally({ P1: 9, P2: 0 }));
    expect(finalOutcome([])).toBeNull();
    expect(finalOutcome([held('a', spoilt)])).toMatchObject({ filled: 0, complete: false, open: null });
    const good = decide(method, { P1: 2, P2: 6 });
    expect(finalOutcome([held('a', spoilt), held('b', good)])).toMatchObject({
      filled: 1,
      complete: true,
      projects: [{ code: 'P2', ballot: 'b' }, { code: 'P1' }],
    });
  });
});

describe('what comes after a ballot', () => {
  const facts = (change: Partial<BallotFacts>): BallotFacts => ({
    id: 'a' as BallotId,
    state: 'published',
    result: null,
    decision: null,
    ...change,
  });
  const tied = (tie: Method['tie']) => decide({ ...base, seats: 1, tie }, { P1: 6, P2: 6 });
  const short = (shortfall: Method['shortfall']) => decide({ ...base, seats: 1, shortfall }, { P1: 4, P2: 3 });

  it('is nothing while it is under way, and when it settled everything', () => {
    for (const state of ['preparing', 'ceremony', 'keyed', 'open', 'closed', 'tallied', 'certified'] as const)
      expect(nextAfter(facts({ state }), null, 5)).toBeNull();
    expect(nextAfter(facts({ result: decide({ ...base, seats: 1 }, { P1: 6, P2: 3 }) }), null, 5)).toBeNull();
  });

  it.each([
    [tied('run-off'), null, 5, { make: 'run-off', settled: 'run-off', by: 'method', choices: [] }],
    [tied('leave-empty'), null, 5, { make: null, settled: 'leave-empty', by: 'method', choices: [] }],
    [tied('presidium'), null, 5, { make: null, settled: null, by: null, choices: ['run-off', 'leave-empty'] }],
    [tied('presidium'), 'run-off', 5, { make: 'run-off', settled: 'run-off', by: 'presidium' }],
    [tied('presidium'), 'leave-empty', 5, { make: null, settled: 'leave-empty', by: 'presidium' }],
    // No election is left: whatever needs no ballot is for the presidium to choose, whatever the method says.
    [tied('run-off'), null, 0, { make: null, settled: 'run-off', choices: ['leave-empty'] }],
    [tied('presidium'), null, 0, { make: null, choices: ['leave-empty'] }],
    [short('second-now'), null, 5, { make: 'second', settled: 'second-now', by: 'method', choices: [] }],
    [short('next-session'), null, 5, { make: null, settled: 'next-session', choices: [] }],
    [short('presidium'), 'second-now', 5, { make: 'second' }],
    [short('presidium'), 'stand', 5, { make: null, settled: 'stand', by: 'presidium' }],
    [short('second-now'), null, 0, { make: null, choices: ['next-session', 'stand'] }],
  ] as const)('a tie or shortfall, by the method or the decision (%#)', (result, decision, left, expected) => {
    expect(nextAfter(facts({ result, decision }), null, left)).toMatchObject({ ...expected, ballot: 'a', left });
  });

  it('the same again after an annulment; and what a void run-off was to settle is open again', () => {
    expect(nextAfter(facts({ state: 'annulled' }), null, 3)).toMatchObject({ matter: 'annulled', make: 'again' });
    expect(nextAfter(facts({ state: 'annulled' }), null, 0)).toMatchObject({ make: null, left: 0 });
    const first = facts({ id: 'first' as BallotId, result: tied('presidium'), decision: 'run-off' });
    expect(nextAfter(facts({ state: 'annulled' }), first, 3)).toMatchObject({
      ...{ matter: 'annulled', ballot: 'first', make: 'again', codes: ['P1', 'P2'] },
      choices: ['run-off', 'leave-empty'],
    });
    expect(nextAfter(facts({ state: 'annulled' }), { ...first, decision: 'leave-empty' }, 3)).toMatchObject({
      make: null,
      settled: 'leave-empty',
    });
    const spoilt = outcome({ ...base, seats: 1 }, { ...everyone, issued: 8 }, tally({ P1: 9, P2: 0 }));
    expect(nextAfter(facts({ result: spoilt }), null, 3)).toMatchObject({ matter: 'annulled', make: 'again' });
  });
});

describe('the words', () => {
  it('name every ballot and every choice in both languages', () => {
    const texts = [
      ...choices.map(choiceText),
      ...ballotKinds.flatMap((kind) =>
        [1, 2, 3, 12].flatMap((n) => [ballotName(kind, n, false), ballotName(kind, n, true)]),
      ),
      ...ballotKinds
        .flatMap((kind) => [ballotTask(kind, 3, 1), ballotTask(kind, 2, 2)])
        .filter((text) => text !== null),
    ];
    for (const { zh, en } of texts) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).not.toMatch(/\p{Script=Han}/u);
    }
    expect(ballotName('second', 1, false).zh).toBe('第二次票决');
    expect(ballotName('second', 2, false).zh).toBe('第三次票决');
    expect(ballotName('run-off', 2, true).zh).toBe('第二轮再次票决（重新举行）');
    expect(ballotTask('run-off', 2, 1)?.zh).toBe('从 2 个票数相等的项目中选 1 个');
  });

  it('a second ballot by the method is the only one it prescribes', () => {
    const next = secondBallot(
      { ...base, seats: 2, shortfall: 'second-now' },
      decide({ ...base, seats: 2 }, { P1: 6, P2: 3, P3: 2 }),
    );
    expect(next.ok && next.value.method.shortfall).toBe('presidium');
  });

  it('a limit of approvals that is a number of its own becomes the seats of the further ballot', () => {
    const method: Method = { ...base, seats: 1, approvalLimit: 'fixed', fixedLimit: 2 };
    const next = runOff(method, decide(method, { P1: 6, P2: 6, P3: 6 }));
    expect(next.ok && approvalLimit(next.value.method, 3)).toBe(1);
    const second = secondBallot(method, decide(method, { P1: 4, P2: 3, P3: 2 }));
    expect(second.ok && approvalLimit(second.value.method, 3)).toBe(1);
  });
});
