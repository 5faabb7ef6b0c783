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
/** So many characters of bodies: catalogs are large, and a day of updates would fill the memory. */
const keptCharacters = 32 * 2 ** 20;

/** The last requests, and how many there were of each path. */
export class RequestLog {
  readonly requests: SandboxRequest[] = [];
  /** The length of each request's body; 0 once it is forgotten. */
  readonly #lengths: number[] = [];
  readonly #counts = new Map<string, number>();
  #characters = 0;

  /** @returns 1 for the first request of a path */
  count(path: string): number {
    const nth = (this.#counts.get(path) ?? 0) + 1;
    this.#counts.set(path, nth);
    return nth;
  }

  /** @param length - that of the body's text; the oldest bodies go where all of them are too much */
  add(request: SandboxRequest, length: number): void {
    this.requests.push(request);
    this.#lengths.push(length);
    this.#characters += length;
    while (this.#characters > keptCharacters) this.#forgetBody();
    if (this.requests.length <= keptRequests) return;
    this.requests.shift();
    this.#characters -= this.#lengths.shift() ?? 0;
  }

  #forgetBody(): void {
    const oldest = this.#lengths.findIndex((length) => length > 0);
    const request = this.requests[oldest];
    if (request === undefined) return;
    const { body: _forgotten, ...rest } = request;
    this.requests[oldest] = rest;
    this.#characters -= this.#lengths[oldest] ?? 0;
    this.#lengths[oldest] = 0;
  }
}
