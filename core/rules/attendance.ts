/** From a deputy's entries at the desk to where they were when: state, times present, half days. domain.md section 5 (误工补助). */

export const movements = ['arrived', 'left', 'returned', 'corrected'] as const;
export type MovementKind = (typeof movements)[number];

/** One entry of a deputy's log; `at` in milliseconds. A correction takes back the entry whose position it names. */
export interface Movement {
  readonly position: number;
  readonly kind: MovementKind;
  readonly at: number;
  readonly voids: number | null;
}

export const attendanceStates = ['present', 'left', 'excused', 'absent'] as const;
/** 在场 / 已离会 / 请假 / 未到 */
export type AttendanceState = (typeof attendanceStates)[number];

/** The entries that count, in order: corrections and what they took back are left out. */
export function standing<M extends Movement>(log: readonly M[]): M[] {
  const voided = new Set(log.map(({ voids }) => voids));
  return log.filter(({ kind, position }) => kind !== 'corrected' && !voided.has(position));
}

/** Where a deputy is, by whether they are marked present, their entries and their excuse. */
export function stateOf(present: boolean, log: readonly Movement[], excuse: string | null): AttendanceState {
  if (present) return 'present';
  if (standing(log).length > 0) return 'left';
  return excuse === null ? 'absent' : 'excused';
}

export interface Stay {
  readonly from: number;
  /** Null while the deputy is still here. */
  readonly to: number | null;
}

/** The times from coming to going. */
export function staysOf(log: readonly Movement[]): Stay[] {
  const stays: Stay[] = [];
  let from: number | null = null;
  for (const { kind, at } of standing(log)) {
    if (kind === 'left') {
      if (from !== null) stays.push({ from, to: Math.max(from, at) });
      from = null;
    } else from ??= at;
  }
  if (from !== null) stays.push({ from, to: null });
  return stays;
}

/** A half day (场次), in milliseconds. */
export interface HalfDay {
  readonly starts: number;
  readonly ends: number;
}

export interface HalfDayRule {
  /** Least time present, in minutes, for a half day to count; 1: any part of it counts. */
  readonly minutes: number;
  /** Whether deputies sign in afresh for each half day; else whoever was not signed out stays counted across a noon break. */
  readonly afresh: boolean;
}

/** [OURS] Any part counts, and the noon break needs no second sign-in. */
export const defaultRule: HalfDayRule = { minutes: 1, afresh: false };

/** [OURS] Half days no further apart than this are one day's: presence is never carried over a night. */
export const NOON_BREAK_HOURS = 4;

const MINUTE = 60_000;

/**
 * How far a stay that began at `from` can reach: to the end of the half day it began in or before, and where presence is carried, to the end
 * of the last one that follows without a night between.
 */
function reachOf(from: number, inOrder: readonly HalfDay[], { afresh }: HalfDayRule): number {
  const later = inOrder.filter(({ ends }) => ends > from);
  let reach = later[0]?.ends ?? from;
  if (afresh) return reach;
  for (const { starts, ends } of later.slice(1)) {
    if (starts - reach > NOON_BREAK_HOURS * 60 * MINUTE) break;
    reach = Math.max(reach, ends);
  }
  return reach;
}

/**
 * Which half days a deputy attended, in the order given. A half day counts once they were present for `minutes` of it, or all of it where it is
 * shorter; the minutes of several stays add up.
 * @param now in milliseconds: nobody has attended what is still to come
 */
export function attended(
  log: readonly Movement[],
  halfDays: readonly HalfDay[],
  rule: HalfDayRule,
  now: number,
): boolean[] {
  const inOrder = [...halfDays].sort((a, b) => a.starts - b.starts);
  const stays = staysOf(log).map(({ from, to }) => ({
    from,
    to: Math.min(to ?? now, now, reachOf(from, inOrder, rule)),
  }));
  return halfDays.map(({ starts, ends }) => {
    const there = stays.reduce(
      (sum, { from, to }) => sum + Math.max(0, Math.min(to, ends) - Math.max(from, starts)),
      0,
    );
    // Any part: somebody who came in and went out within the minute was there.
    const needed = rule.minutes <= 1 ? 1 : Math.min(rule.minutes * MINUTE, ends - starts);
    return there >= needed;
  });
}

export interface Totals {
  readonly entitled: number;
  readonly present: number;
  readonly left: number;
  readonly excused: number;
  readonly absent: number;
}

/** 应到 = 在场 + 已离会 + 请假 + 缺席. */
export function totalsOf(states: readonly AttendanceState[]): Totals {
  const count = (wanted: AttendanceState) => states.filter((state) => state === wanted).length;
  return {
    entitled: states.length,
    present: count('present'),
    left: count('left'),
    excused: count('excused'),
    absent: count('absent'),
  };
}
