import type { DeviceList, DeviceMode, Undelivered } from '../../core/contract/devices.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { CongressId, DeviceId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { actorOf, append } from '../audit/append.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import type { Presence } from './presence.ts';
import {
  deleteDevice,
  findDevice,
  isOnlyPaired,
  listDevices,
  lockDevices,
  openPairings,
  setOnlyPaired,
  updateDevice,
} from './store.ts';

/** The tablets as the console shows them, by name. */
export async function seeDevices(
  trx: Transaction,
  presence: Presence,
  congress: CongressId,
  build: string | null,
): Promise<DeviceList> {
  const rows = await listDevices(trx, congress);
  return {
    devices: rows
      .map(({ id, name, mode, suspended }) => ({ id, name, mode, suspended, seen: presence.of(id) }))
      .sort((a, b) => a.name.localeCompare(b.name, 'zh-CN', { numeric: true })),
    onlyPaired: await isOnlyPaired(trx, congress),
    build,
    pairings: await openPairings(trx, congress),
  };
}

/** What a page on readiness asks of the tablets. */
export interface DeviceSummary {
  readonly paired: number;
  /** Heard within the last half minute. */
  readonly online: number;
  readonly suspended: number;
  /** On line with another program than this server's. */
  readonly otherBuild: number;
  /** On line, below a fifth of their charge and not being charged. */
  readonly lowBattery: number;
  readonly onlyPaired: boolean;
}

/** Counts of the congress's tablets; `build` is the kiosk's fingerprint as the server hands it out, null where unknown. */
export async function deviceSummary(
  trx: Transaction,
  congress: CongressId,
  presence: Presence,
  build: string | null,
): Promise<DeviceSummary> {
  const { devices, onlyPaired } = await seeDevices(trx, presence, congress, build);
  const online = devices.filter(({ id }) => presence.isOnline(id));
  const count = (wanted: (seen: NonNullable<(typeof online)[number]['seen']>) => boolean) =>
    online.filter(({ seen }) => seen !== null && wanted(seen)).length;
  return {
    paired: devices.length,
    online: online.length,
    suspended: devices.filter(({ suspended }) => suspended).length,
    otherBuild: build === null ? 0 : count((seen) => seen.build !== null && seen.build !== build),
    lowBattery: count(({ battery }) => battery !== null && battery.level < 20 && !battery.charging),
    onlyPaired,
  };
}

/** What the congress's tablets together still hold for the server; see `Undelivered`. */
export async function undelivered(trx: Transaction, congress: CongressId, presence: Presence): Promise<Undelivered> {
  const devices = await listDevices(trx, congress);
  return {
    ballots: devices.reduce((sum, { id }) => sum + (presence.of(id)?.kept ?? 0), 0),
    silent: devices.filter(({ id }) => !presence.isOnline(id)).length,
  };
}

/** Renames, sets the mode, suspends or resumes. Setting what is set already changes and records nothing. */
export async function changeDevice(
  trx: Transaction,
  caller: Caller,
  id: DeviceId,
  wanted: { name?: string | undefined; mode?: DeviceMode | undefined; suspended?: boolean | undefined },
): Promise<Result<void, Problem>> {
  await lockDevices(trx, caller.congress);
  const device = await findDevice(trx, caller.congress, id);
  if (!device) return err(problem('not-found'));
  const name = wanted.name ?? device.name;
  const next = { name, mode: wanted.mode ?? device.mode, suspended: wanted.suspended ?? device.suspended };
  if (name === device.name && next.mode === device.mode && next.suspended === device.suspended) return ok(undefined);
  const others = (await listDevices(trx, caller.congress)).filter((other) => other.id !== id);
  if (others.some((other) => other.name === name)) return err(problem('device-name-taken', { name }));
  await updateDevice(trx, caller.congress, id, next);
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'device-changed',
    subject: { type: 'device', id },
    detail: next,
  });
  return ok(undefined);
}

/** Orders the tablet to clear what a deputy left on it. The same order again is the same order. */
export async function releaseDevice(
  trx: Transaction,
  caller: Caller,
  id: DeviceId,
  release: string,
): Promise<Result<void, Problem>> {
  await lockDevices(trx, caller.congress);
  const device = await findDevice(trx, caller.congress, id);
  if (!device) return err(problem('not-found'));
  if (device.release === release) return ok(undefined);
  await updateDevice(trx, caller.congress, id, { release });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'device-released',
    subject: { type: 'device', id },
    detail: { name: device.name },
  });
  return ok(undefined);
}

/** Un-pairs the tablet: its cookie is good for nothing from now on. One that is gone already is gone. */
export async function unpairDevice(trx: Transaction, caller: Caller, id: DeviceId): Promise<Result<void, Problem>> {
  await lockDevices(trx, caller.congress);
  const device = await findDevice(trx, caller.congress, id);
  if (!device) return ok(undefined);
  await deleteDevice(trx, caller.congress, id);
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'device-unpaired',
    subject: { type: 'device', id },
    detail: { name: device.name },
  });
  return ok(undefined);
}

export async function limitToPaired(
  trx: Transaction,
  caller: Caller,
  onlyPaired: boolean,
): Promise<Result<void, Problem>> {
  await lockDevices(trx, caller.congress);
  if ((await isOnlyPaired(trx, caller.congress)) === onlyPaired) return ok(undefined);
  await setOnlyPaired(trx, caller.congress, onlyPaired);
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'only-paired-set',
    subject: null,
    detail: { onlyPaired },
  });
  return ok(undefined);
}
