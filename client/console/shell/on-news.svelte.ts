import { untrack } from 'svelte';

/** Runs `heard` when `version` changes, and not at first. */
export function onNews(version: () => number, heard: () => void): void {
  let known = untrack(version);
  $effect(() => {
    const now = version();
    if (now === known) return;
    known = now;
    untrack(heard);
  });
}
