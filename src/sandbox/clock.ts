/** A clock that can be put forward: tokens run out and jobs go on as if that time had passed. */
export interface SandboxClock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly advance: (ms: number) => void;
}

export function createClock(base: () => number): SandboxClock {
  let aheadMs = 0;
  return {
    now: () => base() + aheadMs,
    advance: (ms) => {
      aheadMs += ms;
    },
  };
}
