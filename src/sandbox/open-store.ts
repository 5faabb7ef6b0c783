import { emptyRows } from './fresh-store.ts';
import { SandboxStore } from './store.ts';
import { readStoreFile, writeStoreFile } from './store-file.ts';
import { holdStoreFile, type StoreHold } from './store-hold.ts';

/** Where a store is kept. */
export interface StorePlace {
  /** Absent: in memory. */
  readonly storeFile?: string;
  /** True: whatever the file holds is thrown away, unread. */
  readonly resetsStore?: boolean;
}

export interface OpenStore {
  readonly store: SandboxStore;
  readonly hold: StoreHold;
}

/** Opens a store for this sandbox alone; a new one is on disk when this resolves. */
export async function openStore(place: StorePlace, newId: () => string): Promise<OpenStore> {
  const { storeFile: file } = place;
  if (file === undefined) return { store: new SandboxStore(emptyRows(newId)), hold: nobodyElse };
  const hold = await holdStoreFile(file);
  try {
    const rows = place.resetsStore === true ? undefined : await readStoreFile(file);
    const store = new SandboxStore(rows ?? emptyRows(newId), (changed) => writeStoreFile(file, changed));
    // A new file is written at once: the next start must find the same workspace id.
    if (rows === undefined) for (const workspace of store.workspaces.list()) store.workspaces.put(workspace);
    await store.flush();
    return { store, hold };
  } catch (error) {
    await hold.release();
    throw error;
  }
}

const nobodyElse: StoreHold = { announce: () => undefined, release: async () => undefined };
