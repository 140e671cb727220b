import type { Congress } from '../../core/contract/identity.ts';

/** The pages of each, as the first page and the address sheet list them; `deputy` is a deputy's own desk, not the tablet to vote on. */
export type Door = 'kiosk' | 'console' | 'scrutineer' | 'screen' | 'deputy' | 'public';

const localNames = ['localhost', '127.0.0.1', '[::1]'];

/** Whether a host names only the computer itself, so that no other device can follow it. */
export const isLocalName = (hostname: string): boolean => localNames.includes(hostname);

/**
 * The address of a page, with the congress where the installation has several: a tablet or projector opened by it asks nobody which one.
 * `doorAddress('https://192.168.1.5:8443', 'kiosk', null)` is `https://192.168.1.5:8443/kiosk/`.
 */
export const doorAddress = (origin: string, door: Door, congress: string | null): string =>
  `${origin}/${door}/${congress ? `?${new URLSearchParams({ congress })}` : ''}`;

/** The congress that addresses must name: none where there is but one. */
export const namedCongress = (congresses: readonly Congress[], chosen: string | null): string | null =>
  congresses.length > 1 && congresses.some(({ id }) => id === chosen) ? chosen : null;
