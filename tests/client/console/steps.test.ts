import { describe, expect, it } from 'vitest';
import { ceremonyRound, stepNames, stepsOf } from '../../../client/console/session/steps.ts';
import type { Overview } from '../../../core/contract/session.ts';
import { ballotStates } from '../../../core/workflow/ballot.ts';
import { overviewWith } from './overview.ts';

const nowOf = (overview: Overview) => stepsOf(overview).find((step) => step.state === 'now');
const opened = { openedAt: '2027-01-10T02:00:00Z' };
const closed = { ...opened, closedAt: '2027-01-10T03:00:00Z' };

describe('the steps of a session', () => {
  it('are always the twelve, in order, and at most one is next', () => {
    for (const state of ballotStates) {
      const steps = stepsOf(overviewWith({ ballot: { state } }));
      expect(steps.map((step) => step.name)).toEqual(stepNames);
      expect(steps.filter((step) => step.state === 'now').length).toBeLessThanOrEqual(1);
      for (const step of steps) expect(step.missing === null).toBe(step.state === 'done' || step.state === 'stopped');
    }
  });

  it('has the step that each state waits for', () => {
    const at = (ballot: Partial<Overview['ballot']>) => nowOf(overviewWith({ ballot }))?.name;
    expect(at({ state: 'preparing', keyFingerprint: null })).toBe('key');
    expect(at({ state: 'ceremony', keyFingerprint: null })).toBe('key');
    expect(at({ state: 'keyed' })).toBe('open');
    expect(at({ state: 'open', ...opened })).toBe('close');
    expect(at({ state: 'closed', ...closed })).toBe('decrypt');
    expect(at({ state: 'tallied', ...closed })).toBe('certify');
    expect(at({ state: 'certified', ...closed })).toBe('publish');
    expect(at({ state: 'published', ...closed })).toBeUndefined();
    expect(at({ state: 'annulled', ...closed })).toBeUndefined();
  });

  it('stops an annulled ballot where it stood', () => {
    const steps = stepsOf(overviewWith({ ballot: { state: 'annulled', ...opened } }));
    const states = Object.fromEntries(steps.map((step) => [step.name, step.state]));
    expect(states.open).toBe('done');
    expect(states.close).toBe('stopped');
    expect(states.publish).toBe('stopped');
  });

  const missing: [string, Partial<Overview>, string, string, object?][] = [
    ['no method', { methodSaved: false }, 'method', 'missing.method'],
    ['no deputies', { entitled: 0 }, 'roster', 'missing.roster'],
    ['no candidates', { candidates: 0 }, 'candidates', 'missing.candidates.none'],
    [
      'as many candidates as seats',
      { candidates: 10 },
      'candidates',
      'missing.candidates.contested',
      { candidates: 10, seats: 10 },
    ],
    ['too few scrutineers', { scrutineers: [] }, 'scrutineers', 'missing.scrutineers', { appointed: 0, needed: 3 }],
    ['no cards', { cards: { made: 0, activated: 0, revoked: 0 } }, 'cards', 'missing.cards', { made: 0, entitled: 60 }],
    [
      'cards short by revoked ones',
      { cards: { made: 62, activated: 50, revoked: 3 } },
      'cards',
      'missing.cards',
      { made: 59, entitled: 60 },
    ],
    ['below the quorum', { present: 39 }, 'attendance', 'missing.quorum', { present: 39, quorum: 40, missing: 1 }],
    ['no active card', { cards: { made: 70, activated: 0, revoked: 0 } }, 'attendance', 'missing.activated'],
    ['more cards than deputies', { present: 57 }, 'attendance', 'missing.exceed', { activated: 58, present: 57 }],
  ];
  it.each(missing)('says what is missing: %s', (_, changes, name, key, params) => {
    const step = nowOf(overviewWith(changes));
    expect(step?.name).toBe(name);
    expect(step?.missing?.key).toBe(key);
    if (params) expect(step?.missing?.params).toEqual(params);
  });

  it('asks an uncontested ballot for as many candidates as seats', () => {
    const base = overviewWith();
    const step = nowOf({ ...base, method: { ...base.method, contest: 'uncontested' } });
    expect(step?.missing).toEqual({ key: 'missing.candidates.uncontested', params: { candidates: 12, seats: 10 } });
  });

  it('does not reopen the preparation once the ballot was opened', () => {
    const overview = overviewWith({ present: 3, candidates: 0, entitled: 0, ballot: { state: 'open', ...opened } });
    expect(nowOf(overview)?.name).toBe('close');
  });

  it('counts the ceremony by its slowest scrutineer', () => {
    expect(ceremonyRound([])).toBe(3);
    expect(ceremonyRound([{ round: 0 }, { round: 2 }])).toBe(1);
    expect(ceremonyRound([{ round: 2 }, { round: 2 }])).toBe(3);
    expect(ceremonyRound([{ round: 3 }, { round: 3 }])).toBe(3);
    const overview = overviewWith({ ballot: { state: 'ceremony', keyFingerprint: null } });
    const scrutineers = overview.scrutineers.map((one, index) => ({ ...one, round: index === 0 ? 2 : 1 }));
    expect(nowOf({ ...overview, scrutineers })?.fact).toEqual({
      key: 'fact.key.round',
      params: { round: 2, through: 1, size: 3 },
    });
  });
});
