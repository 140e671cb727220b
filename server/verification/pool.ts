import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { OwnedDecryption } from '../../core/belenios/index.ts';
import { workerUrl } from '../worker.ts';
import type { ProofAnswer, ProofOutcomes, ProofTask, Sealed } from './proof-worker.ts';

/** Threads that check proofs: of ballots, for casting and for verifying whole archives, and of decryptions. */
export interface ProofPool {
  /**
   * Checks a ballot wholly, as `checkBallot` and then `checkProofs` do, in a worker thread. Rejects only when the pool is closed or
   * a thread died: then nothing is known of the ballot.
   */
  check(electionJson: string, ballotJson: string): Promise<ProofOutcomes['ballot']>;
  /** Checks one partial decryption, as `verifyPartialDecryption` does; before any ballots that wait. */
  checkDecryption(electionJson: string, sealed: Sealed, partial: OwnedDecryption): Promise<ProofOutcomes['decryption']>;
  /** Combines partial decryptions, as `combineDecryptions` does; before any ballots that wait. */
  combine(
    electionJson: string,
    sealed: Sealed,
    partials: readonly OwnedDecryption[],
    maximum: number,
  ): Promise<ProofOutcomes['combine']>;
  /** Tasks waiting or being done. */
  readonly queued: number;
  /** Ends the threads; what was still waiting is rejected. */
  close(): Promise<void>;
}

interface Job {
  readonly election: string;
  readonly task: ProofTask;
  readonly resolve: (outcome: ProofAnswer) => void;
  readonly reject: (reason: Error) => void;
}

/** One thread: the job it has, and the election it was told last. */
interface Thread {
  readonly worker: Worker;
  job: Job | undefined;
  election: string | undefined;
}

/**
 * Starts worker threads that check proofs.
 * @param options.size number of threads, all cores unless given; a thread that dies is replaced
 */
export function createProofPool({ size = availableParallelism() }: { readonly size?: number } = {}): ProofPool {
  const waiting: Job[] = [];
  const threads = new Set<Thread>();
  let closed = false;

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
    thread.worker.postMessage((fresh ? { ...job.task, election: job.election } : job.task) satisfies ProofTask);
  };

  const start = (): void => {
    const thread: Thread = { worker: new Worker(workerUrl('proof-worker')), job: undefined, election: undefined };
    threads.add(thread);
    thread.worker.unref();
    thread.worker.on('message', (outcome: ProofAnswer) => {
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

  /** Where `first`, before whatever waits: somebody is looking at the page. */
  const ask = <K extends keyof ProofOutcomes>(
    election: string,
    task: Extract<ProofTask, { kind: K }>,
    first: boolean,
  ): Promise<ProofOutcomes[K]> => {
    if (closed) return Promise.reject(new Error('the proof pool is closed'));
    return new Promise((resolve, reject) => {
      const job: Job = { election, task, resolve: resolve as Job['resolve'], reject };
      if (first) waiting.unshift(job);
      else waiting.push(job);
      for (const thread of threads) if (!thread.job) give(thread);
    });
  };

  return {
    check: (election, ballot) => ask<'ballot'>(election, { kind: 'ballot', ballot }, false),
    checkDecryption: (election, sealed, partial) =>
      ask<'decryption'>(election, { kind: 'decryption', sealed, partial }, true),
    combine: (election, sealed, partials, maximum) =>
      ask<'combine'>(election, { kind: 'combine', sealed, partials, maximum }, true),
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
