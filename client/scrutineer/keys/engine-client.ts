import type { Engine } from './engine.ts';

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** The engine in a Web Worker of its own, so that the page never freezes. */
export function startEngine(): Engine & { stop(): void } {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (reason: Error) => void }>();
  let last = 0;
  worker.onmessage = (event: MessageEvent<Answer>) => {
    const { id, value, error } = event.data;
    const caller = waiting.get(id);
    waiting.delete(id);
    if (error !== undefined) caller?.reject(new Error(error));
    else caller?.resolve(value);
  };
  worker.onerror = (event) => {
    for (const caller of waiting.values()) caller.reject(new Error(event.message));
    waiting.clear();
  };
  const ask =
    (name: string) =>
    (...args: unknown[]) =>
      new Promise<unknown>((resolve, reject) => {
        const id = ++last;
        waiting.set(id, { resolve, reject });
        // Reactive proxies cannot be cloned to a worker; what is asked is plain data.
        const bytes = args.some((arg) => arg instanceof Uint8Array);
        worker.postMessage({ id, name, args: bytes ? args : (JSON.parse(JSON.stringify(args)) as unknown[]) });
      });
  return {
    deriveKey: ask('deriveKey'),
    round1: ask('round1'),
    round2: ask('round2'),
    round3: ask('round3'),
    inspect: ask('inspect'),
    decrypt: ask('decrypt'),
    stop: () => worker.terminate(),
  } as Engine & { stop(): void };
}
