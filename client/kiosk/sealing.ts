import type { Booth } from './booth.ts';
import type { Sealed } from './encrypt-worker.ts';

/**
 * The ballot under review, encrypted ahead of the deputy's choice: a tablet that knew whether a ballot will be opened (抽检) or cast could cheat on
 * those that are cast, so it commits first. Each encryption serves once: cast, opened, or dropped when the marks change.
 */
export class Sealing {
  private current: Promise<Sealed> | undefined;

  constructor(private readonly booth: Pick<Booth, 'stop'>) {}

  /** `done` hears the commitment, unless the deputy has gone on meanwhile. */
  start(encrypting: Promise<Sealed>, done: (commitment: string) => void): void {
    this.current = encrypting;
    encrypting.then(
      ({ commitment }) => {
        if (this.current === encrypting) done(commitment);
      },
      () => {
        // Casting encrypts anew then, and says so if that fails too.
        if (this.current === encrypting) this.current = undefined;
      },
    );
  }

  take(): Promise<Sealed> | undefined {
    const { current } = this;
    this.current = undefined;
    return current;
  }

  /** Forgets it, and with the worker everything it was made of. */
  drop(): void {
    if (this.take()) this.booth.stop();
  }
}
