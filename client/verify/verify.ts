import type { BoxReport, VerifyReport } from '../../core/belenios/index.ts';
import type { VerifyNews, VerifyTask } from './worker.ts';

export type OnProgress = (done: number, total: number) => void;

/** An answer that is no download: the server's problem text, or nothing where none came. */
export class DownloadError extends Error {
  readonly title: string | undefined;
  constructor(title?: string) {
    super(title ?? 'the download broke off');
    this.title = title;
  }
}

/** Downloads with progress in bytes; throws a DownloadError when it is refused or the connection breaks. */
export async function download(
  address: string,
  language: string,
  onProgress: OnProgress,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  let response: Response;
  const bytes: Uint8Array[] = [];
  let length = 0;
  try {
    response = await fetch(address, {
      credentials: 'same-origin',
      headers: { 'accept-language': language },
      ...(signal ? { signal } : {}),
    });
    const expected = Number(response.headers.get('content-length') ?? 0);
    const reader = response.body!.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      bytes.push(next.value);
      length += next.value.length;
      if (response.ok) onProgress(length, Math.max(expected, length));
    }
  } catch {
    throw new DownloadError();
  }
  const whole = joined(bytes, length);
  if (!response.ok) throw new DownloadError(titleOf(whole));
  return whole;
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function titleOf(body: Uint8Array): string | undefined {
  try {
    return (JSON.parse(new TextDecoder().decode(body)) as { title?: string }).title;
  } catch {
    return undefined;
  }
}

/** Gives a worker of this browser its task, and takes its news until the one that ends it. */
function work<T>(
  task: VerifyTask,
  onProgress: OnProgress,
  take: (news: VerifyNews) => T | undefined,
  signal?: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    const end = (act: () => void) => {
      worker.terminate();
      act();
    };
    // With it end the workers it has started.
    signal?.addEventListener('abort', () => end(() => reject(new Error('stopped'))));
    worker.onmessage = ({ data }: MessageEvent<VerifyNews>) => {
      if (data.kind === 'progress') return onProgress(data.done, data.total);
      if (data.kind === 'failed') return end(() => reject(new Error(data.message)));
      const taken = take(data);
      if (taken) end(() => resolve(taken));
    };
    worker.onerror = (event) => end(() => reject(new Error(event.message)));
    worker.postMessage(task);
  });
}

/** Runs the whole verification of an archive in workers of this browser; nothing is asked of a server. */
export const verifyHere = (
  bytes: Uint8Array,
  lastEvent: string | undefined,
  onProgress: OnProgress,
): Promise<VerifyReport> =>
  work({ kind: 'archive', bytes, lastEvent }, onProgress, (news) =>
    news.kind === 'archive' ? news.report : undefined,
  );

/** Verifies a closed box in workers of this browser and works out its tally. */
export const verifyBoxHere = (bytes: Uint8Array, onProgress: OnProgress, signal: AbortSignal): Promise<BoxReport> =>
  work({ kind: 'box', bytes }, onProgress, (news) => (news.kind === 'box' ? news.report : undefined), signal);
