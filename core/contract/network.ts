import { z } from 'zod';
import { may } from '../workflow/permissions.ts';
import { Done } from './common.ts';
import { route } from './route.ts';

/** One way in which the hall reaches the server. */
export const HallHost = z.object({
  /** An address or a name of the server's machine. */
  host: z.string(),
  kind: z.enum(['ipv4', 'ipv6', 'name']),
  /** The network card, as the machine calls it. */
  card: z.string().nullable(),
  /** Where its pages are, e.g. `https://192.168.1.5:8443`. */
  origin: z.string(),
  /** The page with the certificate, over plain http; null where the server has none of its own. */
  certificate: z.string().nullable(),
});
export type HallHost = z.output<typeof HallHost>;

export const Network = z.object({
  /** Whether the hall's network over HTTPS is on. */
  hall: z.boolean(),
  /** What was chosen for the next start; and whether this start was told on or off at the command line, which goes before the choice. */
  next: z.boolean(),
  told: z.enum(['on', 'off']).nullable(),
  /** Where other devices reach this server, the likeliest first; empty when only its own machine does, or no network is joined. */
  hosts: z.array(HallHost),
  /** Whether the machine has joined a network; and whether several, of which the tablets are on one. */
  joined: z.boolean(),
  several: z.boolean(),
  /** The certificate that devices install, for people to compare. */
  authority: z.object({ name: z.string(), fingerprint: z.string(), until: z.string() }).nullable(),
});
export type Network = z.output<typeof Network>;

/** Where another device reaches this installation. */
export const Reach = z.object({
  /** The origin that a setting gives: it goes before any other. */
  given: z.string().nullable(),
  /** The likeliest of those the machine has itself; null while nobody else reaches it. */
  found: z.string().nullable(),
});
export type Reach = z.output<typeof Reach>;

export const network = {
  reach: route({
    method: 'GET',
    path: '/api/reach',
    access: 'public',
    kiosk: true,
    summary: 'Where a phone reaches this installation, for pages that show its address as a QR code',
    response: Reach,
  }),
  network: route({
    method: 'GET',
    path: '/api/network',
    access: 'staff',
    summary: "The hall's network as it is now: addresses, certificate, and what the next start will do",
    response: Network,
  }),
  chooseHall: route({
    method: 'PUT',
    path: '/api/network/hall',
    access: may('network.choose'),
    summary: "Turn the hall's network over HTTPS on or off from the next start",
    body: z.object({ on: z.boolean() }),
    response: Done,
  }),
} as const;
