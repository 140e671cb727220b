import type { Credential, RowVote } from '../../core/belenios/index.ts';
import type { Answer, Prepared, Request, Sealed } from './encrypt-worker.ts';

type Question =
  | { readonly ask: 'prepare'; readonly json: string }
  | { readonly ask: 'card'; readonly credential: Credential }
  | { readonly ask: 'encrypt'; readonly credential: Credential; readonly votes: readonly RowVote[] }
  | { readonly ask: 'open' };

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
  progress(share: number): void;
}

/** The page's side of the encrypting worker: the page itself never computes, so it never stands still. */
export class Booth {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private next = 0;
  private json = '';

  private start(): Worker {
    const worker = new Worker(new URL('./encrypt-worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      const asked = this.waiting.get(data.id);
      if ('progress' in data) {
        asked?.progress(data.progress);
        return;
      }
      this.waiting.delete(data.id);
      if ('error' in data) asked?.reject(new Error(data.error));
      else asked?.resolve(data.value);
    };
    worker.onerror = () => {
      this.stop();
    };
    return worker;
  }

  /** Ends the worker, and with it all it remembers of a card. */
  stop(): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.json = '';
    for (const { reject } of this.waiting.values()) reject(new Error('stopped'));
    this.waiting.clear();
  }

  private ask(question: Question, progress: (share: number) => void = () => {}): Promise<unknown> {
    this.worker ??= this.start();
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, progress });
      this.worker?.postMessage({ id, ...question } satisfies Request);
    });
  }

  /** Reads an election and makes the tables for it; asking again for the same one costs nothing. */
  async prepare(json: string): Promise<Prepared> {
    const prepared = (await this.ask({ ask: 'prepare', json })) as Prepared;
    this.json = json;
    return prepared;
  }

  /** The public credential of a card in the prepared election. */
  async card(credential: Credential): Promise<string> {
    return (await this.ask({ ask: 'card', credential })) as string;
  }

  /** `json` is the election's: a worker that had to be started afresh reads it first. */
  async encrypt(json: string, credential: Credential, votes: readonly RowVote[], progress: (share: number) => void) {
    if (this.json !== json) await this.prepare(json);
    return (await this.ask({ ask: 'encrypt', credential, votes }, progress)) as Sealed;
  }

  /** The opening of the ballot encrypted last, which must not be cast any more. */
  async open(): Promise<string> {
    return (await this.ask({ ask: 'open' })) as string;
  }
}
