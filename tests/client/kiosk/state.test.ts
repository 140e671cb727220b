import { describe, expect, it } from 'vitest';
import { emptyEntry } from '../../../client/kiosk/code-entry.ts';
import { idleAfter } from '../../../client/kiosk/idle.ts';
import {
  firstState,
  type Hall,
  type HallBallot,
  idleClears,
  type KioskEvent,
  type KioskState,
  mayBegin,
  type Screen,
  step,
} from '../../../client/kiosk/kiosk-state.ts';
import { noMarks } from '../../../client/kiosk/marks.ts';
import type { ElectionUuid } from '../../../core/ids.ts';

const project = (code: string) => ({ code, title: code, content: '', place: '', budget: 1, unit: '', finish: null });
const ballot: HallBallot = {
  uuid: 'Abcdefgh123456' as ElectionUuid,
  which: { kind: 'projects', round: 1, again: false, ordinal: 0, follows: null, repeats: null },
  state: 'open',
  medium: 'tablet',
  keyFingerprint: 'x',
  electionHash: 'y',
  seats: 1,
  limit: 1,
  projects: ['a', 'b', 'c'].map(project),
};
const hall = (change: Partial<HallBallot> | null = {}): Hall => ({
  congress: { id: 'c' as Hall['congress']['id'], level: 'town', name: 'n', county: 'k' },
  session: { id: 's1' as NonNullable<Hall['session']>['id'], name: 's', rehearsal: false, tablets: null },
  ballot: change && { ...ballot, ...change },
  motion: null,
});
const run = (state: KioskState, ...events: KioskEvent[]) => events.reduce(step, state);
const open = run(firstState, { type: 'hall', hall: hall() });
const good: KioskEvent = { type: 'card-good', ballot, marks: noMarks(3), view: 'list' };
const marking = run(open, { type: 'begin' }, { type: 'check' }, good);
const review = run(marking, { type: 'mark', index: 0, vote: 'for' }, { type: 'review' });
const casting = run(review, { type: 'cast' });
const sending = run(casting, { type: 'sending', tracker: 'T' });
const receipt = run(sending, { type: 'receipt', tracker: 'T', earlier: false });

describe('the way of a deputy', () => {
  it('goes from the card to the receipt and back to the first screen', () => {
    const way = [open, run(open, { type: 'begin' }), marking, review, casting, sending, receipt];
    expect(way.map((state) => state.screen.at)).toEqual([
      'waiting',
      'code',
      'marking',
      'review',
      'casting',
      'sending',
      'receipt',
    ]);
    expect(run(receipt, { type: 'leave' }).screen).toEqual({ at: 'waiting' });
  });

  it('opens the ballot only for the card that is being checked', () => {
    expect(run(open, good)).toBe(open);
    const typing = run(open, { type: 'begin' });
    expect(run(typing, good)).toBe(typing);
  });

  it('begins only while the ballot is open', () => {
    for (const state of ['preparing', 'ceremony', 'keyed', 'closed', 'published', 'annulled'] as const) {
      const waiting = run(firstState, { type: 'hall', hall: hall({ state }) });
      expect(mayBegin(waiting.hall)).toBe(false);
      expect(run(waiting, { type: 'begin' })).toBe(waiting);
    }
    expect(run(firstState, { type: 'begin' })).toBe(firstState);
  });

  it('shows the receipt of a card that has voted, at the code screen', () => {
    const state = run(open, { type: 'begin' }, { type: 'check' }, { type: 'receipt', tracker: 'T', earlier: true });
    expect(state.screen).toEqual({ at: 'receipt', tracker: 'T', earlier: true });
  });

  it('keeps the code on the screen when a card is refused, with the reason, until something is typed', () => {
    const typing = run(open, { type: 'begin' }, { type: 'key', key: 'A' }, { type: 'check' });
    expect(run(typing, { type: 'key', key: 'C' })).toBe(typing);
    const refused = run(typing, { type: 'card-refused', message: 'm', retry: false });
    expect(refused.screen).toMatchObject({ checking: false, refusal: { message: 'm', retry: false } });
    expect(run(refused, { type: 'erase' }).screen).toMatchObject({ entry: emptyEntry, refusal: null });
    expect(run(refused, { type: 'restart' }).screen).toMatchObject({ at: 'code', entry: emptyEntry, refusal: null });
    expect(run(typing, { type: 'restart' })).toBe(typing);
    // A scanned card leaves no groups, and its refusal goes all the same.
    const scanned = run(open, { type: 'begin', scan: true }, { type: 'check' });
    const again = run(scanned, { type: 'card-refused', message: 'm', retry: false }, { type: 'restart' });
    expect(again.screen).toMatchObject({ at: 'code', scan: false, refusal: null });
  });
});

