import { describe, expect, it } from 'vitest';
import {
  firstState,
  type Hall,
  idleClears,
  type KioskEvent,
  type KioskState,
  step,
} from '../../../../client/kiosk/kiosk-state.ts';
import { noMarks } from '../../../../client/kiosk/marks.ts';
import type { HallMotion, MotionEvent } from '../../../../client/kiosk/motion/motion-state.ts';

const motion = { id: 'm1', title: '通过议程', way: 'open', uuid: 'U', group: 'Ed25519' } as never as HallMotion;
const ballot = { uuid: 'U', state: 'open', medium: 'tablet', limit: 1, seats: 1, projects: [{ title: 'a' }] } as never;
const hall = (open: HallMotion | null = motion, state = 'open'): Hall =>
  ({ congress: {}, session: {}, ballot: { ...(ballot as object), state }, motion: open }) as never;
const on = (event: MotionEvent): KioskEvent => ({ type: 'motion', event });
const run = (state: KioskState, ...events: KioskEvent[]) => events.reduce(step, state);

const offered = run(firstState, { type: 'hall', hall: hall() });
const code = run(offered, on({ is: 'begin', scan: false }));
const choosing = run(code, { type: 'check' }, on({ is: 'good' }));
const confirming = run(choosing, on({ is: 'choose', choice: 'for' }), on({ is: 'confirm' }));
const sending = run(confirming, on({ is: 'send', vote: 'v1' }));
const stepOf = (state: KioskState) => (state.screen.at === 'motion' ? state.screen.step : state.screen.at);

describe('a motion on a tablet', () => {
  it('goes from the card over the choice and the confirmation to 已表决', () => {
    expect(code.screen).toMatchObject({ at: 'code', motion });
    expect(stepOf(choosing)).toEqual({ is: 'choosing', choice: null });
    expect(stepOf(confirming)).toEqual({ is: 'confirming', choice: 'for' });
    expect(stepOf(run(sending, on({ is: 'done', vote: 'v1' })))).toEqual({ is: 'done', earlier: false });
  });

  it('needs a choice, and can be changed until it is submitted', () => {
    expect(run(choosing, on({ is: 'confirm' }))).toBe(choosing);
    expect(stepOf(run(confirming, on({ is: 'back' }), on({ is: 'choose', choice: 'against' })))).toEqual({
      is: 'choosing',
      choice: 'against',
    });
    expect(run(sending, on({ is: 'back' }))).toBe(sending);
    expect(run(sending, on({ is: 'send', vote: 'v1' }))).toBe(sending);
    // Signing failed: the choice is still there.
    expect(stepOf(run(sending, on({ is: 'failed', vote: 'v1' })))).toEqual({ is: 'failed', choice: 'for' });
  });

  it('never disturbs a ballot that is being filled in, and waits until its deputy is done', () => {
    const voting = run(
      run(firstState, { type: 'hall', hall: hall(null) }),
      { type: 'begin' },
      { type: 'check' },
      { type: 'card-good', ballot, marks: noMarks(1), view: 'list' },
    );
    const marked = run(voting, { type: 'mark', index: 0, vote: 'for' });
    const during = run(marked, { type: 'hall', hall: hall() }, on({ is: 'begin', scan: false }));
    expect(during.screen).toBe(marked.screen);
    expect(run(during, { type: 'leave' }, on({ is: 'begin', scan: false })).screen).toMatchObject({
      at: 'code',
      motion,
    });
  });

  it('is over when it closes before a deputy has submitted, and not when the vote is on its way', () => {
    const closed: KioskEvent = { type: 'hall', hall: hall(null) };
    for (const state of [choosing, confirming]) expect(stepOf(run(state, closed))).toEqual({ is: 'over' });
    expect(run(code, closed).screen).toEqual({ at: 'waiting' });
    expect(stepOf(run(sending, closed))).toEqual(stepOf(sending));
    const other = run(choosing, { type: 'hall', hall: hall({ ...motion, id: 'm2' as HallMotion['id'] }) });
    expect(stepOf(other)).toEqual({ is: 'over' });
  });

  it('is not answered by what becomes of another deputy’s vote', () => {
    const left = run(sending, on({ is: 'delayed', vote: 'v1', message: '' }), { type: 'leave' });
    const other = run(left, on({ is: 'begin', scan: false }), { type: 'check' });
    // The one before arrives while the next card is being checked, …
    for (const event of [{ is: 'done', vote: 'v1' } as const, { is: 'refused', vote: 'v1', message: 'x' } as const])
      expect(run(other, on(event))).toBe(other);
    // … and while the next vote is on its way.
    const own = run(
      other,
      on({ is: 'good' }),
      on({ is: 'choose', choice: 'against' }),
      on({ is: 'confirm' }),
      on({ is: 'send', vote: 'v2' }),
    );
    for (const event of [
      { is: 'done', vote: 'v1' } as const,
      { is: 'refused', vote: 'v1', message: 'x' } as const,
      { is: 'delayed', vote: 'v1', message: '' } as const,
      { is: 'failed', vote: 'v1' } as const,
    ])
      expect(run(own, on(event))).toBe(own);
    expect(stepOf(run(own, on({ is: 'refused', vote: 'v2', message: '已结束' })))).toEqual({
      is: 'refused',
      message: '已结束',
    });
    expect(stepOf(run(other, on({ is: 'voted' })))).toEqual({ is: 'done', earlier: true });
  });

  it('is not left while it is sent for the first time; waiting for the network it may be', () => {
    expect(run(sending, { type: 'leave' })).toBe(sending);
    expect(idleClears(sending.screen)).toBe(false);
    const delayed = run(sending, on({ is: 'delayed', vote: 'v1', message: '' }));
    expect(run(delayed, { type: 'leave' }).screen).toEqual({ at: 'waiting' });
    // Its answer later is nobody else's.
    expect(run(delayed, { type: 'leave' }, on({ is: 'done', vote: 'v1' })).screen).toEqual({ at: 'waiting' });
    expect(idleClears(choosing.screen)).toBe(true);
  });

  it('opens no ballot with a card that was asked for a motion, nor a motion with one asked for the ballot', () => {
    const checking = run(code, { type: 'check' });
    expect(run(checking, { type: 'card-good', ballot, marks: noMarks(1), view: 'list' })).toBe(checking);
    const forBallot = run(offered, { type: 'begin' }, { type: 'check' });
    expect(run(forBallot, on({ is: 'good' }))).toBe(forBallot);
    // The ballot may close while a card is typed for the motion.
    expect(run(code, { type: 'hall', hall: hall(motion, 'closed') }).screen.at).toBe('code');
  });

  it('takes up a vote that an earlier page left unsent', () => {
    expect(stepOf(run(firstState, on({ is: 'resume', motion, vote: 'v0' })))).toMatchObject({ is: 'sending' });
    expect(run(choosing, on({ is: 'resume', motion, vote: 'v0' }))).toBe(choosing);
  });
});
