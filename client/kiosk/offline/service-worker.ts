import { type PrecacheEntry, precacheAndRoute } from 'workbox-precaching';

declare const self: ServiceWorkerGlobalScope;
/** The kiosk's page and all it loads, put here by the build (scripts/kiosk-shell.ts). */
declare const KIOSK_FILES: PrecacheEntry[];

/**
 * Keeps the kiosk's own files, and nothing else: what the server says of the hall, cards and ballots goes past this worker. The page is
 * the same whatever stands behind the question mark of its address.
 */
precacheAndRoute(KIOSK_FILES, { ignoreURLParametersMatching: [/./], cleanURLs: false });

// The first time, the page that is open already gets its further files from here too.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

/** A newer build waits until the page says that nobody is voting; a second page open on this device keeps it waiting. */
self.addEventListener('message', (event) => {
  if (event.data !== 'take over') return;
  event.waitUntil(
    (async () => {
      const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
      if (pages.length <= 1) await self.skipWaiting();
    })(),
  );
});