describe('the limit of 赞成', () => {
  const over = run(marking, { type: 'mark', index: 0, vote: 'for' }, { type: 'mark', index: 1, vote: 'for' });

  it('refuses the tap, deselects nothing, and waits until that is acknowledged', () => {
    expect(over.screen).toMatchObject({ overLimit: true, marks: ['for', null, null] });
    expect(run(over, { type: 'mark', index: 2, vote: 'against' })).toBe(over);
    expect(run(over, { type: 'review' })).toBe(over);
    const after = run(
      over,
      { type: 'acknowledge' },
      { type: 'mark', index: 0, vote: 'abstain' },
      { type: 'mark', index: 1, vote: 'for' },
    );
    expect(after.screen).toMatchObject({ overLimit: false, marks: ['abstain', 'for', null] });
  });
});

describe('news from the hall', () => {
  it('never rebuilds a ballot that is being filled in', () => {
    const marked = run(marking, { type: 'mark', index: 1, vote: 'against' });
    const other = hall({ limit: 3, projects: [project('z')] });
    for (const state of [marked, run(marked, { type: 'review' })]) {
      const after = run(state, { type: 'hall', hall: other });
      expect(after.screen).toBe(state.screen);
      expect(after.hall).toBe(other);
    }
  });

  it('says plainly that the ballot closed meanwhile', () => {
    for (const change of [
      { state: 'closed' },
      { state: 'annulled' },
      { uuid: 'Other123456789' as ElectionUuid },
      null,
    ] as const) {
      expect(run(marking, { type: 'hall', hall: hall(change) }).screen).toEqual({ at: 'closed' });
      expect(run(review, { type: 'hall', hall: hall(change) }).screen).toEqual({ at: 'closed' });
    }
    expect(run(open, { type: 'begin' }, { type: 'hall', hall: hall({ state: 'closed' }) }).screen.at).toBe('waiting');
  });

  it('leaves what is on its way to the server, and a receipt, alone', () => {
    for (const state of [casting, sending, receipt])
      expect(run(state, { type: 'hall', hall: hall({ state: 'closed' }) }).screen).toBe(state.screen);
  });
});

describe('a ballot on its way', () => {
  it('is cast once however often the button is tapped', () => {
    expect(run(casting, { type: 'cast' })).toBe(casting);
    expect(run(sending, { type: 'cast' })).toBe(sending);
    expect(run(receipt, { type: 'cast' })).toBe(receipt);
  });

  it('cannot be left behind while it is sent for the first time', () => {
    expect(run(casting, { type: 'leave' })).toBe(casting);
    expect(run(sending, { type: 'leave' })).toBe(sending);
    expect(run(sending, { type: 'delayed', tracker: 'another', message: 'offline' })).toBe(sending);
  });

  it('goes on by itself once it waits for the network, and makes room for the next deputy', () => {
    const waiting = run(sending, { type: 'delayed', tracker: 'T', message: 'offline' });
    expect(waiting.screen).toEqual({ at: 'sending', tracker: 'T', message: 'offline' });
    expect(idleClears(waiting.screen)).toBe(true);
    const next = run(waiting, { type: 'leave' }, { type: 'begin' }, { type: 'check' }, good, { type: 'review' });
    expect(next.screen.at).toBe('review');
    const theirs = run(next, { type: 'cast' }, { type: 'sending', tracker: 'U' });
    // What becomes of the earlier ballot is no news for the deputy in front.
    expect(run(theirs, { type: 'receipt', tracker: 'T', earlier: false })).toBe(theirs);
    expect(run(theirs, { type: 'refused', tracker: 'T', message: 'm' })).toBe(theirs);
    expect(run(theirs, { type: 'receipt', tracker: 'U', earlier: false }).screen.at).toBe('receipt');
  });

  it('can be tried again, changed or left when encrypting failed', () => {
    const failed = run(casting, { type: 'progress', share: 0.5 }, { type: 'failed' });
    expect(run(failed, { type: 'cast' }).screen).toMatchObject({ at: 'casting', failed: false, progress: 0 });
    expect(run(failed, { type: 'change' }).screen).toMatchObject({ at: 'marking', marks: ['for', null, null] });
    expect(run(failed, { type: 'leave' }).screen.at).toBe('waiting');
  });

  it('is taken up again after a reload, from the first screen', () => {
    expect(run(firstState, { type: 'sending', tracker: 'T' }).screen.at).toBe('sending');
  });

  it('is said not to be cast when the server refused it for good', () => {
    const refused = run(sending, { type: 'refused', tracker: 'T', message: 'm' });
    expect(refused.screen).toEqual({ at: 'refused', tracker: 'T', message: 'm' });
    expect(run(refused, { type: 'leave' }).screen.at).toBe('waiting');
  });
});

