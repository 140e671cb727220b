/** Most lines that are legible at 15 m under the head of the result. */
export const LINES = 12;

/** Splits a list into as few pages as there must be, all about equally long. */
export function pagesOf<T>(rows: readonly T[], lines = LINES): T[][] {
  const count = Math.max(1, Math.ceil(rows.length / lines));
  const each = Math.ceil(rows.length / count);
  return Array.from({ length: count }, (_, page) => rows.slice(page * each, (page + 1) * each));
}
