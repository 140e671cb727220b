import type { RowVote } from '../../core/belenios/index.ts';
import type { Kiosk as Hall } from '../../core/contract/hall.ts';
import { unreachable } from '../../core/result.ts';
import { type CodeEntry, choose, clearGroup, emptyEntry, erase, type } from './code-entry.ts';
import { type Marks, setMark } from './marks.ts';
import type { Receipt } from './memory.ts';
import {
  type HallMotion,
  type MotionEvent,
  type MotionScreen,
  motionMayLeave,
  motionOnHall,
  stepMotion,
} from './motion/motion-state.ts';

export type { Hall };
export type HallBallot = NonNullable<Hall['ballot']>;
export type View = 'list' | 'one';

/** What the tablet shows. The ballot a deputy fills in is the one they began with: news from the hall never rebuilds it. */
export type Screen =
  | { readonly at: 'waiting' }
  | {
      readonly at: 'code';
      readonly entry: CodeEntry;
      /** By the camera; else by the keypad. */
      readonly scan: boolean;
      readonly checking: boolean;
      /** Why the card was refused; `retry` when asking again can help, `proceed` when it could only not be checked (no network). */
      readonly refusal: { readonly message: string; readonly retry: boolean; readonly proceed?: boolean } | null;
      /** The procedural motion the card is asked for; absent: the ballot. */
      readonly motion?: HallMotion;
    }
  | MotionScreen
  | {
      readonly at: 'marking';
      readonly ballot: HallBallot;
      readonly marks: Marks;
      readonly view: View;
      /** The project in front, or the one to show in the list. */
      readonly index: number;
      /** An over-limit 赞成 was refused, and not yet acknowledged. */
      readonly overLimit: boolean;
    }
  | {
      readonly at: 'review';
      readonly ballot: HallBallot;
      readonly marks: Marks;
      readonly view: View;
      /** What the encrypted ballot is bound to, shown before the choice between casting and opening; null while it is being encrypted. */
      readonly commitment: string | null;
    }
  /** Opened instead of cast (抽检): never to be cast. `text` is the opening; null while it is fetched. */
  | {
      readonly at: 'challenge';
      readonly ballot: HallBallot;
      readonly marks: Marks;
      readonly view: View;
      readonly commitment: string;
      readonly text: string | null;
    }
  | {
      readonly at: 'casting';
      readonly ballot: HallBallot;
      readonly marks: Marks;
      readonly view: View;
      /** 0 … 1 */
      readonly progress: number;
      readonly failed: boolean;
    }
  /** Encrypted and kept on this tablet, not acknowledged. `message` says why it is still waiting. */
  | { readonly at: 'sending'; readonly tracker: string; readonly message: string | null }
  | ({ readonly at: 'receipt' } & Receipt)
  /** The server refused for good: nothing was cast. */
  | { readonly at: 'refused'; readonly tracker: string; readonly message: string }
  /** The ballot closed while it was being filled in. */
  | { readonly at: 'closed' }
  /** The ballots that were left waiting on this tablet, and what became of them. */
  | { readonly at: 'kept' };

export interface KioskState {
  readonly hall: Hall | null;
  readonly connected: boolean;
  readonly screen: Screen;
}

export const firstState: KioskState = { hall: null, connected: false, screen: { at: 'waiting' } };

export type KioskEvent =
  | { readonly type: 'hall'; readonly hall: Hall }
  | { readonly type: 'connection'; readonly up: boolean }
  | { readonly type: 'begin'; readonly entry?: CodeEntry; readonly scan?: boolean }
  /** From the camera to the keypad and back. */
  | { readonly type: 'way'; readonly scan: boolean }
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'erase' }
  | { readonly type: 'clear-group' }
  | { readonly type: 'choose-group'; readonly group: number }
  | { readonly type: 'check' }
  /** The code once more from the beginning. */
  | { readonly type: 'restart' }
  | { readonly type: 'card-refused'; readonly message: string; readonly retry: boolean; readonly proceed?: boolean }
  | { readonly type: 'card-good'; readonly ballot: HallBallot; readonly marks: Marks; readonly view: View }
  | { readonly type: 'mark'; readonly index: number; readonly vote: RowVote }
  | { readonly type: 'acknowledge' }
  | { readonly type: 'view'; readonly view: View; readonly index?: number }
  | { readonly type: 'go'; readonly index: number }
  | { readonly type: 'review' }
  | { readonly type: 'change'; readonly index?: number }
  | { readonly type: 'sealed'; readonly commitment: string }
  | { readonly type: 'challenge' }
  | { readonly type: 'opened'; readonly text: string }
  /** From an opened ballot back to the same marks, to be encrypted anew. */
  | { readonly type: 'again' }
  | { readonly type: 'cast' }
  | { readonly type: 'progress'; readonly share: number }
  | { readonly type: 'failed' }
  | { readonly type: 'sending'; readonly tracker: string }
  | { readonly type: 'delayed'; readonly tracker: string; readonly message: string }
  | ({ readonly type: 'receipt' } & Receipt)
  | { readonly type: 'refused'; readonly tracker: string; readonly message: string }
  | { readonly type: 'kept' }
  | { readonly type: 'motion'; readonly event: MotionEvent }
  | { readonly type: 'leave' };

