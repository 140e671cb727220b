/** The agenda's items as typed: one a line, empty lines and blanks around them left out. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
