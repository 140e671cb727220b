/** How long a page of the result stays, in milliseconds: twelve lines are read in that time. */
export const PAGE_STAYS = 12_000;

/** Turns pages by itself, round and round. */
export class Turning {
  page = $state(0);

  /** Begins at the first of `count` pages. @returns how to stop. */
  start(count: number): () => void {
    this.page = 0;
    if (count < 2) return () => {};
    const timer = setInterval(() => (this.page = (this.page + 1) % count), PAGE_STAYS);
    return () => clearInterval(timer);
  }
}
