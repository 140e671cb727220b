import { type Overview, session } from '../../core/contract/session.ts';
import type { CongressId, SessionId } from '../../core/ids.ts';
import type { Refusal } from '../api/call.ts';
import { follow } from '../api/live.ts';
import { ask } from '../api/me.svelte.ts';

/** Follows one session: asks again whenever something in it has changed, and after every gap in the connection. */
export class Watch {
  overview = $state.raw<Overview | null>(null);
  refusal = $state.raw<Refusal | null>(null);
  connected = $state(true);
  /** Goes up with every answer, for those who depend on more than the overview. */
  version = $state(0);
  readonly session: SessionId;
  #asking = false;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop: () => void;

  constructor(id: SessionId, congress: CongressId) {
    this.session = id;
    this.#stop = follow(
      congress,
      () => void this.refresh(),
      (connected) => (this.connected = connected),
    );
    void this.refresh();
  }

  stop(): void {
    this.#stop();
    clearTimeout(this.#timer);
  }

  /** Takes the overview that a command answered with. */
  take(overview: Overview): void {
    this.overview = overview;
    this.version += 1;
  }

  async refresh(): Promise<void> {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    clearTimeout(this.#timer);
    const answer = await ask(session.overview, { params: { session: this.session } });
    this.#asking = false;
    if (answer.ok) {
      this.refusal = null;
      this.take(answer.value);
    } else this.refusal = answer.error;
    // News may be lost with the connection: look again now and then, sooner while something is wrong.
    const wait = this.#again ? 200 : answer.ok ? 15_000 : 3000;
    this.#again = false;
    this.#timer = setTimeout(() => void this.refresh(), wait);
  }
}
