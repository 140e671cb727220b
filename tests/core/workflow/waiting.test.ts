import { describe, expect, it } from 'vitest';
import type { Role } from '../../../core/contract/common.ts';
import { conditionsToLeave } from '../../../core/workflow/cycle.ts';
import { type CycleAtHand, type ProposalAtHand, waitingFor } from '../../../core/workflow/waiting.ts';

const today = '2026-11-23';
const collecting = (unlooked: number, deadline: string | null, late = false): CycleAtHand => ({
  year: 2027,
  stage: 'collection',
  next: ['shortlisting'],
  deadline,
  timeliness: deadline === null ? 'none' : late ? 'late' : 'soon',
  conditions: conditionsToLeave('collection', { collection: { days: 30, leastDays: 5, unlooked } }),
});
const codes = (role: Role, cycles: CycleAtHand[], proposals: ProposalAtHand[] = [], id = 'me') =>
  waitingFor({ id, role }, cycles, proposals, [], today).map(({ code }) => code);

describe('what waits for somebody', () => {
  it('is what their role does, on the page where it is done', () => {
    expect(codes('government', [collecting(3, null)])).toEqual(['collection-looked']);
    expect(codes('teller', [collecting(3, null)])).toEqual([]);
    expect(codes('county', [collecting(3, null)])).toEqual([]);
    const [item] = waitingFor({ id: 'me', role: 'government' }, [collecting(3, null)], [], [], today);
    expect(item).toMatchObject({ zh: '还有 3 条建议未查看', page: 'suggestions', late: false });
  });

  it('is every condition of leaving shortlisting that its people can see to', () => {
    const shortlisting = { unanswered: 1, candidates: 3, seats: 3, unscreened: 2, over: 500_000, decided: false };
    const cycle: CycleAtHand = {
      ...collecting(0, null),
      stage: 'shortlisting',
      conditions: conditionsToLeave('shortlisting', { shortlisting }),
    };
    expect(codes('government', [cycle])).toEqual([
      ...['every-suggestion-answered', 'contested', 'screened', 'envelope', 'party-committee'],
    ]);
  });

  it('says when a stage can be left, to those who may', () => {
    expect(codes('government', [collecting(0, null)])).toEqual(['stage-ready']);
    expect(codes('scrutineer', [collecting(0, null)])).toEqual([]);
  });

  it('puts what is late first, and tells the county', () => {
    const late = collecting(2, '2026-11-20', true);
    const other = { ...collecting(1, null), year: 2028 };
    const list = waitingFor({ id: 'me', role: 'presidium' }, [other, late], [], [], today);
    expect(list.map(({ code, late }) => [code, late])).toEqual([
      ['stage-late', true],
      ['collection-looked', true],
      ['collection-looked', false],
    ]);
    expect(list[0]!.zh).toBe('2027 年度“征集”已超过时限 3 天');
    expect(codes('county', [late])).toEqual(['stage-late']);
  });

  it('is a proposal for those only who may confirm it', () => {
    const proposal: ProposalAtHand = {
      act: 'open',
      proposer: { id: 'a', name: '冉文华', role: 'presidium' },
      session: '第二次会议',
    };
    expect(codes('chief-scrutineer', [], [proposal])).toEqual(['confirm']);
    expect(codes('presidium', [], [proposal])).toEqual([]);
    expect(codes('presidium', [], [proposal], 'a')).toEqual([]);
    expect(codes('government', [], [proposal])).toEqual([]);
  });
});
