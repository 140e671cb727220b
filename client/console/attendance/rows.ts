import type { AttendanceSheet } from '../../../core/contract/attendance.ts';

type Row = AttendanceSheet['rows'][number];

/** The rows by delegation, in their order, each with the running number of its first. */
export function byDelegation(rows: readonly Row[]): { delegation: string; rows: Row[]; first: number }[] {
  const groups: { delegation: string; rows: Row[]; first: number }[] = [];
  for (const [index, row] of rows.entries()) {
    const last = groups.at(-1);
    if (last?.delegation === row.delegation) last.rows.push(row);
    else groups.push({ delegation: row.delegation, rows: [row], first: index + 1 });
  }
  return groups;
}

/** A moment if there is one. */
export const seen = (iso: string | null, show: (iso: string) => string): string => (iso === null ? '' : show(iso));

/** China keeps one time: what is typed at the desk is that. */
const ZONE = '+08:00';

/** The moment of a day (yyyy-mm-dd) and a time (hh:mm) as typed; null while incomplete. */
export function momentOf(day: string, time: string): string | null {
  const at = new Date(`${day}T${time}:00${ZONE}`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** The day and time to show in the fields for a moment. */
export function fieldsOf(iso: string): { day: string; time: string } {
  const local = new Date(Date.parse(iso) + 8 * 3600_000).toISOString();
  return { day: local.slice(0, 10), time: local.slice(11, 16) };
}
