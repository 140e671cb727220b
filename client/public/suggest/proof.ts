import { findProof } from '../../../core/collection/proof.ts';

/** Finds a proof of work beside the page; in the page itself where the browser starts no worker. About a second on a phone. */
export function workFor(work: string): Promise<number> {
  return new Promise((resolve) => {
    const alone = () => setTimeout(() => resolve(findProof(work)), 0);
    try {
      const worker = new Worker(new URL('./proof-worker.ts', import.meta.url), { type: 'module' });
      worker.onmessage = ({ data }: MessageEvent<number>) => {
        worker.terminate();
        resolve(data);
      };
      worker.onerror = () => {
        worker.terminate();
        alone();
      };
      worker.postMessage(work);
    } catch {
      alone();
    }
  });
}
