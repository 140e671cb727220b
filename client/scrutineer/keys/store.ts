import { KeyRecord, recordId } from './record.ts';

/**
 * Where the sealed keys lie on this device. A record only ever moves forward: what is further along is never overwritten, so two
 * tabs, an old backup or a repeated step cannot destroy a key.
 */
export interface KeyStore {
  /** Keeps the record, unless one of the same or a later stage is there; answers the one that is kept, once it is on disk. */
  keep(record: KeyRecord): Promise<KeyRecord>;
  /** All records of a session, the newest attempt first. */
  ofSession(session: string): Promise<KeyRecord[]>;
}

const newestFirst = (records: KeyRecord[]): KeyRecord[] =>
  records.sort((a, b) => b.attempt - a.attempt || b.stage - a.stage);

/** What is kept, from text or a stored value; null for anything that is no record. */
const read = (value: unknown): KeyRecord | null => KeyRecord.safeParse(value).data ?? null;

export function memoryStore(entries = new Map<string, KeyRecord>()): KeyStore {
  return {
    async keep(record) {
      const old = entries.get(recordId(record));
      if (old && old.stage >= record.stage) return old;
      entries.set(recordId(record), record);
      return record;
    },
    async ofSession(session) {
      return newestFirst([...entries.values()].filter((record) => record.session === session));
    },
  };
}

const PREFIX = 'piaojue.key.';

/** For browsers without IndexedDB (some private windows). */
export function localStore(storage: Storage): KeyStore {
  const at = (key: string): KeyRecord | null => {
    try {
      return read(JSON.parse(storage.getItem(key) ?? 'null'));
    } catch {
      return null;
    }
  };
  return {
    async keep(record) {
      const key = PREFIX + recordId(record);
      const old = at(key);
      if (old && old.stage >= record.stage) return old;
      storage.setItem(key, JSON.stringify(record));
      return record;
    },
    async ofSession(session) {
      const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '');
      return newestFirst(
        keys
          .filter((key) => key.startsWith(`${PREFIX}${session}/`))
          .map(at)
          .filter((r) => r !== null),
      );
    },
  };
}

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function openDatabase(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open('piaojue-scrutineer', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('keys');
  return settled(request);
}

function indexedStore(database: IDBDatabase): KeyStore {
  return {
    keep: (record) =>
      new Promise((resolve, reject) => {
        // One transaction for looking and writing, so that another tab cannot come between.
        const transaction = database.transaction('keys', 'readwrite', { durability: 'strict' });
        const keys = transaction.objectStore('keys');
        let kept = record;
        const lookup = keys.get(recordId(record));
        lookup.onsuccess = () => {
          const old = read(lookup.result);
          if (old && old.stage >= record.stage) kept = old;
          else keys.put(record, recordId(record));
        };
        transaction.oncomplete = () => resolve(kept);
        transaction.onerror = () => reject(transaction.error);
        transaction.onabort = () => reject(transaction.error);
      }),
    async ofSession(session) {
      const range = IDBKeyRange.bound(`${session}/`, `${session}/\uffff`);
      const all = await settled(database.transaction('keys').objectStore('keys').getAll(range));
      return newestFirst(all.map(read).filter((record) => record !== null));
    },
  };
}

/** This browser's store; asks the browser not to clear it. */
export async function openStore(): Promise<KeyStore> {
  void navigator.storage?.persist?.().catch(() => false);
  try {
    return indexedStore(await openDatabase(indexedDB));
  } catch {
    return localStore(localStorage);
  }
}
