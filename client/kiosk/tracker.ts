/** A receipt in groups of four, so that a person can read it out and compare it. */
export const inGroups = (tracker: string, size = 4): string[] =>
  Array.from({ length: Math.ceil(tracker.length / size) }, (_, i) => tracker.slice(i * size, (i + 1) * size));
