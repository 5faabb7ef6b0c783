import type { JsonObject } from './json.ts';
import type { ActorKind, ConnectionSettings } from './resource.ts';
import type { Schedule } from './schedule.ts';
import type { StreamDescription, StreamSelection } from './stream.ts';

export interface Workspace {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
}

/** A connector definition as the workspace offers it. */
export interface Definition {
  readonly id: string;
  readonly name: string;
  readonly dockerRepository: string;
  readonly dockerImageTag: string;
  /** Made in this installation; others come with Airbyte. */
  readonly isCustom?: boolean;
  /** Of custom ones only. */
  readonly documentationUrl?: string;
}

/** A custom connector, among the objects that files can name. */
export interface LiveDefinition extends Definition, LiveIdentity {
  readonly kind: 'definition';
  readonly actorKind: ActorKind;
  /** Absent for an image, and where nobody asked. */
  readonly manifest?: LiveManifest;
}

/** What a server tells of the manifests of a declarative connector: all but what is in them. */
export interface LiveManifest {
  /** The newest one, active or not; 0 for none. */
  readonly newestVersion: number;
  /** Absent: none is active. */
  readonly activeVersion?: number;
  /** Of the active manifest; absent: not made by airplan, so that nobody knows what is in it. */
  readonly fingerprint?: string;
  /** What its sources can be told. */
  readonly specification: JsonObject;
}

/** The connectors of one kind that were made in this installation. */
export function customConnectors(definitions: readonly Definition[], actorKind: ActorKind): readonly LiveDefinition[] {
  return definitions
    .filter(({ isCustom }) => isCustom === true)
    .map((definition) => ({ kind: 'definition', actorKind, ...definition }));
}

/** What a connector's own settings may look like. */
export interface Specification {
  readonly definitionId: string;
  /** JSON Schema with Airbyte's keywords, `airbyte_secret` above all. */
  readonly connectionSpecification: JsonObject;
  /** Only destinations state them. */
  readonly supportedDestinationSyncModes: readonly string[];
}

export interface Tag {
  readonly id: string;
  readonly name: string;
}

interface LiveIdentity {
  readonly id: string;
  readonly name: string;
  /** Seconds since the epoch; old servers do not tell. */
  readonly createdAt?: number;
}

/** A source or destination as the server has it; secrets come as the server's mask. */
export interface LiveActor<Kind extends ActorKind = ActorKind> extends LiveIdentity {
  readonly kind: Kind;
  readonly definitionId: string;
  readonly configuration: JsonObject;
  /** Sent back with every update, which would clear it otherwise. */
  readonly resourceAllocation?: JsonObject;
  /** True when it runs another version than its connector does for everybody else. */
  readonly isVersionOverrideApplied?: boolean;
}

/** How a live connection syncs a stream. */
export interface LiveStreamSelection extends StreamSelection {
  /** One for each mapper. */
  readonly mapperIds: readonly string[];
  /** What files cannot say of a stream, in the API's own words; goes back as it is with every update. */
  readonly unmanaged?: JsonObject;
}

/** A selected stream of a live connection. */
export interface LiveStream {
  readonly selection: LiveStreamSelection;
  /** As stored with the connection; its fields are cut down to the selected ones. */
  readonly description: StreamDescription;
  /** An apply has changed it and ended before it asked for the step that its file wants behind that. */
  readonly isStepPending?: true;
}

export interface LiveConnection extends LiveIdentity {
  readonly kind: 'connection';
  readonly sourceId: string;
  readonly destinationId: string;
  readonly settings: LiveConnectionSettings;
  /** Sorted by namespace and name. */
  readonly streams: readonly LiveStream[];
  /**
   * What the server said of settings, where that is not what was read from it: `null` where it said nothing. Also the
   * names of its streams where their order is another one, and `operationIds` where there are any.
   */
  readonly said?: JsonObject;
}

/** Settings with the server's defaults filled in. */
export interface LiveConnectionSettings extends Omit<ConnectionSettings, 'status' | 'schedule'> {
  readonly schedule: Schedule;
  /** `active`, `inactive`, or what newer servers add. */
  readonly status: string;
}

export type LiveResource = LiveDefinition | LiveActor | LiveConnection;

/** What the server says of one workspace. Lists are sorted by name, then id. */
export interface Live {
  readonly workspace: Workspace;
  readonly definitions: { readonly [Kind in ActorKind]: readonly Definition[] };
  readonly sources: readonly LiveActor<'source'>[];
  readonly destinations: readonly LiveActor<'destination'>[];
  readonly connections: readonly LiveConnection[];
  /** Absent where the server has no tags. */
  readonly tags?: readonly Tag[];
}
