/** Things this tablet keeps across reloads, restarts and power cuts, each under its own id. */
export interface Drawer<T extends { readonly id: string }> {
  /** Stores the thing unless one with its id is there already; answers the one that is now there. Durable when it resolves. */
  keep(thing: T): Promise<T>;
  /** Stores the thing in place of any other with its id. Durable when it resolves. */
  put(thing: T): Promise<void>;
  all(): Promise<T[]>;
  remove(id: string): Promise<void>;
}

type Is<T> = (value: unknown) => value is T;
export type LocalStorage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** In localStorage, where there is no IndexedDB. */
export function localDrawer<T extends { readonly id: string }>(
  storage: LocalStorage,
  prefix: string,
  is: Is<T>,
): Drawer<T> {
  const read = (name: string): T | undefined => {
    try {
      const value: unknown = JSON.parse(storage.getItem(name) ?? 'null');
      return is(value) ? value : undefined;
    } catch {
      return undefined;
    }
  };
  return {
    async keep(thing) {
      const kept = read(prefix + thing.id);
      if (!kept) storage.setItem(prefix + thing.id, JSON.stringify(thing));
      return kept ?? thing;
    },
    async put(thing) {
      storage.setItem(prefix + thing.id, JSON.stringify(thing));
    },
    async all() {
      const names = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '');
      return names.filter((name) => name.startsWith(prefix)).flatMap((name) => read(name) ?? []);
    },
    async remove(id) {
      storage.removeItem(prefix + id);
    },
  };
}

const stores = ['ballots', 'settled', 'shelf'] as const;
export type StoreName = (typeof stores)[number];

/** The tablet's database. @throws DOMException where the browser has none or refuses it */
export const openDatabase = (factory: IDBFactory): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = factory.open('piaojue-kiosk', 2);
    request.onupgradeneeded = () => {
      const db = request.result;
      for (const name of stores) if (!db.objectStoreNames.contains(name)) db.createObjectStore(name, { keyPath: 'id' });
    };
    request.onsuccess = () => {
      // A page of a newer build must not wait for this one.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('blocked'));
  });

/** In IndexedDB: larger, and with `strict` written to disk before it says so. */
export function indexedDrawer<T extends { readonly id: string }>(
  db: IDBDatabase,
  name: StoreName,
  is: Is<T>,
): Drawer<T> {
  const within = <R>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => () => R): Promise<R> =>
    new Promise((resolve, reject) => {
      const transaction = db.transaction(name, mode, { durability: 'strict' });
      const result = work(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(result());
      transaction.onabort = () => reject(transaction.error);
      transaction.onerror = () => reject(transaction.error);
    });
  return {
    keep: (thing) =>
      within('readwrite', (store) => {
        let kept = thing;
        const found = store.get(thing.id);
        found.onsuccess = () => {
          if (is(found.result)) kept = found.result;
          else store.put(thing);
        };
        return () => kept;
      }),
    put: (thing) =>
      within('readwrite', (store) => {
        store.put(thing);
        return () => undefined;
      }),
    all: () =>
      within('readonly', (store) => {
        const found = store.getAll();
        return () => (found.result as unknown[]).filter(is);
      }),
    remove: (id) =>
      within('readwrite', (store) => {
        store.delete(id);
        return () => undefined;
      }),
  };
}

/** The first drawer, with the second for when it fails. Both are read, so that what lies in either is found again. */
export function bothDrawers<T extends { readonly id: string }>(first: Drawer<T>, second: Drawer<T>): Drawer<T> {
  return {
    keep: (thing) => first.keep(thing).catch(() => second.keep(thing)),
    put: (thing) => first.put(thing).catch(() => second.put(thing)),
    all: async () => [...(await first.all().catch(() => [])), ...(await second.all())],
    remove: async (id) => {
      await second.remove(id);
      await first.remove(id);
    },
  };
}
