import { describe, expect, it } from 'vitest';
import { becameOf, type Fate, type Received } from '../../core/collection/became-of.ts';
import { endingOf } from '../../server/year/fate.ts';
import { wrongIn, type YearReport } from '../../server/year/whole-year.ts';

const received: Received = {
  ...{ madeOn: '2027-01-05', state: 'published', withheldReason: '', people: 1, seconds: 0, stage: 'closed' },
};
const ending = (fate: Fate, more: Partial<Parameters<typeof becameOf>[0]> = {}) =>
  endingOf(becameOf({ ...received, ...more }, fate));
const merged = {
  shortlisting: { kind: 'merged', code: '01', title: '路灯', suggestions: 3 },
  deliberation: { kind: 'listed' },
} as const satisfies Fate;
const elected = { ...merged, ballot: { elected: true, for: 40, entitled: 60 } };
const built = {
  ...elected,
  oversight: { unit: '村镇办', finish: '2027-10-31', progress: 100, finished: true, change: '' },
};

describe('what a suggestion answers when its year is over', () => {
  it('is one of the endings', () => {
    expect(ending({}, { state: 'withheld', withheldReason: '个人纠纷' })).toBe('withheld');
    expect(ending({ shortlisting: { kind: 'rejected', reason: '已由县里安排' } })).toBe('answered');
    expect(ending({ ...merged, deliberation: { kind: 'withdrawn', reason: '另有安排' } })).toBe('withdrawn');
    expect(ending({ ...merged, ballot: { elected: false, for: 20, entitled: 60 } })).toBe('not-elected');
    expect(ending({ ...built, evaluation: { grade: 'satisfied' } })).toBe('built');
    expect(ending({ ...built, evaluation: { grade: 'unsatisfied' }, rectification: { finished: true } })).toBe('built');
  });

  it('is nothing while it waits for something, or where a reason is missing', () => {
    expect(ending({})).toBeNull();
    expect(ending(merged)).toBeNull();
    expect(ending(elected)).toBeNull();
    expect(ending(built)).toBeNull();
    expect(ending({ ...built, evaluation: { grade: 'unsatisfied' } })).toBeNull();
    expect(ending({}, { state: 'received' })).toBeNull();
    expect(ending({}, { state: 'withheld' })).toBeNull();
    expect(ending({ shortlisting: { kind: 'rejected', reason: '' } })).toBeNull();
  });
});

describe('the report of a rehearsed year', () => {
  const report: Omit<YearReport, 'wrong'> = {
    ...{ suggestions: 10, withheld: 1, seconds: 3, candidates: 4, elected: 3, projects: 3 },
    grades: [{ satisfied: 2, unsatisfied: 1 }, { satisfied: 1 }],
    endings: { withheld: 1, answered: 2, withdrawn: 0, 'not-elected': 2, built: 5 },
    unanswered: [],
    archives: [{ file: 'a.bel', last_event: '', verified: true }],
  };

  it('adds up', () => expect(wrongIn(report, 10, 1)).toEqual([]));

  it('names what does not', () => {
    expect(wrongIn(report, 11, 1)).toHaveLength(1);
    expect(wrongIn({ ...report, unanswered: ['7K3Q9M4TX'] }, 10, 1).join()).toContain('7K3Q9M4TX');
    expect(wrongIn({ ...report, projects: 2 }, 10, 1)).toHaveLength(2);
    expect(wrongIn({ ...report, grades: [{ satisfied: 3 }, {}] }, 10, 1)).toHaveLength(2);
    expect(wrongIn({ ...report, archives: [{ file: 'a.bel', last_event: '', verified: false }] }, 10, 1)).toEqual([
      'a.bel 核验未通过 · NOT verified',
    ]);
  });
});
