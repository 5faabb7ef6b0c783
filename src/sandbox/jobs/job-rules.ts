/** How the jobs of a sandbox go. Times are milliseconds; what is absent is drawn from the seed. */
export interface JobOptions {
  /** From the start of a job to its first attempt; none for most syncs unless told. */
  readonly pendingMs?: number;
  /** How long an attempt takes that ends well; some seconds unless told. */
  readonly attemptMs?: number;
  /** From a failed attempt to the next one. */
  readonly retryMs?: number;
  /** Starts connections with a basic schedule when their time has come; off unless told. */
  readonly isScheduled?: boolean;
}

export interface JobRules extends JobOptions {
  readonly seed: number;
}
