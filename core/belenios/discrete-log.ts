import type { Element, Group } from './group.ts';

/**
 * Finds n in [0, maximum] with g^n = element, by baby steps and giant steps: some 2·√maximum multiplications. One solver serves all
 * totals of a tally, for the baby steps are shared.
 * @returns a function from element to n, or undefined when there is no such n
 */
export function discreteLog(group: Group, maximum: number): (element: Element) => number | undefined {
  const width = Math.ceil(Math.sqrt(maximum + 1));
  const steps = new Map<string, number>();
  let baby = group.identity;
  for (let i = 0; i < width; i++) {
    steps.set(group.print(baby), i);
    baby = group.multiply(baby, group.generator);
  }
  const back = group.invert(baby);
  return (element) => {
    let rest = element;
    for (let giant = 0; giant * width <= maximum; giant++) {
      const found = steps.get(group.print(rest));
      if (found !== undefined) {
        const n = giant * width + found;
        return n <= maximum ? n : undefined;
      }
      rest = group.multiply(rest, back);
    }
    return undefined;
  };
}
