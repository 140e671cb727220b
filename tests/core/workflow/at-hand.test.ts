import { describe, expect, it } from 'vitest';
import { type AtHand, worksWaiting } from '../../../core/workflow/at-hand.ts';

const nothing: AtHand = {
  projects: [],
  matters: [],
  newReports: 0,
  changes: [],
  rectifications: [],
  proposed: [],
  lifts: [],
};
const codes = (role: Parameters<typeof worksWaiting>[0], hand: Partial<AtHand>) =>
  worksWaiting(role, { ...nothing, ...hand }).map(({ code, late }) => `${code}${late ? '!' : ''}`);
const due = (left: number) => ({ name: '竣工验收', due: '2027-08-01', left });
const matter: AtHand['matters'][number] = {
  ...{ kind: 'problem', number: 2, title: '便民桥', mine: true, state: 'open', due: '2027-08-01', late: false },
};
const rectification = { title: '便民桥', state: 'opened', deadline: '2027-08-01', late: false } as const;

describe('what is in hand and waits for somebody', () => {
  it('is nothing where nothing is due', () => {
    for (const role of ['government', 'presidium', 'county', 'teller'] as const) {
      expect(codes(role, {})).toEqual([]);
      expect(codes(role, { projects: [{ title: '便民桥', mine: true, next: due(15) }] })).toEqual([]);
      expect(codes(role, { projects: [{ title: '便民桥', mine: true, next: null }] })).toEqual([]);
    }
  });

  it('is the next step of a project, for its unit before it is late and for those who watch once it is', () => {
    const projects = (left: number, mine = true) => ({ projects: [{ title: '便民桥', mine, next: due(left) }] });
    expect(codes('government', projects(14))).toEqual(['project-soon']);
    expect(codes('government', projects(-1))).toEqual(['project-late!']);
    expect(codes('government', projects(-1, false))).toEqual([]);
    for (const role of ['presidium', 'county'] as const) {
      expect(codes(role, projects(0))).toEqual([]);
      expect(codes(role, projects(-1, false))).toEqual(['project-late!']);
    }
    expect(codes('scrutineer', projects(-1))).toEqual([]);
    expect(worksWaiting('government', { ...nothing, ...projects(-3) })[0]).toMatchObject({
      ...{ zh: '“便民桥”竣工验收已逾期 3 天', page: 'projects', due: '2027-08-01' },
    });
  });

  it('is an answer of the unit, then a check of the presidium', () => {
    expect(codes('government', { matters: [matter] })).toEqual(['matter-answer']);
    expect(codes('government', { matters: [{ ...matter, mine: false }] })).toEqual([]);
    expect(codes('presidium', { matters: [matter] })).toEqual([]);
    expect(codes('presidium', { matters: [{ ...matter, late: true }] })).toEqual(['matter-late!']);
    const answered = { ...matter, state: 'answered' } as const;
    expect(codes('presidium', { matters: [answered] })).toEqual(['matter-check']);
    expect(codes('government', { matters: [answered] })).toEqual([]);
  });

  it('is what citizens said, and a change to be decided and given notice of', () => {
    expect(codes('presidium', { newReports: 2 })).toEqual(['citizens']);
    expect(codes('government', { newReports: 2 })).toEqual([]);
    const change = (state: 'requested' | 'approved' | 'noticed') => ({
      changes: [{ title: '便民桥', kind: 'pause', state } as const],
    });
    expect(codes('presidium', change('requested'))).toEqual(['change-decide']);
    expect(codes('presidium', change('approved'))).toEqual(['change-notice']);
    expect(codes('presidium', change('noticed'))).toEqual([]);
  });

  it('is a rectification’s plan, its result, and the second evaluation', () => {
    const at = (state: 'opened' | 'planned' | 'reported' | 'closed', late = false) => ({
      rectifications: [{ ...rectification, state, late }],
    });
    expect(codes('government', at('opened'))).toEqual(['rectify-plan']);
    expect(codes('government', at('planned', true))).toEqual(['rectify-report!']);
    expect(codes('presidium', at('planned', true))).toEqual(['rectify-late!']);
    expect(codes('presidium', at('reported'))).toEqual(['rectify-again']);
    expect(codes('government', at('closed'))).toEqual([]);
  });

  it('is a document that somebody of another role proposed to issue, for those who may confirm', () => {
    const proposed = [{ kind: 'notice', by: '冉文华', byRole: 'presidium' }] as const;
    expect(codes('chief-scrutineer', { proposed })).toEqual(['document-confirm']);
    expect(codes('presidium', { proposed })).toEqual([]);
    expect(codes('teller', { proposed })).toEqual([]);
  });
});
