import { type Heartbeat, OFFLINE_AFTER } from '../../core/contract/devices.ts';
import type { DeviceId } from '../../core/ids.ts';

/** A tablet's latest word, and how long ago that was. */
export type Seen = Heartbeat & { readonly seconds: number };

/**
 * What tablets last said, in the memory of this process only and each time overwritten: no history of which tablet was in use when can be
 * put beside the ballots. After a start every tablet is unknown until its next heartbeat.
 */
export class Presence {
  private readonly heard = new Map<DeviceId, { readonly said: Heartbeat; readonly at: number }>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  hear(device: DeviceId, said: Heartbeat): void {
    this.heard.set(device, { said, at: this.now() });
  }

  forget(device: DeviceId): void {
    this.heard.delete(device);
  }

  /** Null: not heard since this process started. */
  of(device: DeviceId): Seen | null {
    const heard = this.heard.get(device);
    return heard ? { ...heard.said, seconds: Math.floor((this.now() - heard.at) / 1000) } : null;
  }

  isOnline(device: DeviceId): boolean {
    const seen = this.of(device);
    return seen !== null && seen.seconds <= OFFLINE_AFTER;
  }
}
