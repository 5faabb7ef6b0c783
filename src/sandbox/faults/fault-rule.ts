import type { Fault } from '../faults.ts';
import type { Latency } from './latency.ts';

/** Which requests, and what goes wrong with them. Without a route: all. */
export interface FaultRule {
  /** As below `/api/v1/`; `*` stands for any characters: `sources/create`, `connections/*`. */
  readonly route?: string;
  /** Absent: each of them. */
  readonly on?: Occasion;
  /** After so many faults the rule is spent. */
  readonly times?: number;
  readonly fault?: Fault;
  /** Goes before the latency of the sandbox as a whole. */
  readonly latency?: Latency;
}

/** Which of the requests that a rule is about; they are counted from 1, from the moment that the rule is there. */
export type Occasion =
  | { readonly nth: number }
  | { readonly every: number }
  /** Drawn from the seed: the same requests in the same order fare the same. */
  | { readonly probability: number };

/** @param draw - a number in [0, 1), the same one for the same request */
export function isOccasion(occasion: Occasion | undefined, count: number, draw: () => number): boolean {
  if (occasion === undefined) return true;
  if ('nth' in occasion) return count === occasion.nth;
  if ('every' in occasion) return count % occasion.every === 0;
  return draw() < occasion.probability;
}
