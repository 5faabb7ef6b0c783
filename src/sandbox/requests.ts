import type { Json } from '../model/json.ts';

/** One request that the sandbox answered, or meant to. */
export interface SandboxRequest {
  readonly method: string;
  /** With its `/api/v1/`, without its query. */
  readonly path: string;
  /** Absent where there was none, or none that is JSON. */
  readonly body?: Json;
  /** As the work ended; a fault may have kept it from the caller. */
  readonly status: number;
}

/** The same as its caller saw it. */
export interface AnsweredRequest {
  readonly method: string;
  readonly path: string;
  /** 0 where the connection was broken. */
  readonly status: number;
  readonly ms: number;
  /** The type of the fault that struck it. */
  readonly fault?: string;
}

const keptRequests = 10_000;

/** The last requests, and how many there were of each path. */
export class RequestLog {
  readonly requests: SandboxRequest[] = [];
  readonly #counts = new Map<string, number>();

  /** @returns 1 for the first request of a path */
  count(path: string): number {
    const nth = (this.#counts.get(path) ?? 0) + 1;
    this.#counts.set(path, nth);
    return nth;
  }

  add(request: SandboxRequest): void {
    this.requests.push(request);
    if (this.requests.length > keptRequests) this.requests.shift();
  }
}
