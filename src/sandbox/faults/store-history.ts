import { SandboxStore, type StoreRows } from '../store.ts';

/** The store as it was some writes ago. Remembers nothing unless told how far to look back. */
export class StoreHistory {
  readonly #store: SandboxStore;
  /** Oldest first; the last one is the store as it is. */
  #past: readonly StoreRows[] = [];
  #version = -1;

  constructor(store: SandboxStore) {
    this.#store = store;
  }

  /** To be called around every request: rows never change in place, so lists of them are all it takes. */
  record(writesRemembered: number): void {
    if (writesRemembered === 0) {
      this.#past = [];
      this.#version = -1;
    } else if (this.#version !== this.#store.version) {
      this.#version = this.#store.version;
      this.#past = [...this.#past, this.#store.rows()].slice(-writesRemembered - 1);
    }
  }

  /** A copy to read from; the oldest one known where nobody remembers that far. */
  asOf(writesAgo: number): SandboxStore {
    const rows = this.#past.at(-writesAgo - 1) ?? this.#past[0] ?? this.#store.rows();
    return new SandboxStore(rows);
  }
}
