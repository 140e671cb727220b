/** An encrypted ballot that is kept on this tablet until the server has given its receipt, or refused it for good. No time, no card. */
export interface Outgoing {
  /** Election and public credential: one card has one ballot here at most. */
  readonly id: string;
  readonly uuid: string;
  /** The ballot byte for byte: sending it again gets the same receipt. */
  readonly json: string;
  readonly tracker: string;
}

export interface Outbox {
  /** Stores the ballot unless one of the same card is there already; answers the one that is now there. Durable when it resolves. */
  keep(ballot: Outgoing): Promise<Outgoing>;
  all(): Promise<Outgoing[]>;
  remove(id: string): Promise<void>;
}

const isOutgoing = (value: unknown): value is Outgoing =>
  typeof value === 'object' &&
  value !== null &&
  ['id', 'uuid', 'json', 'tracker'].every((key) => typeof (value as Record<string, unknown>)[key] === 'string');

const PREFIX = 'piaojue.outbox.';
type LocalStorage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** In localStorage, where there is no IndexedDB. */
export function localOutbox(storage: LocalStorage): Outbox {
  const read = (name: string): Outgoing | undefined => {
    try {
      const value: unknown = JSON.parse(storage.getItem(name) ?? 'null');
      return isOutgoing(value) ? value : undefined;
    } catch {
      return undefined;
    }
  };
  return {
    async keep(ballot) {
      const kept = read(PREFIX + ballot.id);
      if (!kept) storage.setItem(PREFIX + ballot.id, JSON.stringify(ballot));
      return kept ?? ballot;
    },
    async all() {
      const names = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '');
      return names.filter((name) => name.startsWith(PREFIX)).flatMap((name) => read(name) ?? []);
    },
    async remove(id) {
      storage.removeItem(PREFIX + id);
    },
  };
}

const STORE = 'ballots';

const opened = (factory: IDBFactory): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = factory.open('piaojue-kiosk', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('blocked'));
  });

/** Runs one transaction; resolves once it is complete, with `strict` on disk. */
function within<T>(db: IDBDatabase, mode: IDBTransactionMode, work: (store: IDBObjectStore) => () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(STORE, mode, { durability: 'strict' });
    const result = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(result());
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}

/** In IndexedDB: larger, and written to disk before it says so. */
export async function indexedOutbox(factory: IDBFactory): Promise<Outbox> {
  const db = await opened(factory);
  return {
    keep: (ballot) =>
      within(db, 'readwrite', (store) => {
        let kept = ballot;
        const found = store.get(ballot.id);
        found.onsuccess = () => {
          if (isOutgoing(found.result)) kept = found.result;
          else store.put(ballot);
        };
        return () => kept;
      }),
    all: () =>
      within(db, 'readonly', (store) => {
        const found = store.getAll();
        return () => (found.result as unknown[]).filter(isOutgoing);
      }),
    remove: (id) =>
      within(db, 'readwrite', (store) => {
        store.delete(id);
        return () => undefined;
      }),
  };
}

/** The best outbox of this browser. Both are read, so that a ballot kept in either is found again. */
export async function openOutbox(): Promise<Outbox> {
  const local = localOutbox(localStorage);
  try {
    const indexed = await indexedOutbox(indexedDB);
    return {
      keep: (ballot) => indexed.keep(ballot).catch(() => local.keep(ballot)),
      all: async () => [...(await indexed.all().catch(() => [])), ...(await local.all())],
      remove: async (id) => {
        await local.remove(id);
        await indexed.remove(id);
      },
    };
  } catch {
    return local;
  }
}
