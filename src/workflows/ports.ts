import type { Exchange } from '../airbyte/transport.ts';
import type { FilePorts } from '../desired/files.ts';
import type { Environment } from '../model/environment.ts';
import type { ProjectHistory } from './history.ts';

/** The outside world, as workflows see it. Whoever starts one decides what it is. */
export interface Ports extends FilePorts {
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** The address of an environment's server; starts the embedded one for `server: sandbox`. */
  readonly serverUrl: (environment: Environment) => Promise<string>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Milliseconds to wait before try number `attempt` + 1; the client's own choice if absent. */
  readonly retryDelayMs?: (attempt: number) => number;
  /** What the files were before; absent where there is no way to know. */
  readonly history?: ProjectHistory;
  /** Told of every request that ended. */
  readonly onExchange?: (exchange: Exchange) => void;
}
