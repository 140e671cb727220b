import { z } from 'zod';
import { may } from '../workflow/permissions.ts';
import { MotionId, SessionId } from './common.ts';
import { route } from './route.ts';

/** What the projector shows: `auto` follows the session, the rest is fixed by staff until the session's next step. */
export const screenViews = ['auto', 'agenda', 'attendance', 'public', 'key', 'motion', 'result'] as const;
export const ScreenView = z.enum(screenViews);
export type ScreenView = z.output<typeof ScreenView>;

export const Agenda = z.object({
  lines: z.array(z.string().trim().min(1).max(80)).max(40),
  /** The item in hand, from 0. */ index: z.int().min(0),
});
export type Agenda = z.output<typeof Agenda>;

/** For information only: it opens and closes nothing. */
export const Countdown = z.object({
  minutes: z.int(),
  /** Seconds left when this answer was made; 0 when over. */ left: z.number(),
});
export type Countdown = z.output<typeof Countdown>;

export const ScreenControl = z.object({
  /** What staff chose. */ chosen: ScreenView,
  /** What is shown: `auto` again once the session has gone on. */ view: ScreenView,
  /** The motion that the view `motion` shows. */ motion: MotionId.nullable(),
  agenda: Agenda,
  countdown: Countdown.nullable(),
});
export type ScreenControl = z.output<typeof ScreenControl>;

const inSession = z.object({ session: SessionId });

/** The staff's control of the projector (大屏). */
export const screen = {
  screenControl: route({
    method: 'GET',
    path: '/api/sessions/:session/screen',
    access: 'staff',
    summary: 'What the projector is told to show',
    params: inSession,
    response: ScreenControl,
  }),
  showOnScreen: route({
    method: 'PUT',
    path: '/api/sessions/:session/screen/view',
    access: may('screen.manage'),
    summary: 'Let the projector follow the session, or fix what it shows',
    params: inSession,
    body: z.object({ view: ScreenView, motion: MotionId.nullable() }),
    response: ScreenControl,
  }),
  saveAgenda: route({
    method: 'PUT',
    path: '/api/sessions/:session/screen/agenda',
    access: may('screen.manage'),
    summary: 'The lines of the agenda and the item in hand',
    params: inSession,
    body: Agenda,
    response: ScreenControl,
  }),
  countDown: route({
    method: 'PUT',
    path: '/api/sessions/:session/screen/countdown',
    access: may('screen.manage'),
    summary: 'Start a countdown shown as information, or end it; the same request again does not start it anew',
    params: inSession,
    body: z.object({ request: z.uuid(), minutes: z.int().min(1).max(120).nullable() }),
    response: ScreenControl,
  }),
} as const;
