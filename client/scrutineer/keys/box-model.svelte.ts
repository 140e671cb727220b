import { type BoxFault, type BoxReport, type CheckedBox, judgeBox } from '../../../core/belenios/index.ts';
import { ceremony, type Decrypting } from '../../../core/contract/ceremony.ts';
import type { SessionId } from '../../../core/ids.ts';
import type { Result } from '../../../core/result.ts';
import { addressOf } from '../../api/call.ts';
import { language } from '../../i18n/index.ts';
import { DownloadError, download, verifyBoxHere } from '../../verify/verify.ts';

export type BoxStage =
  | { readonly kind: 'idle' }
  | { readonly kind: 'downloading'; readonly done: number; readonly total: number }
  /** `since`: when the checking began, on this page's clock in milliseconds. */
  | { readonly kind: 'checking'; readonly done: number; readonly total: number; readonly since: number }
  /** No box came; `reason` is the server's, where it gave one. */
  | { readonly kind: 'not-read'; readonly reason: string | undefined }
  /** This browser could not finish. */
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'done'; readonly report: BoxReport };

/** The check of the closed box on this device. What it came to is remembered while the page is open, and nowhere else. */
export class BoxModel {
  stage = $state.raw<BoxStage>({ kind: 'idle' });
  #session: SessionId;
  #electionHash: string | undefined;
  #stopped: AbortController | undefined;

  constructor(session: SessionId) {
    this.#session = session;
  }

  get busy(): boolean {
    return this.stage.kind === 'downloading' || this.stage.kind === 'checking';
  }

  /**
   * Reads the box and checks it. What was checked already is not checked again, unless `afresh` or when the session has another ballot by
   * now (a run-off, or one held again), which the election's fingerprint tells.
   */
  async check(electionHash: string, afresh = false): Promise<void> {
    const known = this.stage.kind === 'done' && this.#electionHash === electionHash;
    if (this.busy || (known && !afresh)) return;
    this.#electionHash = electionHash;
    const stopped = new AbortController();
    this.#stopped = stopped;
    this.stage = { kind: 'downloading', done: 0, total: 0 };
    const awake = await keepAwake();
    try {
      await this.#run(stopped.signal);
    } finally {
      awake();
    }
  }

  /** Ends a check under way: nothing is left to decrypt, or the page goes. */
  stop(): void {
    this.#stopped?.abort();
    if (this.busy) this.stage = { kind: 'idle' };
  }

  async #run(signal: AbortSignal): Promise<void> {
    const show = (stage: BoxStage) => {
      if (!signal.aborted) this.stage = stage;
    };
    try {
      const address = addressOf(ceremony.box, { params: { session: this.#session } });
      const bytes = await download(
        address,
        language,
        (done, total) => show({ kind: 'downloading', done, total }),
        signal,
      );
      const since = performance.now();
      show({ kind: 'checking', done: 0, total: 0, since });
      const report = await verifyBoxHere(
        bytes,
        (done, total) => show({ kind: 'checking', done, total, since }),
        signal,
      );
      show({ kind: 'done', report });
    } catch (error) {
      show(
        error instanceof DownloadError
          ? { kind: 'not-read', reason: error.title }
          : { kind: 'failed', message: String(error) },
      );
    }
  }

  /** The box to decrypt, or what the server says of it that is not so; undefined while nothing sound has been checked. */
  judged(offered: Decrypting): Result<CheckedBox, BoxFault> | undefined {
    if (this.stage.kind !== 'done' || !this.stage.report.box.ok) return undefined;
    return judgeBox(this.stage.report.box.value, offered);
  }
}

/** Keeps a telephone's screen on while it works, where the browser can; answers how to end it. */
async function keepAwake(): Promise<() => void> {
  try {
    const lock = await navigator.wakeLock.request('screen');
    return () => void lock.release().catch(() => {});
  } catch {
    return () => {};
  }
}
