/** Gives up after so many ms. (`AbortSignal.timeout` is newer than the browsers of some tablets, see vite.config.ts.) */
export function within(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), ms);
  return controller.signal;
}
