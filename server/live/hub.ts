import { sql } from 'kysely';
import { type LiveMessage, type Topic, topics } from '../../core/contract/live.ts';
import type { DatabaseAddress, Transaction } from '../database/pool.ts';
import { Listener } from './listener.ts';
import { Pacer } from './pacer.ts';

export type Counts = NonNullable<LiveMessage['counts']>;

/** One socket as the hub sees it. */
export interface Hearer {
  /** Whether this one may hear of the topic. */
  hears(topic: Topic): boolean;
  send(text: string): void;
  /** Something in this process that keeps answers: it is told when the news comes, not with the next broadcast. */
  readonly atOnce?: boolean;
  /** Whose rights it hears by: ids of the account, the sign-in, the tablet. */
  readonly holders?: readonly string[];
  /** Ends the socket: whoever is behind it comes back, and what it may hear is judged anew. */
  close?(): void;
  /** The staff account behind the socket; tablets, deputies and the public have none. */
  readonly account?: string;
}

/** Messages a second, at most, per topic of one congress: one broadcast to 2,000 sockets takes some 20 ms of the event loop. */
export const PER_SECOND = 5;
const CHANNEL = 'piaojue_live';
/** Before the id of whoever may hear no longer, in the place of a topic. */
const PARTED = '-';

/**
 * Tells the sockets of every process which topic changed: a change is published within its transaction, carried by NOTIFY on commit, heard by each
 * process on one connection, and passed on coalesced. Nothing lives here: whoever missed something asks again by HTTP.
 */
export class LiveHub {
  private readonly rooms = new Map<string, Set<Hearer>>();
  private readonly counters = new Map<Topic, (congressId: string) => Promise<Counts | undefined>>();
  private readonly listener: Listener;
  private readonly broadcasts = new Pacer(1000 / PER_SECOND, (key) => this.broadcast(key));
  private readonly touches = new Pacer(1000 / PER_SECOND, (key) => this.notify(key));
  private readonly unsent = new Set<string>();

  constructor(
    address: DatabaseAddress,
    private readonly onError: (error: Error) => void = (error) => console.error(`live: ${error.message}`),
  ) {
    this.listener = new Listener({
      address,
      channel: CHANNEL,
      onMessage: (payload) => this.heard(payload),
      onGap: () => this.afterGap(),
      onError,
    });
  }

  /** Begins to listen. @throws when the database cannot be reached. */
  start(): Promise<void> {
    return this.listener.start();
  }

  /** Within a transaction: on commit, and only then, everybody concerned is told. Notifying commits wait for each other, so casts use `touch`. */
  async publish(trx: Transaction, congressId: string, topic: Topic): Promise<void> {
    await sql`select pg_notify(${CHANNEL}, ${`${congressId} ${topic}`})`.execute(trx);
  }

  /** Within a transaction that takes rights away: on commit every process ends the sockets of this account, sign-in or tablet. */
  async part(trx: Transaction, congressId: string, holder: string): Promise<void> {
    await sql`select pg_notify(${CHANNEL}, ${`${congressId} ${PARTED}${holder}`})`.execute(trx);
  }

  /** After a commit that happens often: at most `PER_SECOND` notifications go out, in all. Lost only if this process dies before it sends. */
  touch(congressId: string, topic: Topic): void {
    this.touches.poke(`${congressId} ${topic}`);
  }

  /** Who counts for a topic: called once per broadcast, however many sockets hear it. */
  provideCounts(topic: Topic, count: (congressId: string) => Promise<Counts | undefined>): void {
    this.counters.set(topic, count);
  }

  /** Lets a socket hear of a congress. @returns to call when it is gone. */
  join(congressId: string, hearer: Hearer): () => void {
    const room = this.rooms.get(congressId) ?? new Set();
    this.rooms.set(congressId, room.add(hearer));
    return () => {
      room.delete(hearer);
      if (room.size === 0 && this.rooms.get(congressId) === room) this.rooms.delete(congressId);
    };
  }

  /** The staff accounts that have a page of this congress open, by this process. */
  accounts(congressId: string): ReadonlySet<string> {
    const all = [...(this.rooms.get(congressId) ?? [])].flatMap(({ account }) => account ?? []);
    return new Set(all);
  }

  /** Sockets here that hear of a congress. */
  size(congressId: string): number {
    return this.rooms.get(congressId)?.size ?? 0;
  }

  async close(): Promise<void> {
    this.broadcasts.close();
    this.touches.close();
    await this.listener.close();
  }

  private async notify(key: string): Promise<void> {
    if (!(await this.listener.notify(key))) this.unsent.add(key);
  }

  private heard(key: string): void {
    const [congressId, topic] = key.split(' ');
    if (topic?.startsWith(PARTED)) this.end(congressId!, topic.slice(PARTED.length));
    // A newer process may know topics this one does not.
    if (this.rooms.has(congressId!) && topics.includes(topic as Topic)) this.tell(congressId!, topic as Topic);
  }

  private end(congressId: string, holder: string): void {
    for (const hearer of [...(this.rooms.get(congressId) ?? [])])
      if (hearer.holders?.includes(holder)) hearer.close?.();
  }

  private tell(congressId: string, topic: Topic): void {
    for (const hearer of this.rooms.get(congressId) ?? [])
      if (hearer.atOnce && hearer.hears(topic)) hearer.send(JSON.stringify({ topic } satisfies LiveMessage));
    this.broadcasts.poke(`${congressId} ${topic}`);
  }

  private afterGap(): void {
    for (const congressId of this.rooms.keys()) this.tell(congressId, 'everything');
    // Other processes may have had no gap: they still wait for what was touched here meanwhile.
    for (const key of this.unsent) this.touches.poke(key);
    this.unsent.clear();
  }

  private async broadcast(key: string): Promise<void> {
    const [congressId, topic] = key.split(' ') as [string, Topic];
    let counts: Counts | undefined;
    try {
      counts = await this.counters.get(topic)?.(congressId);
    } catch (error) {
      this.onError(error as Error); // without counts they ask by HTTP
    }
    const message: LiveMessage = counts ? { topic, counts } : { topic };
    const text = JSON.stringify(message);
    for (const hearer of this.rooms.get(congressId) ?? []) if (!hearer.atOnce && hearer.hears(topic)) hearer.send(text);
  }
}