/** Whether the hall still holds the ballot that is being filled in. */
const stillOpen = (hall: Hall, ballot: HallBallot): boolean =>
  hall.ballot?.uuid === ballot.uuid && hall.ballot.state === 'open';

/** Whether a deputy's marks are in front, and not yet on their way. */
export const isFillingIn = (screen: Screen): screen is Extract<Screen, { at: 'marking' | 'review' | 'challenge' }> =>
  screen.at === 'marking' || screen.at === 'review' || screen.at === 'challenge';

/** Whether a deputy may begin now. */
export const mayBegin = (hall: Hall | null): boolean =>
  hall?.ballot?.state === 'open' && hall.ballot.medium === 'tablet';

function onHall(screen: Screen, hall: Hall): Screen {
  switch (screen.at) {
    case 'code':
      return (screen.motion ? hall.motion?.id === screen.motion.id : mayBegin(hall)) ? screen : { at: 'waiting' };
    case 'motion':
      return motionOnHall(screen, hall);
    case 'marking':
    case 'review':
    case 'challenge':
      return stillOpen(hall, screen.ballot) ? screen : { at: 'closed' };
    // What is on its way is decided by the server's answer, the rest is done with the ballot.
    default:
      return screen;
  }
}

const isSending = (screen: Screen, tracker: string): screen is Extract<Screen, { at: 'sending' }> =>
  screen.at === 'sending' && screen.tracker === tracker;

/** Being encrypted, or sent for the first time: nobody walks away from this. Waiting for the network, the ballot is safe without its deputy. */
const underWay = (screen: Screen): boolean =>
  (screen.at === 'casting' && !screen.failed) ||
  (screen.at === 'sending' && screen.message === null) ||
  (screen.at === 'motion' && !motionMayLeave(screen));

const onCode = (screen: Screen, change: (entry: CodeEntry) => CodeEntry): Screen => {
  if (screen.at !== 'code' || screen.checking) return screen;
  const entry = change(screen.entry);
  // Whoever types, on a keyboard beside the camera's picture too, wants to see what.
  return entry === screen.entry ? screen : { ...screen, entry, scan: false, refusal: null };
};

function onMark(screen: Screen, index: number, vote: RowVote): Screen {
  if (screen.at !== 'marking' || screen.overLimit) return screen;
  const marks = setMark(screen.marks, index, vote, screen.ballot.limit);
  if (!marks) return { ...screen, overLimit: true };
  return marks === screen.marks ? screen : { ...screen, marks };
}

