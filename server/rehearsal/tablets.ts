import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { EncryptedBallot } from '../../core/belenios/index.ts';
import { workerUrl } from '../worker.ts';
import type { Job } from './encrypt-worker.ts';

type Task = Job extends infer J ? (J extends Job ? Omit<J, 'id'> : never) : never;

/** The computing half of the hall's tablets, played by one thread a core. */
export class Tablets {
  private readonly waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();
  private readonly workers: Worker[];
  private next = 0;

  constructor(size = availableParallelism()) {
    this.workers = Array.from({ length: size }, () => {
      const worker = new Worker(workerUrl('encrypt-worker'));
      worker.on('message', ({ id, answer }: { id: number; answer: never }) => {
        this.waiting.get(id)?.resolve(answer);
        this.waiting.delete(id);
      });
      worker.on('error', (error) => {
        for (const task of this.waiting.values()) task.reject(error as Error);
        this.waiting.clear();
      });
      return worker;
    });
  }

  private run<T>(task: Task): Promise<T> {
    const id = this.next++;
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.workers[id % this.workers.length]!.postMessage({ ...task, id });
    });
  }

  encrypt(task: Omit<Extract<Task, { kind: 'encrypt' }>, 'kind'>): Promise<EncryptedBallot> {
    return this.run({ kind: 'encrypt', ...task });
  }

  /** Public credentials of one card, one for each uuid. */
  card(task: Omit<Extract<Task, { kind: 'card' }>, 'kind'>): Promise<string[]> {
    return this.run({ kind: 'card', ...task });
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}
