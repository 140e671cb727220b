/** How often something may be tried within a time. */
export interface Allowance {
  readonly attempts: number;
  readonly seconds: number;
}

/**
 * Counts attempts by key, in this process: the sign-in's guard against guessing. An attempt counts when it begins, so that many at once
 * cannot slip by; success clears the key.
 */
export class Attempts {
  private readonly times = new Map<string, number[]>();

  constructor(
    private readonly allowance: Allowance,
    private readonly now: () => number = Date.now,
  ) {}

  /** Counts one attempt. @returns 0 if it may go on, else the seconds to wait; a refused attempt does not lengthen the wait. */
  begin(key: string): number {
    const now = this.now();
    const { attempts, seconds } = this.allowance;
    const recent = (this.times.get(key) ?? []).filter((time) => now - time < seconds * 1000);
    if (recent.length >= attempts) return Math.max(1, Math.ceil((recent[0]! + seconds * 1000 - now) / 1000));
    recent.push(now);
    if (this.times.size > 10_000) this.forget(now);
    this.times.set(key, recent);
    return 0;
  }

  clear(key: string): void {
    this.times.delete(key);
  }

  private forget(now: number): void {
    for (const [key, times] of this.times)
      if (now - (times.at(-1) ?? 0) >= this.allowance.seconds * 1000) this.times.delete(key);
    // Still full: an attack with made-up keys. The oldest go; the address' own count still holds.
    for (const key of this.times.keys()) {
      if (this.times.size <= 10_000) break;
      this.times.delete(key);
    }
  }
}
