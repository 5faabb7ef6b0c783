import pLimit from 'p-limit';

/** Runs tasks, at most so many at once; the others wait in the order in which they came. */
export type Limiter = <T>(task: () => Promise<T>) => Promise<T>;

export function createLimiter(atOnce: number): Limiter {
  return pLimit(atOnce);
}
