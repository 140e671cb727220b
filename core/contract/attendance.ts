import { z } from 'zod';
import { attendanceStates, movements } from '../rules/attendance.ts';
import { may } from '../workflow/permissions.ts';
import { DeputyId, Done, Instant, optionalText, SessionId, SittingId, text } from './common.ts';
import { Deputy } from './congress.ts';
import { route } from './route.ts';

/** A deputy in office and where they are. Times are of the desk's entries; nothing of a card is here or near it. */
export const Attendee = Deputy.pick({
  id: true,
  number: true,
  name: true,
  delegation: true,
  pinyin: true,
  initials: true,
}).extend({
  present: z.boolean(),
  state: z.enum(attendanceStates),
  /** First coming, last going if they have gone, and coming back if they came back. */
  arrivedAt: Instant.nullable(),
  leftAt: Instant.nullable(),
  returnedAt: Instant.nullable(),
  /** 请假: the reason, where they are excused from the session. */
  excuse: z.string().nullable(),
});
export type Attendee = z.output<typeof Attendee>;

/** A half-day meeting (场次), e.g. 第一天上午. */
export const Sitting = z.object({ id: SittingId, name: z.string(), startsAt: Instant, endsAt: Instant });
export type Sitting = z.output<typeof Sitting>;

/** How presence becomes half days for subsidies; see `attended`. */
export const AttendanceRule = z.object({ minutes: z.int().min(1).max(240), afresh: z.boolean() });

const Entry = z.object({
  /** The deputy's own count, from 1. */ position: z.int(),
  kind: z.enum(movements),
  at: Instant,
  by: z.string(),
  note: z.string(),
  /** Of a correction: the entry that no longer counts. */ voids: z.int().nullable(),
});
export type AttendanceEntry = z.output<typeof Entry>;

/** The attendance book (签到册): everything that is printed and exported, as of one moment. */
export const AttendanceSheet = z.object({
  at: Instant,
  quorum: z.int(),
  presentAtOpen: z.int().nullable(),
  presentAtClose: z.int().nullable(),
  totals: z.object({ entitled: z.int(), present: z.int(), left: z.int(), excused: z.int(), absent: z.int() }),
  rule: AttendanceRule,
  sittings: z.array(Sitting),
  /** By delegation and number; `attended` goes with `sittings`. */
  rows: z.array(Attendee.extend({ log: z.array(Entry), attended: z.array(z.boolean()) })),
});
export type AttendanceSheet = z.output<typeof AttendanceSheet>;

const Counts = { present: z.int(), entitled: z.int(), quorum: z.int() };
const Mark = z.object({
  present: z.boolean(),
  /** Takes back the wrong entry that made it otherwise, instead of recording a coming or going. */
  correction: z.boolean().optional(),
  note: optionalText(100).optional(),
});
export type Mark = z.output<typeof Mark>;

const inSession = z.object({ session: SessionId });
const ofDeputy = inSession.extend({ deputy: DeputyId });
const ofSitting = inSession.extend({ sitting: SittingId });

export const attendance = {
  attendance: route({
    method: 'GET',
    path: '/api/sessions/:session/attendance',
    access: may('attendance.mark'),
    summary: 'Deputies in office and who is present',
    params: inSession,
    response: z.array(Attendee),
  }),
  signDeputyIn: route({
    method: 'PUT',
    path: '/api/sessions/:session/attendance/:deputy',
    access: may('attendance.mark'),
    summary:
      'Mark one deputy present or not: come, gone, back, or a wrong entry taken back; what is so already is not recorded again',
    params: ofDeputy,
    body: Mark,
    response: z.object({ deputy: Attendee, ...Counts }),
    problems: ['deputy-not-in-office', 'not-a-member', 'cards-exceed-present', 'nothing-to-correct'],
  }),
  markMany: route({
    method: 'PUT',
    path: '/api/sessions/:session/attendance',
    access: may('attendance.mark'),
    summary: 'The same for several deputies at once, all or none; `changed` are those for whom it was not so already',
    params: inSession,
    body: Mark.extend({ deputies: z.array(DeputyId).min(1).max(3000) }),
    response: z.object({ changed: z.array(DeputyId), ...Counts }),
    problems: ['deputy-not-in-office', 'not-a-member', 'cards-exceed-present', 'nothing-to-correct'],
  }),
  excuse: route({
    method: 'PUT',
    path: '/api/sessions/:session/attendance/:deputy/excuse',
    access: may('attendance.mark'),
    summary: 'Record that a deputy is excused, with the reason, or with null that they are not',
    params: ofDeputy,
    body: z.object({ reason: text(100).nullable() }),
    response: Attendee,
    problems: ['deputy-not-in-office', 'not-a-member'],
  }),
  attendanceSheet: route({
    method: 'GET',
    path: '/api/sessions/:session/attendance/sheet',
    access: may('attendance.mark'),
    summary: 'The attendance book with every entry, totals and half days',
    params: inSession,
    response: AttendanceSheet,
  }),
  attendanceWorkbook: route({
    method: 'GET',
    path: '/api/sessions/:session/attendance/sheet.xlsx',
    access: may('attendance.mark'),
    summary: 'The attendance book as a workbook',
    params: inSession,
    response: z.any(),
  }),
  saveSitting: route({
    method: 'PUT',
    path: '/api/sessions/:session/sittings/:sitting',
    access: may('attendance.settings'),
    summary: 'Make or change a half day under a client-made id',
    params: ofSitting,
    body: z.object({ name: text(30), startsAt: Instant, endsAt: Instant }),
    response: Sitting,
    problems: ['sitting-times', 'sittings-overlap'],
  }),
  removeSitting: route({
    method: 'DELETE',
    path: '/api/sessions/:session/sittings/:sitting',
    access: may('attendance.settings'),
    summary: 'Remove a half day; nobody’s entries change',
    params: ofSitting,
    response: Done,
  }),
  saveAttendanceRule: route({
    method: 'PUT',
    path: '/api/sessions/:session/attendance-rule',
    access: may('attendance.settings'),
    summary: 'How presence becomes half days',
    params: inSession,
    body: AttendanceRule,
    response: AttendanceRule,
  }),
} as const;
