import { unreachable } from '../../../core/result.ts';
import type { MotionChoice } from '../../../core/rules/motion.ts';
import { emptyEntry } from '../code-entry.ts';
import type { Hall, Screen } from '../kiosk-state.ts';

export type HallMotion = NonNullable<Hall['motion']>;

/** Where one deputy is in a procedural motion, from the accepted card on. */
export type MotionStep =
  | { readonly is: 'choosing'; readonly choice: MotionChoice | null }
  | { readonly is: 'confirming'; readonly choice: MotionChoice }
  /** Signed and kept on this tablet, not acknowledged. `message` says why it is still waiting. */
  | {
      readonly is: 'sending';
      /** Of this vote: an answer to another one, of a deputy before, changes nothing here. */
      readonly vote: string;
      readonly choice: MotionChoice | null;
      readonly message: string | null;
    }
  /** Acknowledged; `earlier`: this card had voted before. */
  | { readonly is: 'done'; readonly earlier: boolean }
  | { readonly is: 'refused'; readonly message: string }
  /** Signing or keeping failed on this tablet: nothing was sent. */
  | { readonly is: 'failed'; readonly choice: MotionChoice }
  /** The motion closed before this deputy had voted. */
  | { readonly is: 'over' };

export interface MotionScreen {
  readonly at: 'motion';
  readonly motion: HallMotion;
  readonly step: MotionStep;
}

export type MotionEvent =
  | { readonly is: 'begin' /** By the camera; else by the keypad. */; readonly scan: boolean }
  | { readonly is: 'good' }
  | { readonly is: 'choose'; readonly choice: MotionChoice }
  | { readonly is: 'confirm' }
  | { readonly is: 'back' }
  /** The card that is being checked has voted. */
  | { readonly is: 'voted' }
  | { readonly is: 'send'; readonly vote: string }
  /** A vote that an earlier page left unsent. */
  | { readonly is: 'resume'; readonly motion: HallMotion; readonly vote: string }
  | { readonly is: 'delayed'; readonly vote: string; readonly message: string }
  | { readonly is: 'done'; readonly vote: string }
  | { readonly is: 'refused'; readonly vote: string; readonly message: string }
  | { readonly is: 'failed'; readonly vote: string };

/** The next screen of a motion. What does not apply to the screen in front returns the very same. */
export function stepMotion(screen: Screen, hall: Hall | null, event: MotionEvent): Screen {
  if (event.is === 'begin') return begin(screen, hall, event.scan);
  if (event.is === 'resume')
    return screen.at === 'waiting'
      ? { at: 'motion', motion: event.motion, step: { is: 'sending', vote: event.vote, choice: null, message: null } }
      : screen;
  if (screen.at === 'code') {
    if (!screen.motion || !screen.checking) return screen;
    const { motion } = screen;
    if (event.is === 'good') return { at: 'motion', motion, step: { is: 'choosing', choice: null } };
    return event.is === 'voted' ? { at: 'motion', motion, step: { is: 'done', earlier: true } } : screen;
  }
  if (screen.at !== 'motion') return screen;
  const step = next(screen.step, event);
  return step === screen.step ? screen : { ...screen, step };
}

function begin(screen: Screen, hall: Hall | null, scan: boolean): Screen {
  const motion = hall?.motion;
  if (screen.at !== 'waiting' || !motion) return screen;
  return { at: 'code', entry: emptyEntry, scan, checking: false, refusal: null, motion };
}

/** Whether this very vote is on its way. */
export const isSending = (step: MotionStep, vote: string): step is Extract<MotionStep, { is: 'sending' }> =>
  step.is === 'sending' && step.vote === vote;

function next(step: MotionStep, event: Exclude<MotionEvent, { is: 'begin' | 'resume' }>): MotionStep {
  switch (event.is) {
    case 'good':
    case 'voted':
      return step;
    case 'choose':
      return step.is === 'choosing' ? { is: 'choosing', choice: event.choice } : step;
    case 'confirm':
      return step.is === 'choosing' && step.choice ? { is: 'confirming', choice: step.choice } : step;
    case 'back':
      return step.is === 'confirming' || step.is === 'failed' ? { is: 'choosing', choice: step.choice } : step;
    case 'send':
      return step.is === 'confirming' || step.is === 'failed'
        ? { is: 'sending', vote: event.vote, choice: step.choice, message: null }
        : step;
    case 'delayed':
      return isSending(step, event.vote) ? { ...step, message: event.message } : step;
    case 'done':
      return isSending(step, event.vote) ? { is: 'done', earlier: false } : step;
    case 'refused':
      return isSending(step, event.vote) ? { is: 'refused', message: event.message } : step;
    case 'failed':
      return isSending(step, event.vote) && step.choice ? { is: 'failed', choice: step.choice } : step;
    default:
      return unreachable(event);
  }
}

/** News from the hall: a motion that is no longer open cannot be voted on; what is on its way is decided by the server's answer. */
export function motionOnHall(screen: MotionScreen, hall: Hall): MotionScreen {
  const { is } = screen.step;
  const undecided = is === 'choosing' || is === 'confirming' || is === 'failed';
  return undecided && hall.motion?.id !== screen.motion.id ? { ...screen, step: { is: 'over' } } : screen;
}

/** Sent for the first time, it is waited for; waiting for the network, the vote is safe on this tablet without its deputy. */
export const motionMayLeave = ({ step }: MotionScreen): boolean => step.is !== 'sending' || step.message !== null;
