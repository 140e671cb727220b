import { hall, type Screen } from '../../core/contract/hall.ts';
import type { Congress } from '../../core/contract/identity.ts';
import { identity } from '../../core/contract/identity.ts';
import type { LiveMessage } from '../../core/contract/live.ts';
import type { CongressId } from '../../core/ids.ts';
import { call } from '../api/call.ts';
import { follow } from '../api/live.ts';
import { ReachOfHall } from '../api/reach.svelte.ts';

/** What the projector knows: it follows its congress's hall by itself and survives any loss of connection. */
export class Hall {
  screen = $state<Screen | null>(null);
  /** Asked which congress to show, where the installation has several. */
  choices = $state<readonly Congress[] | null>(null);
  connected = $state(true);
  /** Where phones reach the public page. */
  readonly reach = new ReachOfHall();
  /** Titles of the projects of a published ballot. */
  projects = $state<readonly { readonly code: string; readonly title: string }[]>([]);
  /** When the figures on the screen came. */
  since = $state(new Date());
  #congress: CongressId | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reaching: ReturnType<typeof setInterval> | undefined;
  #asking = false;
  #titlesOf: string | null = null;
  #again = false;
  #stop = () => {};

  async start(asked: string | null): Promise<void> {
    if (asked) return this.choose(asked as CongressId);
    const setup = await call(identity.setupState, {});
    if (!setup.ok) {
      this.#timer = setTimeout(() => void this.start(asked), 3000);
      return;
    }
    const [only, ...others] = setup.value.congresses;
    if (only && others.length === 0) return this.choose(only.id);
    // Before the first start there is none yet.
    if (!only) this.#timer = setTimeout(() => void this.start(asked), 5000);
    this.choices = setup.value.congresses;
  }

  choose(congress: CongressId): void {
    this.#congress = congress;
    this.choices = null;
    // A router that restarts gives the server another address; this page on the server's own computer notices nothing of it.
    this.#reaching = setInterval(() => void this.reach.ask(), 15_000);
    this.#stop = follow(
      congress,
      (message) => this.#told(message),
      (connected) => {
        this.connected = connected;
        if (connected) void this.reach.ask();
      },
    );
    void this.#ask();
  }

  /** The public page's address for phones, of one election where given. null: no phone reaches it; undefined: not known yet. */
  publicAddress(election?: string): string | null | undefined {
    const { origin } = this.reach;
    return origin && `${origin}/public/${election ? `?election=${election}` : ''}`;
  }

  stop(): void {
    this.#stop();
    clearInterval(this.#reaching);
    clearTimeout(this.#timer);
  }

  #told({ topic, counts }: LiveMessage): void {
    const ballot = this.screen?.ballot;
    if (topic === 'turnout' && counts && ballot && this.screen) {
      ballot.issued = counts.issued;
      ballot.returned = counts.returned;
      if (this.screen.attendance) this.screen.attendance.present = counts.present;
      this.since = new Date();
      return;
    }
    void this.#ask();
  }

  /** One question at a time; what changes meanwhile is asked for once more afterwards. */
  async #ask(): Promise<void> {
    if (!this.#congress) return;
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    const answer = await call(hall.screen, { params: { congress: this.#congress } });
    this.#asking = false;
    clearTimeout(this.#timer);
    if (answer.ok) {
      await this.#titles(answer.value);
      this.screen = answer.value;
      this.since = new Date();
    } else this.#timer = setTimeout(() => void this.#ask(), 3000);
    if (this.#again) {
      this.#again = false;
      this.#timer = setTimeout(() => void this.#ask(), 300);
    }
  }

  /** The result's titles come from the public result, before the result is shown. */
  async #titles({ ballot }: Screen): Promise<void> {
    if (!ballot?.outcome || this.#titlesOf === ballot.uuid) return;
    const result = await call(hall.result, { params: { uuid: ballot.uuid } });
    if (!result.ok) return;
    this.projects = result.value.projects;
    this.#titlesOf = ballot.uuid;
  }
}
