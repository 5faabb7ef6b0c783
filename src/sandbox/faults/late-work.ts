/** When postponed work is done: once both have passed. Without either, before the next request but one. */
export interface Moment {
  /** So many further requests do not see it yet. */
  readonly afterRequests?: number;
  /** By the sandbox's clock; it is looked at when a request comes. */
  readonly afterMs?: number;
}

interface Waiting {
  readonly dueMs: number;
  readonly run: () => Promise<unknown>;
  requestsLeft: number;
}

/** Work whose callers were sent away, and which is done all the same. What is left at the end is never done. */
export class LateWork {
  readonly #clock: () => number;
  #waiting: readonly Waiting[] = [];

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  postpone({ afterRequests, afterMs }: Moment, run: Waiting['run']): void {
    const requestsLeft = afterRequests ?? (afterMs === undefined ? 1 : 0);
    this.#waiting = [...this.#waiting, { requestsLeft, dueMs: this.#clock() + (afterMs ?? 0), run }];
  }

  /** Tells that a request has come: what is due is done before it, in the order of its arrival. */
  async arrive(): Promise<void> {
    const nowMs = this.#clock();
    const isDue = ({ requestsLeft, dueMs }: Waiting): boolean => requestsLeft === 0 && dueMs <= nowMs;
    const due = this.#waiting.filter(isDue);
    this.#waiting = this.#waiting.filter((waiting) => !isDue(waiting));
    for (const waiting of this.#waiting) waiting.requestsLeft = Math.max(0, waiting.requestsLeft - 1);
    for (const { run } of due) await run();
  }
}
