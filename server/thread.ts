import { Worker, type WorkerOptions } from 'node:worker_threads';
import { workerUrl } from './worker.ts';

/** The thread did not answer within its time or memory. */
export class ThreadLimit extends Error {}

interface Limits extends Pick<WorkerOptions, 'transferList' | 'resourceLimits'> {
  readonly milliseconds?: number;
}

/**
 * The one answer of a worker entry that works in a thread of its own, so that what takes long or eats memory stops nobody else. The thread ends with it.
 * @param name the entry's file name without its ending
 * @throws ThreadLimit when time or memory ran out; whatever the thread threw; Error when it ended without an answer
 */
export function askThread<Answer>(name: string, workerData: unknown, limits: Limits = {}): Promise<Answer> {
  const { milliseconds, ...options } = limits;
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl(name), { workerData, ...options });
    const timer =
      milliseconds && setTimeout(() => end(() => reject(new ThreadLimit(`${name}: out of time`))), milliseconds);
    function end(settle: () => void) {
      clearTimeout(timer);
      settle();
      void worker.terminate();
    }
    worker.once('message', (answer: Answer) => end(() => resolve(answer)));
    worker.once('error', (error: NodeJS.ErrnoException) =>
      end(() => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new ThreadLimit(`${name}: out of memory`) : error)),
    );
    worker.once('exit', (code) => end(() => reject(new Error(`${name} ended without an answer (exit code ${code})`))));
  });
}
