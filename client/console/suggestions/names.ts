import { newId } from '../../api/new-id.ts';

/** A line of a list of names: known ones keep their id, so that what was suggested there follows a new name. */
export interface NameLine {
  readonly id: string;
  name: string;
}

/** The lines as they are kept: trimmed, empty ones left out. */
export const cleanNames = (lines: readonly NameLine[]): NameLine[] =>
  lines.map(({ id, name }) => ({ id, name: name.trim() })).filter(({ name }) => name !== '');

/** A pasted column put into the list at a line: the first name into the line itself, the others below it. */
export function pasteNames(lines: readonly NameLine[], at: number, pasted: string): NameLine[] {
  const names = pasted
    .split(/[\r\n\t、，,；;]+/)
    .map((name) => name.trim().slice(0, 30))
    .filter((name) => name !== '');
  const [first, ...rest] = names;
  if (first === undefined) return [...lines];
  const line = lines[at]!;
  return [
    ...lines.slice(0, at),
    { ...line, name: first },
    ...rest.map((name) => ({ id: newId(), name })),
    ...lines.slice(at + 1),
  ];
}
