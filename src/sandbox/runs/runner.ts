import type { JsonObject } from '../../model/json.ts';
import type { Connector, DiscoveredStream } from '../registry/connector.ts';

/** A connector and what it is to run with. */
export interface ConnectorRun {
  readonly connector: Connector;
  /** With its secrets. */
  readonly configuration: JsonObject;
}

/** Why a run came to nothing. */
export type RunFailure =
  /** The connector could not reach or enter what it should; the words are the connector's own. */
  | { readonly type: 'failed'; readonly message: string }
  /** The connector itself fell over. */
  | { readonly type: 'crashed'; readonly message: string };

export type CheckResult = { readonly type: 'good' } | RunFailure;

export type DiscoveryResult = { readonly type: 'good'; readonly streams: readonly DiscoveredStream[] } | RunFailure;

/** Runs connectors. It never rejects: whatever goes wrong is a result. */
export interface ConnectorRunner {
  check(run: ConnectorRun): Promise<CheckResult>;
  discover(run: ConnectorRun): Promise<DiscoveryResult>;
}
