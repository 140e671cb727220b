import type { Credential, ProofText } from '../../../core/belenios/index.ts';
import type { MotionChoice } from '../../../core/rules/motion.ts';
import type { HallMotion } from './motion-state.ts';
import type { SignAnswer, SignRequest } from './sign-worker.ts';

/** The page's side of the signing worker: the page itself never computes. */
export class Signer {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, { resolve(answer: SignAnswer): void; reject(error: Error): void }>();
  private next = 0;

  /** The card's public credential in the motion's election, or in another. */
  async credential({ uuid, group }: Pick<HallMotion, 'uuid' | 'group'>, secret: Credential): Promise<string> {
    return (await this.ask({ uuid, group, secret })).credential;
  }

  /** The card's signature of a choice on the motion. */
  async sign(
    { id, uuid, group }: HallMotion,
    secret: Credential,
    choice: MotionChoice,
  ): Promise<{ credential: string; signature: ProofText }> {
    const { credential, signature } = await this.ask({ uuid, group, secret, sign: { motion: id, choice } });
    if (!signature) throw new Error('no signature');
    return { credential, signature };
  }

  /** Ends the worker, and with it all it remembers of a card. */
  stop(): void {
    this.worker?.terminate();
    this.worker = undefined;
    for (const { reject } of this.waiting.values()) reject(new Error('stopped'));
    this.waiting.clear();
  }

  private async ask(question: Omit<SignRequest, 'id'>): Promise<Exclude<SignAnswer, { error: string }>> {
    this.worker ??= this.start();
    const id = this.next++;
    const answer = await new Promise<SignAnswer>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker?.postMessage({ id, ...question } satisfies SignRequest);
    });
    if ('error' in answer) throw new Error(answer.error);
    return answer;
  }

  private start(): Worker {
    const worker = new Worker(new URL('./sign-worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<SignAnswer>) => {
      this.waiting.get(data.id)?.resolve(data);
      this.waiting.delete(data.id);
    };
    worker.onerror = () => this.stop();
    return worker;
  }
}
