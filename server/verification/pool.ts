import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { BallotError } from '../../core/belenios/index.ts';
import type { Result } from '../../core/result.ts';
import { workerUrl } from '../worker.ts';
import type { ProofAnswer, ProofTask } from './proof-worker.ts';

/** Threads that check ballots, for casting and for verifying whole archives. */
export interface ProofPool {
  /**
   * Checks a ballot wholly, as `checkBallot` and then `checkProofs` do, in a worker thread. Rejects only when the pool is closed or
   * a thread died: then nothing is known of the ballot.
   */
  check(electionJson: string, ballotJson: string): Promise<Result<undefined, BallotError>>;
  /** Ballots waiting or being checked. */
  readonly queued: number;
  /** Ends the threads; what was still waiting is rejected. */
  close(): Promise<void>;
}

interface Job {
  readonly election: string;
  readonly ballot: string;
  readonly resolve: (outcome: Result<undefined, BallotError>) => void;
  readonly reject: (reason: Error) => void;
}

/** One thread: the job it has, and the election it was told last. */
interface Thread {
  readonly worker: Worker;
  job: Job | undefined;
  election: string | undefined;
}

/**
 * Starts worker threads that check ballots.
 * @param options.size number of threads, all cores unless given; a thread that dies is replaced
 */
export function createProofPool({ size = availableParallelism() }: { readonly size?: number } = {}): ProofPool {
  const waiting: Job[] = [];
  const threads = new Set<Thread>();
  let closed = false;
  let count = 0;

  const give = (thread: Thread): void => {
    const job = waiting.shift();
    thread.job = job;
    if (!job) {
      thread.worker.unref();
      return;
    }
    const fresh = thread.election !== job.election;
    thread.election = job.election;
    thread.worker.ref();
    count += 1;
    const task: ProofTask = { id: count, ballot: job.ballot, ...(fresh ? { election: job.election } : {}) };
    thread.worker.postMessage(task);
  };

  const start = (): void => {
    const thread: Thread = { worker: new Worker(workerUrl('proof-worker')), job: undefined, election: undefined };
    threads.add(thread);
    thread.worker.unref();
    thread.worker.on('message', ({ outcome }: ProofAnswer) => {
      const job = thread.job;
      give(thread);
      job?.resolve(outcome);
    });
    const died = (reason: Error): void => {
      if (!threads.delete(thread)) return;
      thread.job?.reject(reason);
      if (!closed) {
        start();
        for (const other of threads) if (!other.job) give(other);
      }
    };
    thread.worker.on('error', died);
    thread.worker.on('exit', (code) => died(new Error(`proof worker ended with code ${code}`)));
  };
  for (let i = 0; i < Math.max(1, size); i++) start();

  return {
    check(election, ballot) {
      if (closed) return Promise.reject(new Error('the proof pool is closed'));
      return new Promise((resolve, reject) => {
        waiting.push({ election, ballot, resolve, reject });
        for (const thread of threads) if (!thread.job) give(thread);
      });
    },
    get queued() {
      let busy = 0;
      for (const thread of threads) if (thread.job) busy += 1;
      return waiting.length + busy;
    },
    async close() {
      closed = true;
      for (const job of waiting.splice(0)) job.reject(new Error('the proof pool is closed'));
      await Promise.all([...threads].map((thread) => thread.worker.terminate()));
    },
  };
}
