import { describe, expect, it } from 'vitest';
import { type Doer, mainAct } from '../../../client/console/session/main-act.ts';
import { roles } from '../../../core/contract/common.ts';
import type { Next, Which } from '../../../core/contract/rounds.ts';
import type { Overview, Proposal } from '../../../core/contract/session.ts';
import type { BallotId } from '../../../core/ids.ts';
import { type BallotState, ballotStates } from '../../../core/workflow/ballot.ts';
import { overviewWith } from './overview.ts';

const clerk = { id: 'clerk', role: 'presidium' } as const;
const chief = { id: overviewWith({}).scrutineers[0]!.account, role: 'chief-scrutineer' } as const;
const teller = { id: 'teller', role: 'teller' } as const;
const at = (ballot: Partial<Overview['ballot']>, changes: Partial<Overview> = {}) =>
  overviewWith({ ...changes, ballot });
const proposalBy = (proposer: { id: string; role: string }, act = 'open') =>
  ({
    id: 'p',
    act,
    reason: '',
    at: '2027-01-10T02:00:00Z',
    proposer: { ...proposer, name: '甲' },
  }) as unknown as Proposal;

describe('the main act', () => {
  it('exists for every state and every role', () => {
    for (const state of ballotStates)
      for (const role of roles) expect(mainAct(at({ state }), { id: 'x', role }).kind).toBeTruthy();
  });

  it('leads to the page of what is missing, and says whether it is this person’s work', () => {
    expect(mainAct(at({}, { methodSaved: false }), clerk)).toEqual({
      kind: 'go',
      step: 'method',
      page: 'method',
      mine: true,
    });
    expect(mainAct(at({}, { methodSaved: false }), teller)).toMatchObject({ mine: false });
    expect(mainAct(at({}, { present: 3 }), teller)).toEqual({
      kind: 'go',
      step: 'attendance',
      page: 'desk',
      mine: true,
    });
  });

  it('starts the ceremony, then waits for the scrutineers', () => {
    expect(mainAct(at({ state: 'preparing' }), clerk)).toEqual({ kind: 'start-ceremony', mine: true });
    expect(mainAct(at({ state: 'preparing' }), teller)).toEqual({ kind: 'start-ceremony', mine: false });
    expect(mainAct(at({ state: 'ceremony' }), clerk)).toEqual({ kind: 'wait', step: 'key', mine: false });
    expect(mainAct(at({ state: 'ceremony' }), chief)).toEqual({ kind: 'wait', step: 'key', mine: true });
  });

  it('proposes to open, close and publish', () => {
    expect(mainAct(at({}), clerk)).toEqual({ kind: 'propose', act: 'open', mine: true, obstacle: null });
    expect(mainAct(at({}), teller)).toMatchObject({ act: 'open', mine: false });
    expect(mainAct(at({ state: 'open' }), chief)).toEqual({
      kind: 'propose',
      act: 'close',
      mine: true,
      obstacle: null,
    });
    expect(mainAct(at({ state: 'certified' }), clerk)).toMatchObject({ act: 'publish' });
  });

  it('names the ballots that are still being checked', () => {
    expect(mainAct(at({ state: 'open', pendingProofs: 4 }), clerk)).toMatchObject({
      obstacle: { code: 'proofs-pending', params: { pending: 4 } },
    });
  });

  it('lets only another person of another role confirm', () => {
    const overview = at({}, { proposals: [proposalBy(clerk)] });
    expect(mainAct(overview, clerk)).toMatchObject({ kind: 'proposed', own: true, obstacle: { code: 'same-person' } });
    const others = { id: 'other', role: 'presidium' } as const;
    expect(mainAct(overview, others)).toMatchObject({ own: false, obstacle: { code: 'same-role' } });
    expect(mainAct(overview, chief)).toMatchObject({ own: false, obstacle: null });
    expect(mainAct(overview, teller)).toMatchObject({ own: false, obstacle: { code: 'not-permitted' } });
  });

  it('is not for whoever has the role and is no scrutineer of this session', () => {
    const stranger = { id: 'stranger', role: 'chief-scrutineer' } as const;
    expect(mainAct(at({}, { proposals: [proposalBy(clerk)] }), stranger)).toMatchObject({
      obstacle: { code: 'not-a-scrutineer-here' },
    });
    for (const state of ['ceremony', 'open', 'closed', 'tallied'] as const)
      expect([mainAct(at({ state }), stranger), mainAct(at({ state }), chief)]).toMatchObject([
        { mine: false },
        { mine: true },
      ]);
  });

  it('waits after closing, and ends', () => {
    expect(mainAct(at({ state: 'closed' }), clerk)).toMatchObject({ kind: 'wait', step: 'decrypt' });
    expect(mainAct(at({ state: 'tallied' }), clerk)).toMatchObject({ kind: 'wait', step: 'certify' });
    expect(mainAct(at({ state: 'published' }), clerk)).toEqual({ kind: 'published' });
    expect(mainAct(at({ state: 'annulled' }), clerk)).toEqual({ kind: 'annulled' });
  });
});

describe('after a ballot that settled not everything', () => {
  const staff: Doer = { id: '00000000-0000-4000-8000-000000000099', role: 'presidium' };
  const next = {
    matter: 'tie',
    ballot: '00000000-0000-4000-8000-000000000002' as BallotId,
    codes: ['P2', 'P3'],
    seats: 1,
    make: 'run-off',
    choices: [],
    settled: 'run-off',
    by: 'method',
    left: 5,
  } as Next;
  const act = (changes: Partial<Next>, state: BallotState = 'published', who = staff) =>
    mainAct(overviewWith({ ballot: { state }, next: { ...next, ...changes } }), who);

  it('the one act is the further ballot, for the presidium', () => {
    expect(act({})).toMatchObject({ kind: 'further', make: 'run-off', mine: true });
    expect(act({ matter: 'shortfall', make: 'second' })).toMatchObject({ kind: 'further', make: 'second' });
    expect(act({ matter: 'annulled', make: 'again' }, 'annulled')).toMatchObject({ kind: 'further', make: 'again' });
    expect(act({}, 'published', { ...staff, role: 'chief-scrutineer' })).toMatchObject({ mine: false });
  });

  it('or the decision, where the presidium has not decided; and nothing once it decided against a ballot', () => {
    const open = { make: null, settled: null, by: null, choices: ['run-off', 'leave-empty'] } as Partial<Next>;
    expect(act(open)).toMatchObject({ kind: 'decide', mine: true });
    const empty = { make: null, settled: 'leave-empty', by: 'presidium', choices: open.choices } as Partial<Next>;
    expect(act(empty)).toEqual({ kind: 'published' });
    expect(act({ ...empty, matter: 'annulled' }, 'annulled')).toEqual({ kind: 'annulled' });
  });

  it('a further ballot needs no method, roster or new cards: it can open at once', () => {
    const which = { kind: 'run-off', round: 1, again: false, ordinal: 1, follows: 'x', repeats: null } as const;
    const overview = overviewWith({
      methodSaved: false,
      cards: { made: 58, activated: 58, revoked: 10 },
      candidates: 2,
      method: { ...overviewWith().method, seats: 1 },
      ballot: { state: 'keyed', which: which as unknown as Which },
    });
    expect(mainAct(overview, staff)).toMatchObject({ kind: 'propose', act: 'open', obstacle: null });
    expect(
      mainAct(
        { ...overview, ballot: { ...overview.ballot, which: { ...which, ordinal: 0 } as unknown as Which } },
        staff,
      ),
    ).toMatchObject({
      kind: 'go',
    });
  });
});
