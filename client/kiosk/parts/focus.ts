/** Gives a new screen's heading the focus, so that a screen reader and the keyboard begin where the eye does. */
export const focusHere = (node: HTMLElement): void => {
  node.tabIndex = -1;
  node.focus({ preventScroll: true });
};
