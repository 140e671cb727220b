import { describe, expect, it } from 'vitest';
import {
  byUrgency,
  doneOn,
  dues,
  type Light,
  lightOf,
  type Milestone,
  percentDone,
  quarterOf,
  type Standing,
  spentSoFar,
} from '../../../core/oversight/project.ts';
import { timelineOf } from '../../../core/oversight/timeline.ts';

const step = (id: string, weight: number, due: string, start: string | null = null): Milestone => ({
  ...{ id, name: `节点${id}`, weight, start, due },
});
const steps = [step('a', 20, '2027-04-30'), step('b', 50, '2027-08-31'), step('c', 30, '2027-11-30')];
const project = (more: Partial<Standing> = {}): Standing => ({
  ...{ state: 'underway', finish: '2027-11-30', milestones: steps, reports: [] },
  ...more,
});
const report = (on: string, done: string[], spent = 0) => ({ on, done, spent });

describe('percentage by milestones', () => {
  it('is the share of weights of the steps done', () => {
    expect(percentDone(steps, [])).toBe(0);
    expect(percentDone(steps, [report('2027-04-01', ['a'])])).toBe(20);
    expect(percentDone(steps, [report('2027-04-01', ['a']), report('2027-08-01', ['a', 'b'])])).toBe(70);
    expect(percentDone(steps, [report('2027-04-01', ['a', 'b', 'c'])])).toBe(100);
    expect(percentDone([], [])).toBe(0);
  });

  it('is never 100 before every step is done, however small its weight', () => {
    const uneven = [step('a', 100, '2027-01-01'), step('b', 100, '2027-01-01'), step('c', 1, '2027-01-01')];
    expect(percentDone(uneven, [report('2027-01-01', ['a', 'b'])])).toBe(99);
  });

  it('does not count what the plan does not have', () => {
    expect(percentDone(steps, [report('2027-04-01', ['x'])])).toBe(0);
  });

  it('keeps the day on which a step was first reported done', () => {
    const days = doneOn([report('2027-05-02', ['a']), report('2027-04-01', ['a']), report('2027-06-01', ['a', 'b'])]);
    expect([...days]).toEqual([
      ['a', '2027-04-01'],
      ['b', '2027-06-01'],
    ]);
  });
});

describe('money spent', () => {
  it('is what the report of the latest day says, the later made of two of one day', () => {
    expect(spentSoFar([])).toBe(0);
    expect(spentSoFar([report('2027-05-01', [], 300), report('2027-04-01', [], 900)])).toBe(300);
    expect(spentSoFar([report('2027-05-01', [], 300), report('2027-05-01', [], 250)])).toBe(250);
  });
});

describe('the traffic light', () => {
  const first = [report('2027-04-01', ['a'])];
  it.each<[string, Partial<Standing>, string, Light]>([
    ['long before the first step', {}, '2027-03-01', 'on-time'],
    ['15 days before a step', {}, '2027-04-15', 'on-time'],
    ['14 days before a step', {}, '2027-04-16', 'soon'],
    ['on its day', {}, '2027-04-30', 'soon'],
    ['the day after', {}, '2027-05-01', 'late'],
    ['the day after, the step done', { reports: first }, '2027-05-01', 'on-time'],
    ['all done', { reports: [report('2027-04-01', ['a', 'b', 'c'])] }, '2028-01-01', 'done'],
    ['without a plan', { milestones: [] }, '2027-03-01', 'no-plan'],
    ['without a plan, its finish past', { milestones: [] }, '2027-12-01', 'late'],
    ['without plan and finish', { milestones: [], finish: null }, '2027-12-01', 'no-plan'],
    ['paused, whatever is past', { state: 'paused' }, '2028-01-01', 'paused'],
    ['ended, whatever is done', { state: 'ended', reports: first }, '2028-01-01', 'ended'],
    ['its finish brought forward by a change', { finish: '2027-03-01' }, '2027-03-02', 'late'],
  ])('%s', (_, more, today, light) => {
    expect(lightOf(project(more), today)).toBe(light);
  });

  it('puts the late first and the finished last', () => {
    const list: Light[] = ['done', 'on-time', 'late', 'ended', 'soon', 'paused'];
    expect(list.sort(byUrgency)).toEqual(['late', 'soon', 'paused', 'on-time', 'done', 'ended']);
  });

  it('says what is due, the earliest first, with the days', () => {
    expect(dues(project({ reports: first }), '2027-09-10')).toEqual([
      { name: '节点b', due: '2027-08-31', left: -10 },
      { name: '节点c', due: '2027-11-30', left: 81 },
      { name: null, due: '2027-11-30', left: 81 },
    ]);
    expect(dues(project({ state: 'paused' }), '2027-09-10')).toEqual([]);
  });

  it('knows quarters', () => {
    expect(['2027-01-01', '2027-03-31', '2027-04-01', '2027-12-31'].map(quarterOf)).toEqual([1, 1, 2, 4]);
  });
});

describe('the timeline', () => {
  it('lays the steps between whole months, in the order in which they are due', () => {
    const line = timelineOf(
      [step('a', 1, '2027-04-30', '2027-03-01'), step('b', 1, '2027-06-30')],
      [report('2027-04-20', ['a'])],
      '2027-07-01',
    )!;
    expect(line).toMatchObject({ first: '2027-03-01', last: '2027-07-01', today: 100 });
    expect(line.months.map(({ day }) => day)).toEqual(['2027-03-01', '2027-04-01', '2027-05-01', '2027-06-01']);
    expect(line.bars.map(({ id, state }) => [id, state])).toEqual([
      ['a', 'done'],
      ['b', 'late'],
    ]);
    // Without a start of its own a step begins where the one before it ends.
    expect(line.bars[0]).toMatchObject({ doneOn: '2027-04-20', from: 0 });
    expect(line.bars[1]).toMatchObject({ start: '2027-04-30', from: 49.2, to: 99.2 });
  });

  it('crosses the year, and is none without steps', () => {
    const line = timelineOf([step('a', 1, '2027-12-15'), step('b', 1, '2028-01-15')], [], '2026-01-01')!;
    expect(line).toMatchObject({ first: '2027-12-01', last: '2028-02-01', today: null });
    expect(timelineOf([], [], '2027-01-01')).toBeNull();
  });
});
