/** How long answers are held back, in milliseconds. */
export type Latency =
  | { readonly type: 'fixed'; readonly ms: number }
  | { readonly type: 'uniform'; readonly fromMs: number; readonly toMs: number }
  /** Most answers are about as fast as the median; one in a hundred takes longer than `p99Ms`. */
  | { readonly type: 'long-tail'; readonly medianMs: number; readonly p99Ms: number };

/** Timers count no further; what is longer would not wait at all. */
const longestMs = 2 ** 31 - 1;

type Draw<Type extends Latency['type']> = (latency: Extract<Latency, { type: Type }>, chance: number) => number;

const draws: { readonly [Type in Latency['type']]: Draw<Type> } = {
  fixed: ({ ms }) => ms,
  uniform: ({ fromMs, toMs }, chance) => fromMs + (toMs - fromMs) * chance,
  'long-tail': drawLongTail,
};

/** @param chance - in [0, 1); the same one gives the same time */
export function drawLatency(latency: Latency, chance: number): number {
  return Math.min((draws[latency.type] as Draw<Latency['type']>)(latency, chance), longestMs);
}

/** Log-logistic, since its quantiles need no more than a power; cut off where nobody would wait any longer. */
function drawLongTail({ medianMs, p99Ms }: Extract<Latency, { type: 'long-tail' }>, chance: number): number {
  const exponent = Math.log(p99Ms / medianMs) / Math.log(99);
  return Math.min(medianMs * (chance / (1 - chance)) ** exponent, 10 * p99Ms);
}
