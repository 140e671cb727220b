/** Lets work through one piece after the other, and keeps no more than so many waiting. */
export class Line {
  private inside = 0;
  private last: Promise<unknown> = Promise.resolve();

  /** @param most pieces of work in the line, the one being done among them. */
  constructor(readonly most: number) {}

  get full(): boolean {
    return this.inside >= this.most;
  }

  /** Does the work when its turn comes. @returns undefined, without doing it, when the line is full. */
  async through<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.full) return undefined;
    this.inside++;
    const done = this.last.then(work);
    this.last = done.catch(() => {});
    try {
      return await done;
    } finally {
      this.inside--;
    }
  }
}
