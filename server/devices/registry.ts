import type { OwnDevice } from '../../core/contract/devices.ts';
import type { Topic } from '../../core/contract/live.ts';
import type { CongressId } from '../../core/ids.ts';
import { type Db, inTransaction } from '../database/pool.ts';
import { findCongress } from '../identity/store.ts';
import type { LiveHub } from '../live/hub.ts';
import { isOnlyPaired, listDevices } from './store.ts';

/** Should a change ever go unheard, what is known is no older than this (ms). */
const OLDEST = 5000;

interface Known {
  readonly onlyPaired: boolean;
  /** By the hash of the token. */
  readonly devices: ReadonlyMap<string, OwnDevice>;
}

/**
 * The paired tablets of each congress, kept in memory while the live topic `devices` says nothing new: every request of 200 tablets is looked
 * at, and most of them cost the database nothing.
 */
export class Registry {
  private readonly known = new Map<CongressId, { readonly answer: Promise<Known | undefined>; readonly at: number }>();
  private readonly joined = new Map<CongressId, () => void>();

  constructor(
    private readonly db: Db,
    private readonly live: LiveHub,
  ) {}

  /** The tablet that holds this token. One not known is looked for afresh: it may have been paired a moment ago. */
  async find(congress: CongressId, tokenHash: string): Promise<OwnDevice | undefined> {
    const kept = (await this.get(congress))?.devices.get(tokenHash);
    if (kept) return kept;
    this.forget(congress);
    return (await this.get(congress))?.devices.get(tokenHash);
  }

  async onlyPaired(congress: CongressId): Promise<boolean> {
    return (await this.get(congress))?.onlyPaired ?? false;
  }

  /** After a change made here: the next question is asked afresh, before the news has gone round. */
  forget(congress: CongressId): void {
    this.known.delete(congress);
  }

  close(): void {
    for (const leave of this.joined.values()) leave();
    this.joined.clear();
    this.known.clear();
  }

  private async get(congress: CongressId): Promise<Known | undefined> {
    const kept = this.known.get(congress);
    if (kept && performance.now() - kept.at < OLDEST) return kept.answer;
    const entry = { answer: this.load(congress), at: performance.now() };
    this.known.set(congress, entry);
    const answer = await entry.answer.catch((error: unknown) => {
      this.drop(congress, entry);
      throw error;
    });
    // Made-up congresses are not kept, or they would fill the memory.
    if (answer) this.hearOf(congress);
    else this.drop(congress, entry);
    return answer;
  }

  private drop(congress: CongressId, entry: object): void {
    if (this.known.get(congress) === entry) this.known.delete(congress);
  }

  private hearOf(congress: CongressId): void {
    if (this.joined.has(congress)) return;
    const hears = (topic: Topic) => topic === 'devices' || topic === 'everything';
    this.joined.set(congress, this.live.join(congress, { hears, atOnce: true, send: () => this.forget(congress) }));
  }

  private load(id: CongressId): Promise<Known | undefined> {
    return inTransaction(this.db, async (trx) => {
      const congress = await findCongress(trx, id);
      if (!congress) return undefined;
      const devices = new Map<string, OwnDevice>();
      for (const { token_hash, id: device, name, mode, suspended, release } of await listDevices(trx, id))
        devices.set(token_hash, { id: device, name, mode, suspended, release, congress });
      return { onlyPaired: await isOnlyPaired(trx, id), devices };
    });
  }
}
