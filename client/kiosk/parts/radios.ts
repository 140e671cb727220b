const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Arrow keys go between the radios of a group, which is one stop for the Tab key; a key press or tap chooses. */
export function goBetween(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const by = steps[event.key];
  if (by === undefined) return;
  event.preventDefault();
  const radios = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="radio"]')];
  const at = radios.indexOf(document.activeElement as HTMLElement);
  radios[(at + by + radios.length) % radios.length]?.focus();
}
