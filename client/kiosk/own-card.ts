import { type Credential, isCredential } from '../../core/belenios/index.ts';
import type { SessionId } from '../../core/ids.ts';

/** One place where the card may lie: one value, or none. */
export interface CardStore {
  get(): Promise<unknown>;
  put(value: unknown): Promise<void>;
  clear(): Promise<void>;
}

interface Kept {
  readonly session: SessionId;
  readonly credential: Credential;
}
const isKept = (value: unknown): value is Kept => {
  if (typeof value !== 'object' || value === null) return false;
  const { session, credential } = value as Partial<Kept>;
  return typeof session === 'string' && typeof credential === 'string' && isCredential(credential);
};

/**
 * The card of the one deputy whose tablet this is for the session (专用), so that a run-off begins with one tap: kept in the tab and on the
 * tablet's disk, where it survives a restart. It lies there unencrypted: without a PIN to be typed each time, whatever could decrypt it would
 * lie beside it. So whoever holds the tablet holds the card, as with the card of paper; and it goes with the session, with a release or
 * un-pairing by the staff, and when the deputy hands the tablet on.
 */
export class OwnCard {
  constructor(private readonly stores: readonly CardStore[]) {}

  async keep(session: SessionId, credential: Credential): Promise<void> {
    const kept: Kept = { session, credential };
    await Promise.all(this.stores.map((store) => store.put(kept).catch(() => {})));
  }

  /** The card kept for this session; one of another session, or anything else that lies there, is wiped. */
  async of(session: SessionId | null): Promise<Credential | undefined> {
    const found = await Promise.all(this.stores.map((store) => store.get().catch(() => undefined)));
    const kept = found.filter((value) => value !== undefined && value !== null);
    const mine = kept.filter(isKept).find((value) => value.session === session);
    if (kept.length > 0 && !mine) await this.forget();
    return mine?.credential;
  }

  async forget(): Promise<void> {
    await Promise.all(this.stores.map((store) => store.clear().catch(() => {})));
  }
}

/** The card that may vote, the credential this tablet made that the desk has not approved, and marks under lock (draft.ts). */
type Key = 'piaojue.card' | 'piaojue.unapproved' | 'piaojue.draft';

export const tabStore = (
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
  key: Key = 'piaojue.card',
): CardStore => ({
  get: async () => JSON.parse(storage.getItem(key) ?? 'null') as unknown,
  put: async (value) => storage.setItem(key, JSON.stringify(value)),
  clear: async () => storage.removeItem(key),
});

/** A database of its own: the outbox's is never touched by wiping a card. */
export function diskStore(factory: IDBFactory, key: Key = 'piaojue.card'): CardStore {
  const within = async <T>(work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = factory.open(key, 1);
      request.onupgradeneeded = () => request.result.createObjectStore('card');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    try {
      return await new Promise<T>((resolve, reject) => {
        const transaction = db.transaction('card', 'readwrite', { durability: 'strict' });
        const request = work(transaction.objectStore('card'));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      db.close();
    }
  };
  return {
    get: () => within((store) => store.get('own') as IDBRequest<unknown>),
    put: async (value) => void (await within((store) => store.put(value, 'own'))),
    clear: async () => void (await within((store) => store.delete('own'))),
  };
}

/** The tab and the disk, as far as this browser has them. */
export function openOwnCard(key: Key = 'piaojue.card'): OwnCard {
  const stores = [tabStore(sessionStorage, key)];
  if (globalThis.indexedDB) stores.push(diskStore(indexedDB, key));
  return new OwnCard(stores);
}
