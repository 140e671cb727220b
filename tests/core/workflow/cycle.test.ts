import { describe, expect, it } from 'vitest';
import {
  type CycleFacts,
  conditionsToLeave,
  daysBetween,
  nextStage,
  possibleNext,
  stages,
  timeliness,
  usualDeadlines,
} from '../../../core/workflow/cycle.ts';

describe('the stages of a year (domain.md section 2)', () => {
  it('follow each other in one order, the last has none after it', () => {
    expect(stages.map(nextStage)).toEqual([...stages.slice(1), null]);
  });

  it('are entered one after the other; only an evaluation that leaves nothing to rectify ends the year at once', () => {
    for (const stage of stages) {
      const next = nextStage(stage);
      expect(possibleNext(stage, 2)).toEqual(next ? [next] : []);
    }
    expect(possibleNext('evaluation', 0)).toEqual(['closed']);
    expect(possibleNext('oversight', 0)).toEqual(['evaluation']);
  });

  it('begin anywhere for a town that takes the system up in mid-year', () => {
    expect(possibleNext(null, 0)).toEqual(stages.slice(0, -1));
  });
});

describe('conditions', () => {
  const unmet = (stage: (typeof stages)[number], facts: CycleFacts) =>
    conditionsToLeave(stage, facts)
      .filter(({ met }) => !met)
      .map(({ code }) => code);

  it('say what is missing with the numbers as they are', () => {
    const facts = { collection: { days: 4, leastDays: 5, unlooked: 3 } };
    expect(unmet('collection', facts)).toEqual(['collection-days', 'collection-looked']);
    const [days, looked] = conditionsToLeave('collection', facts);
    expect(days).toMatchObject({ zh: '征集不少于 5 天（今天是第 4 天）', waivable: true });
    expect(looked).toMatchObject({ zh: '还有 3 条建议未查看', waivable: false });
    expect(unmet('collection', { collection: { days: 5, leastDays: 5, unlooked: 0 } })).toEqual([]);
  });

  it('of shortlisting: contested, every suggestion answered, the decision recorded', () => {
    const good = { unanswered: 0, candidates: 12, seats: 10, decided: true };
    expect(unmet('shortlisting', { shortlisting: good })).toEqual([]);
    expect(unmet('shortlisting', { shortlisting: { ...good, candidates: 10 } })).toEqual(['contested']);
    expect(unmet('shortlisting', { shortlisting: { ...good, unanswered: 1 } })).toEqual(['every-suggestion-answered']);
    expect(unmet('shortlisting', { shortlisting: { ...good, decided: false } })).toEqual(['party-committee']);
  });

  it('of deliberation: nothing without the frozen list and the adopted method, which nobody can waive', () => {
    const none = { papersPublished: false, methodAdopted: false, frozen: false, motionsOpen: 1 };
    const list = conditionsToLeave('deliberation', { deliberation: none });
    expect(list.map(({ code, waivable }) => [code, waivable])).toEqual([
      ['papers', true],
      ['motions-settled', false],
      ['method-adopted', false],
      ['list-frozen', false],
    ]);
  });

  it('of stages that are not kept set none', () => {
    for (const stage of stages) expect(conditionsToLeave(stage, {})).toEqual([]);
  });

  it('of the rest of the year', () => {
    expect(unmet('ballot', { ballot: { published: false } })).toEqual(['ballot-published']);
    expect(unmet('ballot', { ballot: { published: true, settled: false } })).toEqual(['ballot-settled']);
    expect(unmet('ballot', { ballot: { published: true, settled: true } })).toEqual([]);
    expect(unmet('publication', { publication: { noticeIssued: false } })).toEqual(['notice-issued']);
    expect(unmet('oversight', { oversight: { projects: 3, withoutPlan: 1, unfinished: 2 } })).toEqual([
      'plans',
      'finished',
    ]);
    expect(unmet('evaluation', { evaluation: { published: false, unsatisfied: 0 } })).toEqual(['evaluation-published']);
    expect(unmet('rectification', { rectification: { open: 1 } })).toEqual(['rectified']);
  });
});

describe('deadlines', () => {
  it('are late the day after, soon within the week, and nothing once the stage is left', () => {
    expect(timeliness('2027-03-31', false, '2027-04-01')).toBe('late');
    expect(timeliness('2027-03-31', false, '2027-03-31')).toBe('soon');
    expect(timeliness('2027-03-31', false, '2027-03-24')).toBe('soon');
    expect(timeliness('2027-03-31', false, '2027-03-23')).toBe('on-time');
    expect(timeliness('2027-03-31', true, '2027-04-01')).toBe('none');
    expect(timeliness(null, false, '2027-04-01')).toBe('none');
    expect(daysBetween('2027-02-27', '2027-03-01')).toBe(2);
  });

  it('usual ones follow each other', () => {
    const days = Object.values(usualDeadlines(2027));
    expect(days).toEqual([...days].sort());
    expect(days[0]).toBe('2026-09-30');
  });
});