function stepScreen(screen: Screen, hall: Hall | null, event: KioskEvent): Screen {
  switch (event.type) {
    case 'hall':
      return onHall(screen, event.hall);
    case 'connection':
      return screen;
    case 'begin': {
      if (screen.at !== 'waiting' || !mayBegin(hall)) return screen;
      const { entry = emptyEntry, scan = false } = event;
      return { at: 'code', entry, scan, checking: false, refusal: null };
    }
    case 'way':
      return screen.at === 'code' && !screen.checking ? { ...screen, scan: event.scan, refusal: null } : screen;
    case 'key':
      return onCode(screen, (entry) => type(entry, event.key));
    case 'erase':
      return onCode(screen, erase);
    case 'clear-group':
      return onCode(screen, clearGroup);
    case 'choose-group':
      return onCode(screen, (entry) => choose(entry, event.group));
    case 'check':
      return screen.at === 'code' ? { ...screen, checking: true, refusal: null } : screen;
    case 'restart':
      return screen.at === 'code' && !screen.checking
        ? { ...screen, entry: emptyEntry, scan: false, refusal: null }
        : screen;
    case 'card-refused': {
      const { message, retry, proceed = false } = event;
      return screen.at === 'code' ? { ...screen, checking: false, refusal: { message, retry, proceed } } : screen;
    }
    case 'card-good': {
      if (screen.at !== 'code' || !screen.checking || screen.motion) return screen;
      const { ballot, marks, view } = event;
      return { at: 'marking', ballot, marks, view, index: 0, overLimit: false };
    }
    case 'mark':
      return onMark(screen, event.index, event.vote);
    case 'acknowledge':
      return screen.at === 'marking' ? { ...screen, overLimit: false } : screen;
    case 'view': {
      if (screen.at !== 'marking') return screen;
      return { ...screen, view: event.view, index: event.index ?? screen.index };
    }
    case 'go': {
      if (screen.at !== 'marking') return screen;
      return { ...screen, index: Math.min(Math.max(event.index, 0), screen.marks.length - 1) };
    }
    case 'review': {
      if (screen.at !== 'marking' || screen.overLimit) return screen;
      return { at: 'review', ballot: screen.ballot, marks: screen.marks, view: screen.view, commitment: null };
    }
    case 'sealed':
      return screen.at === 'review' ? { ...screen, commitment: event.commitment } : screen;
    case 'challenge': {
      if (screen.at !== 'review' || screen.commitment === null) return screen;
      const { ballot, marks, view, commitment } = screen;
      return { at: 'challenge', ballot, marks, view, commitment, text: null };
    }
    case 'opened':
      return screen.at === 'challenge' ? { ...screen, text: event.text } : screen;
    case 'again': {
      if (screen.at !== 'challenge') return screen;
      const { ballot, marks, view } = screen;
      return { at: 'review', ballot, marks, view, commitment: null };
    }
    case 'change': {
      if (screen.at !== 'review' && !(screen.at === 'casting' && screen.failed)) return screen;
      const { ballot, marks, view } = screen;
      return { at: 'marking', ballot, marks, view, index: event.index ?? 0, overLimit: false };
    }
    case 'cast': {
      // A second tap finds the screen at `casting` and does nothing.
      if (screen.at !== 'review' && !(screen.at === 'casting' && screen.failed)) return screen;
      const { ballot, marks, view } = screen;
      return { at: 'casting', ballot, marks, view, progress: 0, failed: false };
    }
    case 'progress':
      return screen.at === 'casting' ? { ...screen, progress: event.share } : screen;
    case 'failed':
      return screen.at === 'casting' ? { ...screen, failed: true } : screen;
    // A ballot left from before a reload is sent from the first screen on.
    case 'sending':
      return screen.at === 'casting' || screen.at === 'waiting' || screen.at === 'code'
        ? { at: 'sending', tracker: event.tracker, message: null }
        : screen;
    case 'delayed':
      return isSending(screen, event.tracker) ? { ...screen, message: event.message } : screen;
    // Of the ballot in front only: those of earlier deputies are in the list of kept ballots.
    case 'receipt': {
      const { tracker, earlier, commitment } = event;
      return isSending(screen, tracker) || screen.at === 'code' || screen.at === 'waiting'
        ? { at: 'receipt', tracker, earlier, commitment }
        : screen;
    }
    case 'refused': {
      const { tracker, message } = event;
      return isSending(screen, tracker) || screen.at === 'waiting' ? { at: 'refused', tracker, message } : screen;
    }
    case 'kept':
      return screen.at === 'waiting' ? { at: 'kept' } : screen;
    case 'motion':
      return stepMotion(screen, hall, event.event);
    // A ballot on its way is waited for, until it is clear that the network is gone; then it goes on by itself.
    case 'leave':
      return underWay(screen) ? screen : { at: 'waiting' };
    default:
      return unreachable(event);
  }
}

/** The next state. What does not apply to the screen in front returns the very same state. */
export function step(state: KioskState, event: KioskEvent): KioskState {
  const hall = event.type === 'hall' ? event.hall : state.hall;
  const connected = event.type === 'connection' ? event.up : state.connected;
  const screen = stepScreen(state.screen, hall, event);
  if (screen === state.screen && hall === state.hall && connected === state.connected) return state;
  return { hall, connected, screen };
}

/** Screens that an idle shared tablet clears; never one with a ballot under way. */
export const idleClears = (screen: Screen): boolean =>
  screen.at !== 'waiting' && screen.at !== 'casting' && !underWay(screen);
