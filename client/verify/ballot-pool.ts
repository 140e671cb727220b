import type { BallotError, BallotRunner } from '../../core/belenios/index.ts';
import type { Result } from '../../core/result.ts';
import type { BallotAnswer, BallotTask } from './ballot-worker.ts';

/** More would be slower on a telephone: its small cores hold up memory, not the work. */
const MOST = 8;

interface Job {
  readonly election: string;
  readonly ballot: string;
  readonly resolve: (outcome: Result<undefined, BallotError>) => void;
}

interface Thread {
  readonly worker: Worker;
  job: Job | undefined;
  /** The election it was told last. */
  election: string | undefined;
}

/**
 * Spreads ballots over workers of this worker, one for each core, each given its next ballot when it is done with the last: the cores of a
 * telephone are not equally fast. Undefined where the browser has no such nesting or only one core.
 */
export function ballotRunner(onError: (message: string) => void): BallotRunner | undefined {
  const count = Math.min(MOST, navigator.hardwareConcurrency ?? 1);
  if (count < 2 || typeof Worker === 'undefined') return undefined;
  const waiting: Job[] = [];
  const give = (thread: Thread): void => {
    const job = waiting.shift();
    thread.job = job;
    if (!job) return;
    const { election, ballot } = job;
    thread.worker.postMessage((thread.election === election ? { ballot } : { election, ballot }) satisfies BallotTask);
    thread.election = election;
  };
  const threads = Array.from({ length: count }, (): Thread => {
    const worker = new Worker(new URL('./ballot-worker.ts', import.meta.url), { type: 'module' });
    const thread: Thread = { worker, job: undefined, election: undefined };
    worker.onmessage = ({ data }: MessageEvent<BallotAnswer>) => {
      const { job } = thread;
      give(thread);
      job?.resolve(data);
    };
    worker.onerror = (event) => onError(event.message);
    return thread;
  });
  return (election, ballot) =>
    new Promise((resolve) => {
      waiting.push({ election, ballot, resolve });
      const idle = threads.find(({ job }) => !job);
      if (idle) give(idle);
    });
}
