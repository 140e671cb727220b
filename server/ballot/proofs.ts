import { createHash } from 'node:crypto';
import { alphas, checkBallot } from '../../core/belenios/index.ts';
import { append, system } from '../audit/append.ts';
import { type Db, inTransaction } from '../database/pool.ts';
import type { LiveHub } from '../live/hub.ts';
import type { ProofPool } from '../verification/pool.ts';
import { readBox } from './box-reader.ts';
import type { Box, Boxes } from './boxes.ts';
import type { Fresh } from './cast.ts';
import { markValid, pendingBallots, pendingBody, reject } from './proof-store.ts';

/** How often ballots are looked for that another process, or one before a crash, left unchecked. */
const SWEEP_EVERY = 2000;

/** So many ballots of one card may fail before its next ones are checked before they go into the box. */
const FAILURES_BEFORE_CHECK = 8;

/** 128 bits of an alpha's hash: 36 alphas of 3,000 ballots are 100,000 elements of up to 617 digits. */
const short = (alpha: string): string => createHash('sha256').update(alpha).digest().subarray(0, 16).toString('base64');

export interface ProofCheckerOptions {
  readonly db: Db;
  readonly live: LiveHub;
  readonly boxes: Boxes;
  readonly onError: (error: unknown, message: string) => void;
  /** The threads, asked for when the first proof is to be checked. */
  readonly pool: () => ProofPool;
}

/**
 * Checks the proofs of ballots that already have their receipt: in worker threads, as they come. What holds is marked valid; what does not is
 * taken out of the box and shown to staff, and the card is free again. A close waits until nothing is pending. A ballot that repeats an alpha
 * of another (spec section 7, item 4) is refused here too: only somebody who knows the other's randomness can make one that proves.
 */
export class ProofChecker {
  private pool: ProofPool | undefined;
  private readonly checking = new Set<string>();
  private readonly seen = new WeakMap<Box, Promise<Map<string, string>>>();
  /** Cards whose ballots failed: how often, and whether one is being checked before it goes in. In memory only. */
  private readonly suspects = new WeakMap<Box, Map<string, { failed: number; busy: boolean }>>();
  private readonly valid = new Map<Box, { credential: string; hash: string }[]>();
  private flushing: Promise<void> | undefined;
  private leftBefore = new Set<string>();
  private sweeping = false;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(private readonly options: ProofCheckerOptions) {}

  /** Begins to sweep; the first sweep takes up everything a crash left behind. */
  start(): void {
    void this.sweep(true);
    this.timer = setInterval(() => void this.sweep(false), SWEEP_EVERY);
    this.timer.unref();
  }

  /**
   * Whether a ballot may go into the box before its proofs are checked. Not where too many of the same card failed: one card that casts bad
   * ballots without end would keep the box from closing. Its next ones are checked first, one at a time.
   */
  async admits({ box, credential, body }: Fresh): Promise<'yes' | 'no' | 'busy'> {
    const card = this.suspects.get(box)?.get(credential);
    if (!card || card.failed < FAILURES_BEFORE_CHECK) return 'yes';
    if (card.busy) return 'busy';
    card.busy = true;
    try {
      return (await this.prove(box, body)).ok ? 'yes' : 'no';
    } finally {
      card.busy = false;
    }
  }

  /** Checks a ballot that has just been cast. */
  check(fresh: Fresh): void {
    const { box, hash } = fresh;
    const key = `${box.id} ${hash}`;
    if (this.closed || this.checking.has(key)) return;
    this.checking.add(key);
    this.judge(fresh)
      .catch((error) => {
        // It stays pending, and the next sweep takes it up again.
        if (!this.closed) this.options.onError(error, "a ballot's proofs could not be checked");
      })
      .finally(() => this.checking.delete(key));
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    await this.pool?.close();
    await this.flushing?.catch(() => {});
  }

  private prove(box: Box, body: string) {
    this.pool ??= this.options.pool();
    return this.pool.check(box.election.json, body);
  }

