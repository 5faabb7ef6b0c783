import type { Client } from '../airbyte/client.ts';
import type { Live, LiveStream, Specification } from '../model/live.ts';
import type { Change, Plan, PlannedConnection, PlannedRule, StreamStep } from '../model/plan.ts';
import type { Outcome } from '../model/report.ts';
import type { ResourceKey } from '../model/resource.ts';
import type { DiscoveredCatalog, StreamDescription, StreamSelection } from '../model/stream.ts';

/** Time, as far as applying waits and measures. */
export interface Clock {
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** What applying a plan takes. */
export interface ApplyContext {
  readonly client: Client;
  readonly plan: Plan;
  /** The live state that the plan was made from. */
  readonly live: Live;
  /** The catalog that the streams of a connection were found in. */
  readonly catalogs: ReadonlyMap<ResourceKey, DiscoveredCatalog>;
  /** By definition id. */
  readonly specifications: ReadonlyMap<string, Specification>;
  /**
   * Looks at the live object of a change once more, just before it is written. Absent: what was read for the plan is
   * believed.
   *
   * @throws {StalePlanError} when it is no longer what the plan was made from
   */
  readonly assertFresh?: (change: Change) => Promise<void>;
  /** Finds and checks the streams of a connection whose source had to come first. */
  readonly checkStreams: (connection: PlannedConnection, catalog: DiscoveredCatalog) => readonly StreamSelection[];
  /** The rule that would take a stream, of rules whose source had to come first. */
  readonly ruleFor: (rules: readonly PlannedRule[], stream: StreamDescription) => PlannedRule | undefined;
  /** Which streams of a live connection are read or written in another way by these selections. */
  readonly changedStreams: (
    live: readonly LiveStream[],
    selections: readonly StreamSelection[],
  ) => StreamStep['streams'];
  readonly parallelism: number;
  readonly clock: Clock;
  /** Once it is aborted, nothing new is started. */
  readonly signal: AbortSignal;
  readonly onStart: (change: Change) => void;
  readonly onOutcome: (outcome: Outcome) => void;
}

/** What became known while applying. */
export interface ApplyState {
  /** Ids of resources that are live, those created by this run included. */
  readonly ids: Map<ResourceKey, string>;
  /** Ids of tags by name, the missing ones created on first use. */
  readonly tagIds: () => Promise<ReadonlyMap<string, string>>;
}

/** The result of one applied change. */
export interface Applied {
  readonly id: string;
  /** What a reader should know of how it went. */
  readonly notes: readonly string[];
}
