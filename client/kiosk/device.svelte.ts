import { devices, HEARTBEAT, type Heartbeat, type OwnDevice } from '../../core/contract/devices.ts';
import type { Topic } from '../../core/contract/live.ts';
import type { Result } from '../../core/result.ts';
import { call, type Refusal } from '../api/call.ts';
import { newId } from '../api/new-id.ts';
import { batteryOf } from './battery.ts';
import { buildHash } from './build-hash.ts';
import type { Screen } from './kiosk-state.ts';
import type { Storage } from './memory.ts';

/**
 * What a tablet says its screen is at, and whether it keeps ballots of earlier deputies for the network. Nothing tells a ballot that is being
 * marked from one that was just cast.
 */
export function coarseState(screen: Screen, keeps: boolean): Heartbeat['state'] {
  if (screen.at === 'sending') return screen.message === null ? 'marking' : 'network';
  if (keeps) return 'network';
  if (screen.at === 'waiting') return 'waiting';
  return screen.at === 'code' ? 'card' : 'marking';
}

/** What pairing shows: a code to enter (with why the last one was refused), its way to the server, and the tablet's new name. */
export type Pairing =
  | { readonly at: 'ask'; readonly refusal: string | null }
  | { readonly at: 'busy' }
  | { readonly at: 'done'; readonly device: OwnDevice };

/** How many ballots it tried to deliver in vain, of those it keeps: the one in front, on its way for the first time, is not among them. */
export const undelivered = (screen: Screen, keeps: number): number =>
  keeps - (screen.at === 'sending' && screen.message === null ? 1 : 0);

interface Remembered {
  readonly device?: OwnDevice;
  /** The last order to clear that was obeyed. */
  readonly obeyed?: string | null;
  /** A code that was sent, and under which request: sent again after a lost reply, it is the same tablet. */
  readonly sent?: { readonly code: string; readonly request: string };
}

export interface DeviceHooks {
  screen(): Screen;
  /** How many encrypted ballots are on it that the server has not acknowledged. */
  keeps(): number;
  /** Another mode, another congress, or no pairing any more. */
  changed(): void;
  /** Staff ordered the tablet cleared. */
  release(): void;
  /** Staff took the tablet out of the deputy's hands for a while. */
  suspended(): void;
}

const KEY = 'piaojue.device';
/** A change for one tablet reaches all of a hall: they ask within so many ms, not all at once. */
const SPREAD = 400;

/** This tablet as staff paired it: its name and mode, their orders, and its word to them every ten seconds. */
export class KioskDevice {
  /** null: not paired. */
  own = $state.raw<OwnDevice | null>(null);
  /** null: nobody is pairing it now. */
  pairing = $state.raw<Pairing | null>(null);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private build: Promise<string | undefined> | undefined;
  private read: (() => Storage) | undefined;

  constructor(private readonly hooks: DeviceHooks) {}

  get suspended(): boolean {
    return this.own?.suspended ?? false;
  }

  /**
   * Finds out which tablet this is; without the server, what it last was. With `?pair=CODE` in the address it pairs itself, with `?pair` it
   * asks for the code.
   */
  async start(storage: () => Storage = () => localStorage): Promise<void> {
    this.read = storage;
    this.own = this.remembered.device ?? null;
    const code = new URLSearchParams(location.search).get('pair');
    // The ballot waits for no answer about this.
    if (code === null) return void this.ask();
    await this.ask();
    // The page was loaded again after this very code had paired it.
    if (this.own && this.remembered.sent?.code === code.toUpperCase()) this.pairing = { at: 'done', device: this.own };
    else if (code) await this.pair(code);
    else this.pairing = { at: 'ask', refusal: null };
  }

  /** Pairs this tablet with a code as it was scanned or typed. */
  async pair(typed: string): Promise<void> {
    const code = typed.trim().toUpperCase();
    const { sent } = this.remembered;
    const request = sent?.code === code ? sent.request : newId();
    this.remember({ sent: { code, request } });
    this.pairing = { at: 'busy' };
    const answer = await call(devices.pair, { body: { code, request } });
    if (!answer.ok) {
      this.pairing = { at: 'ask', refusal: answer.error.message };
      return;
    }
    const { device } = answer.value;
    this.remember({ device, obeyed: device.release });
    this.own = device;
    this.pairing = { at: 'done', device };
    this.beat();
  }

  /** The news says that something about tablets changed. */
  heard(topic: Topic): void {
    if (this.own && (topic === 'devices' || topic === 'everything'))
      setTimeout(() => void this.ask(), Math.random() * SPREAD);
  }

  private async ask(): Promise<void> {
    this.take(await call(devices.own, {}));
    this.beat();
  }

  private async say(): Promise<void> {
    this.build ??= buildHash();
    const [battery, build] = await Promise.all([batteryOf(), this.build]);
    const [screen, keeps] = [this.hooks.screen(), this.hooks.keeps()];
    const body: Heartbeat = {
      state: coarseState(screen, keeps > 0),
      battery,
      build: build ?? null,
      kept: undelivered(screen, keeps),
    };
    this.take(await call(devices.heartbeat, { body }));
    this.timer = undefined;
    this.beat();
  }

  /** The next heartbeat, a little off the beat so that a hall of tablets does not speak at once; and never at the moment of an act. */
  private beat(): void {
    if (!this.own || this.timer !== undefined) return;
    const first = this.build === undefined;
    this.timer = setTimeout(() => void this.say(), first ? 0 : HEARTBEAT * 1000 * (0.8 + Math.random() * 0.4));
  }

  private take(answer: Result<{ device: OwnDevice | null }, Refusal>): void {
    // Without an answer the tablet stays what it was: suspended above all.
    if (!answer.ok) return;
    const { device } = answer.value;
    const before = this.own;
    if (JSON.stringify(before) !== JSON.stringify(device)) {
      this.own = device;
      this.remember({ device: device ?? undefined });
      this.hooks.changed();
    }
    if (device?.suspended && !before?.suspended) this.hooks.suspended();
    if (!device?.release || device.release === this.remembered.obeyed) return;
    this.remember({ obeyed: device.release });
    this.hooks.release();
  }

  private get remembered(): Remembered {
    try {
      return (JSON.parse(this.read?.().getItem(KEY) ?? '{}') ?? {}) as Remembered;
    } catch {
      return {};
    }
  }

  private remember(change: { [K in keyof Remembered]?: Remembered[K] | undefined }): void {
    try {
      this.read?.().setItem(KEY, JSON.stringify({ ...this.remembered, ...change }));
    } catch {
      // A browser that refuses storage asks the server again after a reload.
    }
  }
}
