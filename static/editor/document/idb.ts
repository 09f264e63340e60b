/** Edits that aren't saved yet, kept by the browser: one record for each window of a document. */

/** An edit as it is kept; `key` is the save that it was sent in, if it was. */
export interface KeptEdit {
  readonly label: string;
  readonly patch: readonly unknown[];
  readonly key: string;
}

export interface Kept {
  readonly id: string;
  readonly document: string;
  readonly tab: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The saved revision that the edits were made on. */
  readonly revision: number;
  readonly edits: readonly KeptEdit[];
}

export interface Shelf {
  put(kept: Kept): Promise<void>;
  remove(id: string): Promise<void>;
  all(): Promise<readonly Kept[]>;
  /** Calls `use` with the record, if it is still there, and puts what comes back in its place: both
   * or neither, and only in one window. */
  adopt(id: string, use: (found: Kept) => Kept): Promise<void>;
}

const NAME = "studio";
const STORE = "unsaved";

/** The browser's database; every call rejects where the browser has none to give. */
export function browserShelf(): Shelf {
  let opened: Promise<IDBDatabase> | null = null;
  const database = () => (opened ??= openDatabase());
  const write = async (work: (store: IDBObjectStore) => void): Promise<void> => {
    const transaction = (await database()).transaction(STORE, "readwrite");
    work(transaction.objectStore(STORE));
    await ended(transaction);
  };
  return {
    put: (kept) => write((store) => store.put(kept)),
    remove: (id) => write((store) => store.delete(id)),
    async all() {
      const store = (await database()).transaction(STORE).objectStore(STORE);
      return result(store.getAll() as IDBRequest<Kept[]>);
    },
    adopt: (id, use) =>
      write((store) => {
        const asked = store.get(id) as IDBRequest<Kept | undefined>;
        asked.onsuccess = () => {
          if (!asked.result) return;
          store.put(use(asked.result));
          store.delete(id);
        };
      }),
  };
}

function openDatabase(): Promise<IDBDatabase> {
  const asked = indexedDB.open(NAME, 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
  return result(asked);
}

function result<T>(asked: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

function ended(transaction: IDBTransaction): Promise<void> {
  return new Promise((done, failed) => {
    transaction.oncomplete = () => done();
    transaction.onerror = transaction.onabort = () => failed(transaction.error);
  });
}
