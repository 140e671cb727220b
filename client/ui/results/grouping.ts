/** A hash in groups, to be read aloud and compared by eye: `3f2a 90c1 …`. */
export function inGroups(text: string, size = 4): string[] {
  return text.match(new RegExp(`.{1,${size}}`, 'gs')) ?? [];
}
