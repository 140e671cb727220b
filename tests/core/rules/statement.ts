/**
 * The rules of domain section 3 stated a second time and in another way, to test the first against: by asking, for each
 * project, in which of all orders the equal ones could be drawn it gets a seat. Always: elected. Never: not. Sometimes: tied.
 */
import type { Method } from '../../../core/rules/method.ts';
import type { Attendance, ProjectTally } from '../../../core/rules/outcome.ts';

export type Fate = 'elected' | 'not-passed' | 'passed-no-seat' | 'tied';

export function fates(method: Method, attendance: Attendance, tally: readonly ProjectTally[]): Map<string, Fate> {
  const { entitled, present } = attendance;
  const passes = (votes: number): boolean => {
    if (method.elected === 'plurality') return votes > 0;
    return votes / (method.elected === 'majority-of-all' ? entitled : present) > 1 / 2;
  };
  const passed = tally.filter((row) => passes(row.for));
  const winners = seatings(
    passed.map((row) => row.for),
    method.seats,
  );
  return new Map(
    tally.map((row): [string, Fate] => {
      const place = passed.indexOf(row);
      if (place < 0) return [row.code, 'not-passed'];
      const seated = winners.filter((seating) => seating.has(place)).length;
      return [row.code, seated === winners.length ? 'elected' : seated === 0 ? 'passed-no-seat' : 'tied'];
    }),
  );
}

/** Every set of at most `seats` places in which nobody left out has more votes than somebody let in, and no seat is wasted. */
function seatings(votes: readonly number[], seats: number): Set<number>[] {
  const size = Math.min(seats, votes.length);
  const result: Set<number>[] = [];
  for (let mask = 0; mask < 1 << votes.length; mask++) {
    const inside = votes.map((_, place) => place).filter((place) => mask & (1 << place));
    if (inside.length !== size) continue;
    const least = Math.min(...inside.map((place) => votes[place]!));
    if (votes.every((count, place) => inside.includes(place) || count <= least)) result.push(new Set(inside));
  }
  return result;
}
