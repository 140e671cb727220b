import type { LiveMessage } from '../../../core/contract/live.ts';
import { type Overview, session as routes, type Session } from '../../../core/contract/session.ts';
import type { SessionId } from '../../../core/ids.ts';
import type { Refusal } from '../../api/call.ts';
import { follow } from '../../api/live.ts';
import { ask } from '../../api/me.svelte.ts';

/** However many messages come, the overview is asked for at most this often. */
const PAUSE_MS = 400;

/** The sessions and the overview of the one that is shown, kept fresh by the live socket. */
class SessionState {
  sessions = $state.raw<readonly Session[] | null>(null);
  overview = $state.raw<Overview | null>(null);
  refusal = $state.raw<Refusal | null>(null);
  connected = $state(true);
  /** Grows with every change of the roster, for pages that list deputies. */
  rosterVersion = $state(0);
  /** Grows with every change of a session, for pages that list more than the overview has. */
  version = $state(0);
  /** Grows with every change of the year around the ballot: not with the turnout, which changes many times a second while votes come in. */
  yearVersion = $state(0);
  #id: SessionId | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lost: ReturnType<typeof setTimeout> | undefined;
  #asking = false;
  #again = false;

  /** Follows a congress's news until the returned function is called. */
  start(congress: string): () => void {
    void this.loadSessions();
    const stop = follow(
      congress,
      (message) => this.#hear(message),
      (connected) => this.#connection(connected),
    );
    return () => {
      stop();
      clearTimeout(this.#timer);
      clearTimeout(this.#lost);
      this.sessions = null;
      this.overview = null;
      this.#id = null;
    };
  }

  async loadSessions(): Promise<void> {
    const result = await ask(routes.sessions, {});
    if (result.ok) this.sessions = result.value;
    this.refusal = result.ok ? null : result.error;
  }

  /** Shows another session. */
  show(id: SessionId | null): void {
    if (id === this.#id) return;
    this.#id = id;
    this.overview = null;
    if (id) void this.refetch();
  }

  /** Takes an overview that a command answered. */
  take(overview: Overview): void {
    if (overview.session.id === this.#id) this.overview = overview;
  }

  async refetch(): Promise<void> {
    const id = this.#id;
    if (!id) return;
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    const result = await ask(routes.overview, { params: { session: id } });
    this.#asking = false;
    if (id === this.#id) {
      if (result.ok) this.overview = result.value;
      this.refusal = result.ok ? null : result.error;
    }
    if (this.#again || id !== this.#id) {
      this.#again = false;
      this.#soon();
    }
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.refetch();
    }, PAUSE_MS);
  }

  #connection(connected: boolean): void {
    clearTimeout(this.#lost);
    if (connected) this.connected = true;
    // A short gap is nobody's concern.
    else this.#lost = setTimeout(() => (this.connected = false), 3000);
  }

  #hear({ topic }: LiveMessage): void {
    this.#soon();
    this.version += 1;
    if (topic === 'year' || topic === 'session' || topic === 'everything') this.yearVersion += 1;
    if (topic === 'roster' || topic === 'everything') this.rosterVersion += 1;
    if (topic === 'session' || topic === 'hall' || topic === 'everything') void this.loadSessions();
  }
}

export const shown = new SessionState();
