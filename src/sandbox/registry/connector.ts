import type { JsonObject } from '../../model/json.ts';
import type { ActorKind } from '../actor-kind.ts';
import type { Check } from './check.ts';

/** A stream as a connector finds it, in the API's spelling. */
export type DiscoveredStream = {
  readonly name: string;
  readonly namespace?: string;
  readonly jsonSchema: JsonObject;
  readonly supportedSyncModes: readonly string[];
  readonly sourceDefinedCursor?: boolean;
  readonly defaultCursorField?: readonly string[];
  readonly sourceDefinedPrimaryKey?: readonly (readonly string[])[];
  readonly isResumable?: boolean;
};

/** A connector that the sandbox offers: its definition and its specification. */
export interface Connector {
  readonly kind: ActorKind;
  readonly definitionId: string;
  readonly name: string;
  readonly dockerRepository: string;
  readonly dockerImageTag: string;
  readonly documentationUrl: string;
  readonly icon?: string;
  readonly isCustom?: boolean;
  /** Described by a manifest that the API can replace. */
  readonly isDeclarative?: boolean;
  /** Only sources state it: `database`, `api`, `file` or `custom`. */
  readonly sourceType?: string;
  readonly connectionSpecification: JsonObject;
  /** In the API's spelling. */
  readonly advancedAuth?: JsonObject;
  /** As the specification declares them; only destinations do. */
  readonly destinationSyncModes?: readonly string[];
  readonly supportsRefreshes?: boolean;
  /** What a check of it comes to where nothing real is asked; absent where nobody knows the connector. */
  readonly check?: Check;
  /** What a source with this configuration would find. */
  readonly discover?: (configuration: JsonObject) => readonly DiscoveredStream[];
}
