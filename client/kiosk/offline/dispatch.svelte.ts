import type { Result } from '../../../core/result.ts';
import type { Refusal } from '../../api/call.ts';
import { type Courier, type Delivered, deliver } from '../delivery.ts';
import type { Drawers, Outgoing, Settled } from '../outbox.ts';

/** What the screen in front may want to hear of a ballot on its way. */
export type News =
  | { readonly kind: 'delayed'; readonly refusal: Refusal }
  | { readonly kind: 'settled'; readonly settled: Settled };

const byId = <T extends { readonly id: string }>(things: readonly T[]): T[] =>
  [...things].sort((a, b) => (a.id < b.id ? -1 : 1));

/**
 * Sends every ballot that is kept on this tablet, each by itself, until the server has answered it for good; also those of deputies who
 * have gone. What became of a ballot is written down before the ballot is let go. Lists are in the order of hashes: nothing here tells
 * which ballot came first.
 */
export class Dispatch {
  waiting = $state.raw<readonly Outgoing[]>([]);
  settled = $state.raw<readonly Settled[]>([]);
  private drawers: Drawers | undefined;
  private readonly wakers = new Set<() => void>();

  constructor(
    private readonly server: {
      cast(ballot: Outgoing): Promise<Result<{ tracker: string }, Refusal>>;
      receiptsOf(uuid: string): Promise<Result<readonly string[], Refusal>>;
    },
    private readonly onNews: (ballot: Outgoing, news: News) => void,
    private readonly mismatch: () => string,
  ) {}

  /** Takes up what an earlier page left. */
  async start(drawers: Drawers): Promise<void> {
    this.drawers = drawers;
    this.settled = byId(await drawers.settled.all().catch(() => []));
    for (const ballot of byId(await drawers.outbox.all().catch(() => []))) this.send(ballot);
  }

  /** A ballot of this very card that is still waiting here. */
  of(id: string): Outgoing | undefined {
    return this.waiting.find((ballot) => ballot.id === id);
  }

  /** Sends a ballot that is in the outbox already. */
  send(ballot: Outgoing): void {
    if (this.of(ballot.id)) return;
    this.waiting = byId([...this.waiting, ballot]);
    void this.run(ballot);
  }

  /** The network may be back: all that are waiting try again now. */
  wake(): void {
    for (const waker of [...this.wakers]) waker();
  }

  /** Its deputy, or the staff, has seen what became of it. */
  async seen(id: string): Promise<void> {
    this.settled = this.settled.filter((one) => one.id !== id);
    await this.drawers?.settled.remove(id).catch(() => {});
  }

  /** Another ballot is in the hall: what was cast in earlier ones is found on the public page. What was refused stays until it is seen. */
  forgetOthers(uuid: string): void {
    for (const { id } of this.settled.filter((one) => one.fate === 'cast' && one.uuid !== uuid)) void this.seen(id);
  }

  private async run(ballot: Outgoing): Promise<void> {
    const courier: Courier = {
      cast: (outgoing) => this.server.cast(outgoing),
      receipts: (uuid) => this.server.receiptsOf(uuid),
      pause: (milliseconds) => this.pause(milliseconds),
    };
    let settled: Settled | undefined;
    await deliver(
      ballot,
      this.drawers!.outbox,
      courier,
      (refusal) => this.onNews(ballot, { kind: 'delayed', refusal }),
      async (delivered) => {
        settled = this.settle(ballot, delivered);
        await this.drawers?.settled.put(settled).catch(() => {});
      },
    );
    this.waiting = this.waiting.filter(({ id }) => id !== ballot.id);
    if (!settled) return;
    this.settled = byId([...this.settled.filter(({ id }) => id !== ballot.tracker), settled]);
    this.onNews(ballot, { kind: 'settled', settled });
  }

  private settle({ tracker, uuid }: Outgoing, delivered: Delivered): Settled {
    switch (delivered.kind) {
      case 'receipt':
        return { id: tracker, uuid, fate: 'cast', message: '' };
      case 'refused':
        return { id: tracker, uuid, fate: 'refused', message: delivered.refusal.message };
      case 'mismatch':
        return { id: tracker, uuid, fate: 'refused', message: this.mismatch() };
    }
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.wakers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds * (0.8 + Math.random() * 0.4));
      this.wakers.add(done);
    });
  }
}
