import { type BallotError, type BallotRunner, type VerifyReport, verifyArchive } from '../../../core/belenios/index.ts';
import type { Result } from '../../../core/result.ts';

export type VerifyNews =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'report'; readonly report: VerifyReport }
  | { readonly kind: 'failed'; readonly message: string };

/** Spreads the ballots over workers of this worker; undefined where the browser has no such nesting or only one core. */
function ballotRunner(): BallotRunner | undefined {
  const count = Math.min(6, (navigator.hardwareConcurrency ?? 1) - 1);
  if (count < 2 || typeof Worker === 'undefined') return undefined;
  const waiting = new Map<number, (outcome: Result<undefined, BallotError>) => void>();
  const sent = new Map<Worker, string>();
  const workers = Array.from({ length: count }, () => {
    const worker = new Worker(new URL('./ballot-worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<{ id: number; outcome: Result<undefined, BallotError> }>) => {
      waiting.get(data.id)?.(data.outcome);
      waiting.delete(data.id);
    };
    worker.onerror = (event) => self.postMessage({ kind: 'failed', message: event.message } satisfies VerifyNews);
    return worker;
  });
  let last = 0;
  return (election, ballot) =>
    new Promise((resolve) => {
      const id = ++last;
      const worker = workers[id % count]!;
      waiting.set(id, resolve);
      worker.postMessage(sent.get(worker) === election ? { id, ballot } : { id, election, ballot });
      sent.set(worker, election);
    });
}

const tell = (news: VerifyNews): void => self.postMessage(news);

self.onmessage = async (event: MessageEvent<{ bytes: Uint8Array; lastEvent?: string }>) => {
  const { bytes, lastEvent } = event.data;
  try {
    const report = await verifyArchive(bytes, {
      lastEvent,
      runner: ballotRunner(),
      onProgress: (done, total) => tell({ kind: 'progress', done, total }),
    });
    tell({ kind: 'report', report });
  } catch (error) {
    tell({ kind: 'failed', message: String(error) });
  }
};
