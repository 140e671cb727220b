import { describe, expect, it } from 'vitest';
import { becameOf, type Fate, type Received } from '../../../core/collection/became-of.ts';

const received: Received = {
  madeOn: '2026-08-03',
  state: 'published',
  withheldReason: '',
  people: 1,
  seconds: 0,
  stage: 'collection',
};
const merged: Fate = { shortlisting: { kind: 'merged', code: '03', title: '村道照明', suggestions: 4 } };
const listed: Fate = { ...merged, deliberation: { kind: 'listed' } };
const elected: Fate = { ...listed, ballot: { elected: true, for: 41, entitled: 60 } };
const oversight = { unit: '镇村镇建设办', finish: '2027-10-31', progress: 60, finished: false, change: '' };
const last = (fate: Fate, more: Partial<Received> = {}) => becameOf({ ...received, ...more }, fate).at(-1)!;

describe('what became of a suggestion', () => {
  it('says where it stands at every stage', () => {
    expect(last({}, { state: 'received' })).toMatchObject({ stage: 'collection', mark: 'now' });
    expect(last({}, { state: 'withheld', withheldReason: '内容涉及个人纠纷' })).toMatchObject({
      mark: 'ended',
      zh: expect.stringContaining('内容涉及个人纠纷'),
    });
    expect(last({})).toMatchObject({ stage: 'shortlisting', mark: 'now' });
    expect(last({ shortlisting: { kind: 'rejected', reason: '用地不符合规划' } })).toMatchObject({
      mark: 'ended',
      zh: expect.stringContaining('用地不符合规划'),
    });
    expect(last({ shortlisting: { kind: 'reserve', reason: '资金来年再定' } })).toMatchObject({ mark: 'ended' });
    expect(last(merged)).toMatchObject({ stage: 'deliberation', mark: 'now' });
    expect(last({ ...merged, deliberation: { kind: 'withdrawn', reason: '已另有资金' } }).mark).toBe('ended');
    expect(last(listed)).toMatchObject({ stage: 'ballot', mark: 'now' });
    expect(last({ ...listed, ballot: { elected: false, for: 20, entitled: 60 } })).toMatchObject({
      mark: 'ended',
      zh: expect.stringContaining('赞成 20 票'),
    });
    const lost: Fate = { ...listed, ballot: { elected: false, for: 20, entitled: 60 } };
    const bank = { reason: '明年优先安排' };
    expect(last({ ...lost, bank })).toMatchObject({
      stage: 'ballot',
      mark: 'ended',
      zh: expect.stringContaining('转入储备库，留待以后年度研究。说明：明年优先安排'),
    });
    for (const fate of [{ ...lost, bank }, { shortlisting: { kind: 'reserve', reason: '待设计' } } as const])
      expect(last({ ...fate, carriedTo: 2028 })).toMatchObject({
        stage: 'shortlisting',
        mark: 'now',
        zh: '已从储备库调入 2028 年度，继续研究。',
      });
    // What is in the bank does not say how the ballot went before the result is public.
    expect(last({ ...listed, bank })).toMatchObject({ stage: 'ballot', mark: 'now' });
    expect(last(elected)).toMatchObject({ stage: 'oversight', mark: 'now' });
    expect(last({ ...elected, oversight }).zh).toContain('已完成 60%');
    expect(last({ ...elected, oversight: { ...oversight, finished: true } })).toMatchObject({
      stage: 'evaluation',
      mark: 'now',
    });
    const done = { ...elected, oversight: { ...oversight, finished: true } };
    expect(last({ ...done, evaluation: { grade: 'satisfied' } })).toMatchObject({ stage: 'evaluation', mark: 'done' });
    expect(last({ ...done, evaluation: { grade: 'unsatisfied' } })).toMatchObject({
      stage: 'rectification',
      mark: 'now',
    });
    expect(last({ ...done, evaluation: { grade: 'unsatisfied' }, rectification: { finished: true } })).toMatchObject({
      stage: 'rectification',
      mark: 'done',
    });
  });

  it('names the others it was merged with, and who seconded it', () => {
    const steps = becameOf({ ...received, people: 12, seconds: 7 }, merged);
    expect(steps[1]!.zh).toBe('已公开并登记入台账，附议 7 人，共 19 人提出。');
    expect(steps[2]!.zh).toContain('与另外 3 条相近建议合并');
    const alone = becameOf(received, { shortlisting: { ...merged.shortlisting!, suggestions: 1 } as never });
    expect(alone[2]!.zh).toBe('列为候选项目 03“村道照明”。');
  });

  it('has one step at most that is not done, and it is the last; every step in both languages', () => {
    const kept: Fate = { ...listed, ballot: { elected: false, for: 20, entitled: 60 }, bank: { reason: '待定' } };
    const fates: Fate[] = [{}, merged, listed, elected, { ...elected, oversight }, kept, { ...kept, carriedTo: 2028 }];
    for (const fate of fates) {
      const steps = becameOf(received, fate);
      expect(steps.slice(0, -1).every(({ mark }) => mark === 'done')).toBe(true);
      for (const { zh, en } of steps) {
        expect(zh).toMatch(/[。）]$/);
        expect(en).toMatch(/\.$/);
      }
    }
  });

  it('does not go on waiting for a stage that is over without an answer', () => {
    expect(last({}, { stage: 'ballot' }).zh).toContain('尚未登记');
  });
});
