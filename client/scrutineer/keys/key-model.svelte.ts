import { type Ceremony, ceremony } from '../../../core/contract/ceremony.ts';
import type { SessionId } from '../../../core/ids.ts';
import { ok, type Result } from '../../../core/result.ts';
import type { Refusal } from '../../api/call.ts';
import { ask } from '../../api/me.svelte.ts';
import { type About, advance, recordFor, type Standing, type Tools, type Unlocked } from './ceremony.ts';
import type { KeyFacts } from './engine.ts';
import type { KeyRecord } from './record.ts';
import { freshKdf, unseal } from './vault.ts';

/** The key ceremony as the page shows it. Every step is taken by itself as soon as it can be, once the PIN is known. */
export class KeyModel {
  ceremony = $state.raw<Ceremony | null>(null);
  record = $state.raw<KeyRecord | undefined>(undefined);
  standing = $state.raw<Standing | null>(null);
  refusal = $state.raw<Refusal | null>(null);
  /** Worked out here from the trustees record; null while unknown, `unsound` if it fails the check. */
  facts = $state.raw<KeyFacts | 'unsound' | null>(null);
  working = $state(false);
  unlocked = $state.raw<{ readonly attempt: number; readonly with: Unlocked } | null>(null);
  #about: About;
  #tools: Omit<Tools, 'server'>;
  #running = false;
  #again = false;
  #inspected: string | null = null;

  constructor(about: About, tools: Omit<Tools, 'server'>) {
    this.#about = about;
    this.#tools = tools;
  }

  /** Whether the server holds something of this trustee that this device has no key for. */
  get elsewhere(): boolean {
    const { ceremony: now, record } = this;
    return this.standing?.kind === 'elsewhere' || (now !== null && !record && now.certs[now.index - 1] !== null);
  }

  /** Own verification key is in its place in the trustees record. */
  get mine(): boolean {
    const { facts, record, ceremony: now } = this;
    return facts !== null && facts !== 'unsound' && now !== null && record?.publicShare === facts.shares[now.index - 1];
  }

  async refresh(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = true;
    try {
      do {
        this.#again = false;
        await this.#step();
      } while (this.#again);
    } finally {
      this.#running = false;
    }
  }

  /** A new PIN for a new key. */
  async setPin(pin: string): Promise<void> {
    const { engine, random } = this.#tools;
    const kdf = freshKdf(random);
    await this.#unlock({ key: await engine.deriveKey(pin, kdf), kdf });
  }

  /** The PIN of a key that lies here already. Says whether it fits. */
  async enterPin(pin: string): Promise<boolean> {
    if (!this.record) return false;
    const { kdf } = this.record;
    const key = await this.#tools.engine.deriveKey(pin, kdf);
    if (!unseal(this.record, key).ok) return false;
    await this.#unlock({ key, kdf });
    return true;
  }

  async #unlock(unlocked: Unlocked): Promise<void> {
    if (!this.ceremony) return;
    this.unlocked = { attempt: this.ceremony.attempt, with: unlocked };
    await this.refresh();
  }

  async #step(): Promise<void> {
    const params = { session: this.#about.session as SessionId };
    const answer = await ask(ceremony.state, { params });
    this.refusal = answer.ok ? null : answer.error;
    if (!answer.ok) return;
    await this.#look(answer.value);
    if (this.unlocked?.attempt !== answer.value.attempt) return;
    this.working = true;
    const server = this.#server(params);
    this.standing = await advance({ ...this.#tools, server }, this.#about, answer.value, this.unlocked.with).finally(
      () => (this.working = false),
    );
    // What was sent may have finished the round: the last to send sees the key first.
    const after = await ask(ceremony.state, { params });
    if (after.ok) await this.#look(after.value);
  }

  async #look(now: Ceremony): Promise<void> {
    if (this.ceremony && this.ceremony.attempt !== now.attempt) {
      this.standing = this.unlocked = this.facts = this.#inspected = null;
    }
    this.record = await recordFor(this.#tools.store, this.#about.session, now);
    this.ceremony = now;
    if (now.trustees === null || now.trustees === this.#inspected) return;
    this.facts = (await this.#tools.engine.inspect(now.group, now.trustees)) ?? 'unsound';
    this.#inspected = now.trustees;
  }

  #server(params: { session: SessionId }): Tools['server'] {
    const seen = async (answer: Promise<Result<Ceremony, Refusal>>) => {
      const result = await answer;
      if (result.ok) this.ceremony = result.value;
      return result.ok ? ok(result.value) : result;
    };
    return {
      cert: (attempt, cert) => seen(ask(ceremony.cert, { params, body: { attempt, cert } })),
      commitment: (attempt, commitment, shares) =>
        seen(ask(ceremony.commitment, { params, body: { attempt, commitment, shares: [...shares] } })),
      verification: (attempt, verification) =>
        seen(ask(ceremony.verification, { params, body: { attempt, verification } })),
    };
  }
}