describe('every event on every screen', () => {
  const screens: KioskState[] = [
    open,
    run(open, { type: 'begin' }),
    marking,
    review,
    casting,
    run(casting, { type: 'failed' }),
    sending,
    receipt,
    run(sending, { type: 'refused', tracker: 'T', message: 'm' }),
    run(marking, { type: 'hall', hall: hall(null) }),
    run(open, { type: 'kept' }),
  ];
  const events: KioskEvent[] = [
    { type: 'begin' },
    { type: 'key', key: 'A' },
    { type: 'erase' },
    { type: 'clear-group' },
    { type: 'choose-group', group: 2 },
    { type: 'check' },
    { type: 'card-refused', message: 'm', retry: true },
    good,
    { type: 'mark', index: 0, vote: 'for' },
    { type: 'acknowledge' },
    { type: 'view', view: 'one', index: 2 },
    { type: 'go', index: 99 },
    { type: 'review' },
    { type: 'change' },
    { type: 'sealed', commitment: 'C' },
    { type: 'challenge' },
    { type: 'opened', text: 'PJC1' },
    { type: 'again' },
    { type: 'way', scan: true },
    { type: 'cast' },
    { type: 'progress', share: 1 },
    { type: 'failed' },
    { type: 'sending', tracker: 'T' },
    { type: 'delayed', tracker: 'T', message: 'm' },
    { type: 'receipt', tracker: 'T', earlier: false },
    { type: 'refused', tracker: 'T', message: 'm' },
    { type: 'kept' },
    { type: 'connection', up: true },
    { type: 'leave' },
  ];
  const allowed: Record<Screen['at'], readonly Screen['at'][]> = {
    waiting: ['waiting', 'code', 'marking', 'sending', 'receipt', 'refused', 'kept'],
    code: ['code', 'marking', 'sending', 'receipt', 'waiting'],
    marking: ['marking', 'review', 'waiting', 'closed'],
    review: ['review', 'marking', 'casting', 'challenge', 'waiting', 'closed'],
    challenge: ['challenge', 'review', 'waiting', 'closed'],
    casting: ['casting', 'sending', 'marking', 'waiting'],
    sending: ['sending', 'receipt', 'refused'],
    receipt: ['receipt', 'waiting'],
    refused: ['refused', 'waiting'],
    closed: ['closed', 'waiting'],
    kept: ['kept', 'waiting'],
    motion: ['motion', 'waiting'],
  };

  it('leads to a screen that may follow, and to a receipt only from the server', () => {
    for (const state of screens)
      for (const event of events) {
        const next = run(state, event).screen.at;
        expect(allowed[state.screen.at], `${state.screen.at} + ${event.type}`).toContain(next);
        if (next === 'receipt' && state.screen.at !== 'receipt') expect(event.type).toBe('receipt');
      }
  });

  it('keeps the project in front within the list', () => {
    expect(run(marking, { type: 'go', index: 99 }).screen).toMatchObject({ index: 2 });
    expect(run(marking, { type: 'go', index: -1 }).screen).toMatchObject({ index: 0 });
  });

  it('is cleared when idle, but never with a ballot under way', () => {
    expect(screens.filter(({ screen }) => !idleClears(screen)).map(({ screen }) => screen.at)).toEqual([
      'waiting',
      'casting',
      'casting',
      'sending',
    ]);
  });
});

describe('a challenged ballot', () => {
  const sealed = run(review, { type: 'sealed', commitment: 'C' });
  const challenged = run(sealed, { type: 'challenge' }, { type: 'opened', text: 'PJC1.x' });

  it('can be opened only once the tablet has committed itself', () => {
    expect(run(review, { type: 'challenge' })).toBe(review);
    expect(run(sealed, { type: 'challenge' }).screen).toMatchObject({ at: 'challenge', commitment: 'C', text: null });
  });

  it('is never cast: it leads back to the same marks, not yet encrypted', () => {
    expect(run(challenged, { type: 'cast' })).toBe(challenged);
    expect(run(challenged, { type: 'sending', tracker: 'T' })).toBe(challenged);
    const again = run(challenged, { type: 'again' });
    expect(again.screen).toEqual(review.screen);
    expect(run(again, { type: 'challenge' })).toBe(again);
  });

  it('is gone when the ballot closes', () => {
    expect(run(challenged, { type: 'hall', hall: hall({ state: 'closed' }) }).screen.at).toBe('closed');
  });
});

describe('an idle tablet', () => {
  it('warns after two minutes and clears after another 45 seconds', () => {
    expect(idleAfter(119_999)).toEqual({ kind: 'active' });
    expect(idleAfter(120_000)).toEqual({ kind: 'warn', seconds: 45 });
    expect(idleAfter(164_500)).toEqual({ kind: 'warn', seconds: 1 });
    expect(idleAfter(165_000)).toEqual({ kind: 'clear' });
  });
});