  private async judge({ box, hash, credential, body }: Fresh): Promise<void> {
    const proven = await this.prove(box, body);
    if (!proven.ok) return this.putAside(box, credential, hash, proven.error.code);
    const ballot = checkBallot(box.election, body);
    if (!ballot.ok) return this.putAside(box, credential, hash, ballot.error.code);
    const seen = await this.alphasOf(box);
    const own = alphas(ballot.value).map(short);
    if (own.some((alpha) => (seen.get(alpha) ?? hash) !== hash))
      return this.putAside(box, credential, hash, 'alpha_repeated');
    for (const alpha of own) seen.set(alpha, hash);
    const list = this.valid.get(box) ?? [];
    this.valid.set(box, list);
    list.push({ credential, hash });
    // A flush that is just ending may have missed this one.
    while (this.valid.size > 0) await this.flushOnce();
  }

  /** One flush at a time; whoever comes meanwhile waits for it. */
  private flushOnce(): Promise<void> {
    this.flushing ??= this.flush().finally(() => {
      this.flushing = undefined;
    });
    return this.flushing;
  }

  /** Marks what has been found valid meanwhile, many ballots to a commit. */
  private async flush(): Promise<void> {
    for (const [box, list] of this.valid) {
      this.valid.delete(box);
      await inTransaction(this.options.db, (trx) =>
        markValid(
          trx,
          box,
          list.map(({ credential }) => credential),
          list.map(({ hash }) => hash),
        ),
      );
      this.options.live.touch(box.congress_id, 'turnout');
    }
  }

  private async putAside(box: Box, credential: string, hash: string, reason: string): Promise<void> {
    const cards = this.suspects.get(box) ?? new Map<string, { failed: number; busy: boolean }>();
    this.suspects.set(box, cards);
    const card = cards.get(credential) ?? { failed: 0, busy: false };
    card.failed += 1;
    cards.set(credential, card);
    await inTransaction(this.options.db, async (trx) => {
      if (!(await reject(trx, box, credential, hash, reason))) return;
      await append(trx, box.congress_id, system, {
        kind: 'proof-failed',
        subject: { type: 'ballot', id: box.id },
        detail: { reason },
      });
      await this.options.live.publish(trx, box.congress_id, 'session');
    });
    this.options.live.touch(box.congress_id, 'turnout');
  }

  /** Which ballot of the box has which alpha: those found valid here, and at the first question those that were valid before. */
  private alphasOf(box: Box): Promise<Map<string, string>> {
    let reading = this.seen.get(box);
    if (!reading) {
      reading = this.readAlphas(box);
      this.seen.set(box, reading);
      reading.catch(() => this.seen.delete(box));
    }
    return reading;
  }

  private async readAlphas(box: Box): Promise<Map<string, string>> {
    const seen = new Map<string, string>();
    await inTransaction(this.options.db, async (trx) => {
      for await (const { hash, answers } of readBox(trx, box, 'valid'))
        for (const alpha of alphas({ answers })) seen.set(short(alpha), hash);
    });
    return seen;
  }

  /** Takes up ballots that were pending in the sweep before too, so that what another process is just checking is left to it. */
  private async sweep(all: boolean): Promise<void> {
    if (this.sweeping || this.closed) return;
    this.sweeping = true;
    try {
      const { db, boxes } = this.options;
      const pending = await inTransaction(db, pendingBallots);
      const left = new Set(pending.map(({ uuid, hash }) => `${uuid} ${hash}`));
      for (const { uuid, hash, credential } of pending) {
        if (!all && !this.leftBefore.has(`${uuid} ${hash}`)) continue;
        const box = await boxes.find(uuid);
        if (!box || this.checking.has(`${box.id} ${hash}`)) continue;
        const body = await inTransaction(db, (trx) => pendingBody(trx, box, credential, hash));
        if (body !== undefined) this.check({ box, hash, credential, body });
      }
      this.leftBefore = left;
    } catch (error) {
      if (!this.closed) this.options.onError(error, 'looking for unchecked ballots failed');
    } finally {
      this.sweeping = false;
    }
  }
}
