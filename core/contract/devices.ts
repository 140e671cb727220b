import { z } from 'zod';
import { may } from '../workflow/permissions.ts';
import { DeviceId, Done, text } from './common.ts';
import { Congress } from './identity.ts';
import { route } from './route.ts';

/** `shared`: cleared after each deputy; `personal`: one deputy's for the session. */
export const deviceModes = ['shared', 'personal'] as const;
export const DeviceMode = z.enum(deviceModes);
export type DeviceMode = z.output<typeof DeviceMode>;

/**
 * What a tablet's screen is at, as coarsely as staff need it: nothing (等待), a card being checked (核对票卡), in a deputy's hands (填写中), an
 * encrypted ballot waiting for the network (待网络). Whether and when a ballot was cast is not among them, and never a card or a mark.
 */
export const deviceStates = ['waiting', 'card', 'marking', 'network'] as const;
export const DeviceState = z.enum(deviceStates);
export type DeviceState = z.output<typeof DeviceState>;

/** A tablet not heard for so many seconds counts as off line: two heartbeats missed. */
export const OFFLINE_AFTER = 30;
/** Seconds from one heartbeat to the next, give or take a fifth. */
export const HEARTBEAT = 10;

/** Crockford-like: no 0, 1, I or O, so that a code read aloud or copied by hand is not mistaken. */
export const PAIRING_ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
/** 8 characters; typed in small letters or with spaces and dashes between it is the same. */
export const PairingCode = z
  .string()
  .max(40)
  .transform((typed) => typed.toUpperCase().replace(/[\s-]/g, ''))
  .pipe(z.string().regex(/^[2-9A-HJ-NP-Z]{8}$/));

const Battery = z.object({ /** Per cent. */ level: z.int().min(0).max(100), charging: z.boolean() });
export type Battery = z.output<typeof Battery>;

/** What a tablet says of itself. */
export const Heartbeat = z.object({
  state: DeviceState,
  battery: Battery.nullable(),
  /** The kiosk's program fingerprint, as its first screen shows it. */
  build: z
    .string()
    .regex(/^[0-9A-F]{16}$/)
    .nullable(),
  /** Encrypted ballots on it that it tried to deliver in vain; never one that is merely on its way. */
  kept: z.int().min(0).max(1000).default(0),
});
export type Heartbeat = z.output<typeof Heartbeat>;

/** A tablet as the console lists it. `seen` is null until it is heard of for the first time since the server started. */
export const Device = z.object({
  id: DeviceId,
  name: z.string(),
  mode: DeviceMode,
  suspended: z.boolean(),
  seen: Heartbeat.omit({ kept: true }).extend({ /** Since it was last heard. */ seconds: z.int() }).nullable(),
});
export type Device = z.output<typeof Device>;

export const DeviceList = z.object({
  devices: z.array(Device),
  /** Only paired tablets may vote (仅限已配对平板). */
  onlyPaired: z.boolean(),
  /** The kiosk's program fingerprint as this server hands it out; null where the pages are not built. */
  build: z.string().nullable(),
  /** Codes that still wait for their tablet. */
  pairings: z.array(z.uuid()),
});
export type DeviceList = z.output<typeof DeviceList>;

/** What the tablets together still hold, as far as they have said: a number and no tablet's name. */
export const Undelivered = z.object({
  /** Encrypted ballots that were not acknowledged, by each tablet's latest word. */
  ballots: z.int(),
  /** Paired tablets that are off line: what was put on them since is not known. */
  silent: z.int(),
});
export type Undelivered = z.output<typeof Undelivered>;

/** A tablet as it knows itself. `release` names the latest order to clear it; a tablet obeys each once. */
export const OwnDevice = z.object({
  id: DeviceId,
  name: z.string(),
  mode: DeviceMode,
  suspended: z.boolean(),
  release: z.uuid().nullable(),
  congress: Congress,
});
export type OwnDevice = z.output<typeof OwnDevice>;
const Own = z.object({ /** null: not paired. */ device: OwnDevice.nullable() });

const ofDevice = z.object({ device: DeviceId });

export const devices = {
  list: route({
    method: 'GET',
    path: '/api/devices',
    access: may('devices.manage'),
    summary: 'The paired tablets',
    response: DeviceList,
  }),
  undelivered: route({
    method: 'GET',
    path: '/api/devices/undelivered',
    access: may('readiness.read'),
    summary: 'How many ballots wait on tablets for the network; to be known before a ballot closes',
    response: Undelivered,
  }),
  makeCode: route({
    method: 'PUT',
    path: '/api/devices/pairings/:pairing',
    access: may('devices.manage'),
    summary:
      'A pairing code for one tablet, under a client-made id; asking again under the same id gives another in its place',
    params: z.object({ pairing: z.uuid() }),
    response: z.object({
      code: z.string(),
      /** Seconds for which it holds. */ seconds: z.int(),
      /** The name the next tablet gets. */ name: z.string(),
    }),
    problems: ['conflict'],
  }),
  change: route({
    method: 'POST',
    path: '/api/devices/:device',
    access: may('devices.manage'),
    summary: 'Rename, set the mode, suspend, resume; what is left out stays',
    params: ofDevice,
    body: z.object({ name: text(20).optional(), mode: DeviceMode.optional(), suspended: z.boolean().optional() }),
    response: Done,
    problems: ['device-name-taken'],
  }),
  release: route({
    method: 'PUT',
    path: '/api/devices/:device/release',
    access: may('devices.manage'),
    summary: 'Clear the tablet of what a deputy left: marks and card, never an encrypted ballot on its way',
    params: ofDevice,
    body: z.object({ /** Client-made: the tablet obeys each once. */ release: z.uuid() }),
    response: Done,
  }),
  unpair: route({
    method: 'DELETE',
    path: '/api/devices/:device',
    access: may('devices.manage'),
    summary: 'Un-pair the tablet',
    params: ofDevice,
    response: Done,
  }),
  setOnlyPaired: route({
    method: 'PUT',
    path: '/api/devices/only-paired',
    access: may('devices.only-paired'),
    summary: 'Whether only paired tablets may vote',
    body: z.object({ onlyPaired: z.boolean() }),
    response: Done,
  }),
  pair: route({
    method: 'POST',
    path: '/api/device/pair',
    access: 'public',
    kiosk: true,
    summary: 'A tablet pairs itself with a code; sets an httpOnly cookie. The same request again gets the same tablet',
    body: z.object({ code: PairingCode, request: z.uuid() }),
    response: z.object({ device: OwnDevice }),
    problems: [
      'pairing-unknown',
      'pairing-used',
      'pairing-expired',
      'pairing-staff',
      'device-paired',
      'too-many-requests',
    ],
  }),
  own: route({
    method: 'GET',
    path: '/api/device',
    access: 'public',
    kiosk: true,
    summary: 'Which paired tablet this is, and what staff ordered',
    response: Own,
  }),
  heartbeat: route({
    method: 'POST',
    path: '/api/device/heartbeat',
    access: 'public',
    kiosk: true,
    summary: 'A paired tablet says how it is; the answer is as of `own`. Kept in memory, the latest only',
    body: Heartbeat,
    response: Own,
  }),
} as const;
