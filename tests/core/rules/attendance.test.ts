import { describe, expect, it } from 'vitest';
import {
  attended,
  defaultRule,
  type HalfDay,
  type Movement,
  type MovementKind,
  standing,
  stateOf,
  staysOf,
  totalsOf,
} from '../../../core/rules/attendance.ts';

const at = (day: number, time: string) => Date.parse(`2027-01-1${day}T${time}:00+08:00`);
/** A log from lines such as `1 08:30 arrived`; `corrected 2` takes back the second. */
const log = (...lines: string[]): Movement[] =>
  lines.map((line, index) => {
    const [day, time, kind, voids] = line.split(' ');
    return {
      position: index + 1,
      at: at(Number(day), time!),
      kind: kind as MovementKind,
      voids: voids ? Number(voids) : null,
    };
  });
const halfDay = (day: number, from: string, to: string): HalfDay => ({ starts: at(day, from), ends: at(day, to) });
const days = [
  halfDay(1, '09:00', '12:00'),
  halfDay(1, '14:30', '17:30'),
  halfDay(2, '09:00', '12:00'),
  halfDay(2, '14:30', '17:30'),
];
const after = at(3, '12:00');
const counted = (movements: Movement[], rule = defaultRule, now = after) => attended(movements, days, rule, now);

describe('a deputy’s log', () => {
  it('gives where they are', () => {
    expect(stateOf(false, [], null)).toBe('absent');
    expect(stateOf(false, [], '病假')).toBe('excused');
    expect(stateOf(true, log('1 08:30 arrived'), '病假')).toBe('present');
    expect(stateOf(false, log('1 08:30 arrived', '1 10:00 left'), '病假')).toBe('left');
  });

  it('leaves out what was taken back', () => {
    const wrong = log('1 08:30 arrived', '1 08:31 corrected 1');
    expect(standing(wrong)).toEqual([]);
    expect(stateOf(false, wrong, null)).toBe('absent');
    const back = log('1 08:30 arrived', '1 10:00 left', '1 10:01 corrected 2');
    expect(staysOf(back)).toEqual([{ from: at(1, '08:30'), to: null }]);
  });

  it('gives the times present', () => {
    expect(staysOf(log('1 08:30 arrived', '1 10:00 left', '1 10:20 returned'))).toEqual([
      { from: at(1, '08:30'), to: at(1, '10:00') },
      { from: at(1, '10:20'), to: null },
    ]);
  });
});

describe('half days', () => {
  it('count for any part of them', () => {
    expect(counted(log('1 11:59 arrived', '1 14:00 left'))).toEqual([true, false, false, false]);
    expect(counted(log('1 09:10 arrived', '1 09:10 left'))).toEqual([false, false, false, false]);
    expect(counted(log('1 08:00 arrived', '1 08:59 left'))).toEqual([false, false, false, false]);
  });

  it('carry presence over noon, never over a night', () => {
    expect(counted(log('1 08:50 arrived'))).toEqual([true, true, false, false]);
    expect(counted(log('1 08:50 arrived', '2 17:00 left'))).toEqual([true, true, false, false]);
    expect(counted(log('1 08:50 arrived', '1 17:30 left', '2 14:00 returned'))).toEqual([true, true, false, true]);
  });

  it('need a sign-in each where the session says so', () => {
    const afresh = { minutes: 1, afresh: true };
    expect(counted(log('1 08:50 arrived'), afresh)).toEqual([true, false, false, false]);
    expect(counted(log('1 08:50 arrived', '1 12:00 left', '1 14:20 returned'), afresh)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('need as many minutes as the session says, over several stays', () => {
    const hour = { minutes: 60, afresh: false };
    expect(counted(log('1 11:01 arrived', '1 12:00 left'), hour)[0]).toBe(false);
    expect(counted(log('1 11:00 arrived', '1 12:00 left'), hour)[0]).toBe(true);
    const twice = log('1 09:00 arrived', '1 09:30 left', '1 11:30 returned', '1 12:00 left');
    expect(counted(twice, hour)[0]).toBe(true);
    const short = [halfDay(1, '09:00', '09:40')];
    expect(attended(log('1 09:00 arrived'), short, hour, after)).toEqual([true]);
  });

  it('are not attended before they come', () => {
    const arrived = log('1 08:50 arrived');
    expect(counted(arrived, defaultRule, at(1, '08:55'))).toEqual([false, false, false, false]);
    expect(counted(arrived, defaultRule, at(1, '10:00'))).toEqual([true, false, false, false]);
  });

  it('are answered in the order asked', () => {
    expect(attended(log('1 08:50 arrived'), [days[2]!, days[1]!, days[0]!], defaultRule, after)).toEqual([
      false,
      true,
      true,
    ]);
  });
});

it('totals add up to those entitled', () => {
  expect(totalsOf(['present', 'present', 'left', 'excused', 'absent'])).toEqual({
    entitled: 5,
    present: 2,
    left: 1,
    excused: 1,
    absent: 1,
  });
});
