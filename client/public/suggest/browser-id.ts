import { newId } from '../../api/new-id.ts';

const KEY = 'piaojue.browser';
let alone: string | undefined;

/** A random number of this browser, by which a second counts once. It says nothing about its owner; the server keeps only a hash of it. */
export function browserId(storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage): string {
  try {
    const kept = storage.getItem(KEY);
    if (kept) return kept;
    const fresh = newId();
    storage.setItem(KEY, fresh);
    return fresh;
  } catch {
    // A browser that keeps nothing: good for this visit.
    alone ??= newId();
    return alone;
  }
}
