/**
 * Lets a key fire at once, and then not again before `interval` milliseconds after it was done; however often it is poked meanwhile, it fires once more
 * at the end. So the last poke is never lost and nobody is told more often than they can use.
 */
export class Pacer {
  private readonly busy = new Map<string, NodeJS.Timeout | undefined>();
  private readonly again = new Set<string>();
  private closed = false;

  constructor(
    private readonly interval: number,
    private readonly fire: (key: string) => Promise<void>,
  ) {}

  poke(key: string): void {
    if (this.closed) return;
    if (this.busy.has(key)) {
      this.again.add(key);
      return;
    }
    this.busy.set(key, undefined);
    void this.fire(key).finally(() => {
      if (this.closed) return;
      const rest = setTimeout(() => {
        this.busy.delete(key);
        if (this.again.delete(key)) this.poke(key);
      }, this.interval);
      this.busy.set(key, rest);
    });
  }

  close(): void {
    this.closed = true;
    for (const timer of this.busy.values()) clearTimeout(timer);
    this.busy.clear();
  }
}
