import { session as routes } from '../../../core/contract/session.ts';
import type { SessionId } from '../../../core/ids.ts';
import type { Refusal } from '../../api/call.ts';
import { ask } from '../../api/me.svelte.ts';
import type { Made, Order } from './cards-worker.ts';
import type { MadeCard } from './make-cards.ts';

export type BatchState =
  | { readonly at: 'none' }
  | { readonly at: 'making'; readonly done: number; readonly count: number }
  | { readonly at: 'registering' }
  /** Not registered (yet): nothing may be printed. */
  | { readonly at: 'refused'; readonly refusal: Refusal }
  | { readonly at: 'ready'; readonly printed: boolean }
  | { readonly at: 'failed' };

/**
 * The batch being made on this device. It lives beside the page, so that looking at another page of the console forgets nothing; closing
 * the tab does, and the browser asks first.
 */
class Batch {
  state = $state.raw<BatchState>({ at: 'none' });
  session = $state.raw<SessionId | null>(null);
  cards = $state.raw<readonly MadeCard[]>([]);
  private worker: Worker | undefined;

  private readonly hold = (event: BeforeUnloadEvent) => event.preventDefault();

  /** Makes the cards in a worker, then registers their public part. */
  make(session: SessionId, order: Order): void {
    if (this.state.at === 'making' || this.state.at === 'registering') return;
    this.session = session;
    this.state = { at: 'making', done: 0, count: order.serials.length };
    addEventListener('beforeunload', this.hold);
    const worker = new Worker(new URL('./cards-worker.ts', import.meta.url), { type: 'module' });
    this.worker = worker;
    worker.onmessage = ({ data }: MessageEvent<Made>) => {
      if ('done' in data) this.state = { at: 'making', done: data.done, count: order.serials.length };
      else {
        this.cards = data.cards;
        worker.terminate();
        void this.register();
      }
    };
    worker.onerror = () => {
      this.forget();
      this.state = { at: 'failed' };
    };
    worker.postMessage(order);
  }

  /** Sends serials and public credentials; the same batch may be sent again after a lost reply. */
  async register(): Promise<void> {
    const { session } = this;
    if (!session || this.cards.length === 0) return;
    this.state = { at: 'registering' };
    const cards = this.cards.map((card) => card.public);
    const answer = await ask(routes.registerCards, { params: { session }, body: { cards } });
    this.state = answer.ok ? { at: 'ready', printed: false } : { at: 'refused', refusal: answer.error };
  }

  printed(): void {
    if (this.state.at === 'ready') this.state = { at: 'ready', printed: true };
  }

  /** After this the codes are on paper only. */
  forget(): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.cards = [];
    this.session = null;
    this.state = { at: 'none' };
    removeEventListener('beforeunload', this.hold);
  }
}

export const batch = new Batch();
