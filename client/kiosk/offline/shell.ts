import { isNewer } from '../build-hash.ts';

/** How often at most the server is asked for a newer build, in ms. */
const EVERY = 60_000;
const RELOADED = 'piaojue.reloaded';

/**
 * The page's side of the kiosk's service worker: registers it and takes a newer build, only while `free` says that nobody is at the tablet,
 * then reloads once. Where there is none (http in the hall, a certificate that was clicked away) the page asks the server itself.
 */
export class Shell {
  private registration: ServiceWorkerRegistration | undefined;
  private asked = Number.NEGATIVE_INFINITY;
  private took = false;

  constructor(private readonly free: () => boolean) {}

  async start(): Promise<void> {
    // A build that is never written to disk, for work on the pages, has no service worker.
    if (!import.meta.env.PROD) return;
    // Asked for once; a browser that says no may drop what is kept only when the disk is full.
    void navigator.storage?.persist?.().catch(() => {});
    const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
    if (!container) return;
    container.addEventListener('controllerchange', () => {
      if (this.took) location.reload();
    });
    try {
      this.registration = await container.register('/kiosk/service-worker.js', {
        scope: '/kiosk/',
        updateViaCache: 'none',
      });
      this.registration.addEventListener('updatefound', () => {
        const next = this.registration?.installing;
        next?.addEventListener('statechange', () => this.take());
      });
    } catch {
      // Not a secure context after all, or no room: everything but starting without a network works.
    }
    await this.look();
  }

  /** The first screen is in front, or the network is back: the moment to look for a newer build. */
  async look(): Promise<void> {
    if (!import.meta.env.PROD || !this.free()) return;
    this.take();
    if (performance.now() - this.asked < EVERY) return;
    this.asked = performance.now();
    if (this.registration) await this.registration.update().catch(() => {});
    else await this.reloadIfNewer();
  }

  private take(): void {
    const waiting = this.registration?.waiting;
    if (!waiting || !navigator.serviceWorker.controller || !this.free()) return;
    this.took = true;
    waiting.postMessage('take over');
  }

  private async reloadIfNewer(): Promise<void> {
    const newer = await isNewer();
    if (newer === undefined || !this.free() || sessionStorage.getItem(RELOADED) === newer) return;
    // Once for each build, whatever the reload brings.
    sessionStorage.setItem(RELOADED, newer);
    location.reload();
  }
}
