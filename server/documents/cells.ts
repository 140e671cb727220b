import type { Cell } from 'write-excel-file/node';

/** A text cell, so that 001 keeps its form and nothing typed by anybody is taken for a formula. */
export const words = (value: string): Cell => (value === '' ? null : { value, type: String, format: '@' });
/** What citizens typed is no formula either when the table is saved as another kind: a leading sign gets an apostrophe, which our own import takes off. */
export const guarded = (value: string): Cell => words(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
export const count = (value: number): Cell => ({ value, type: Number });
export const heading = (value: string): Cell => ({
  value,
  fontWeight: 'bold',
  backgroundColor: '#E8EEF7',
  alignVertical: 'center',
  wrap: true,
});
export const title = (value: string): Cell => ({ value, fontWeight: 'bold', fontSize: 14 });
