import { daysBetween } from '../workflow/cycle.ts';
import { doneOn, type Milestone, type Reported } from './project.ts';

/** A step as a bar: where it begins and ends, in per cent of the whole line's length. */
export interface Bar {
  readonly id: string;
  readonly name: string;
  readonly start: string;
  readonly due: string;
  readonly doneOn: string | null;
  readonly from: number;
  readonly to: number;
  readonly state: 'done' | 'late' | 'open';
}

export interface Timeline {
  readonly bars: readonly Bar[];
  readonly first: string;
  readonly last: string;
  /** Where today is, in per cent; null when outside. */
  readonly today: number | null;
  /** The first days of months within, for the scale. */
  readonly months: readonly { readonly day: string; readonly at: number }[];
}

/** The steps in the order in which they are due. A step without a start begins where the one due before it ends. A line is at least a month long. */
export function timelineOf(
  milestones: readonly Milestone[],
  reports: readonly Reported[],
  today: string,
): Timeline | null {
  if (milestones.length === 0) return null;
  const days = doneOn(reports);
  const inOrder = [...milestones].sort((a, b) => a.due.localeCompare(b.due));
  const spans = inOrder.map((one, i) => {
    const start = one.start ?? inOrder[i - 1]?.due ?? monthOf(one.due);
    return { ...one, start: start > one.due ? one.due : start };
  });
  const first = monthOf(spans.map(({ start }) => start).sort()[0]!);
  const last = nextMonth(inOrder.at(-1)!.due);
  const length = daysBetween(first, last);
  const at = (day: string): number => Math.round((1000 * daysBetween(first, day)) / length) / 10;
  const months: { day: string; at: number }[] = [];
  for (let day = first; day < last; day = nextMonth(day)) months.push({ day, at: at(day) });
  return {
    bars: spans.map(({ id, name, start, due }): Bar => {
      const done = days.get(id) ?? null;
      const state = done !== null ? 'done' : due < today ? 'late' : 'open';
      return { id, name, start, due, doneOn: done, from: at(start), to: at(due), state };
    }),
    first,
    last,
    today: today < first || today > last ? null : at(today),
    months,
  };
}

const monthOf = (day: string): string => `${day.slice(0, 7)}-01`;
function nextMonth(day: string): string {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
}
