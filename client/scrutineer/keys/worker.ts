import { engineOf } from './engine.ts';

/** Randomness only from the platform's generator. */
const engine = engineOf((length) => crypto.getRandomValues(new Uint8Array(length)));

interface Ask {
  readonly id: number;
  readonly name: keyof typeof engine;
  readonly args: unknown[];
}

self.onmessage = (event: MessageEvent<Ask>) => {
  const { id, name, args } = event.data;
  try {
    const run = engine[name] as (...args: unknown[]) => unknown;
    self.postMessage({ id, value: run(...args) });
  } catch (error) {
    self.postMessage({ id, error: String(error) });
  }
};
