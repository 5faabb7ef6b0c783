import type { WireMapper, WireScheduleData } from '../airbyte/wire.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { ActorKind } from './actor-kind.ts';
import type { Connector, DiscoveredStream } from './registry/connector.ts';

/*
 * The rows of the store. They are never changed in place: whoever changes one puts a new one.
 */

export interface StoredWorkspace {
  readonly id: string;
  readonly customerId: string;
  readonly organizationId: string;
  readonly name: string;
  readonly slug: string;
  /** What else was stated, as reads show it. */
  readonly settings?: JsonObject;
  readonly isDeleted?: boolean;
}

export interface StoredActor {
  readonly id: string;
  readonly kind: ActorKind;
  readonly workspaceId: string;
  readonly definitionId: string;
  readonly name: string;
  /** Secrets are coordinates; null once the actor is deleted. */
  readonly configuration: JsonObject | null;
  /** Seconds. */
  readonly createdAt: number;
  readonly resourceAllocation?: JsonObject;
  /** What happened to the schema behind a source, oldest first. */
  readonly schemaEdits?: readonly SchemaEdit[];
}

/** A change in a source's database; the next discovery finds it. */
export type SchemaEdit = { readonly stream: string; readonly namespace?: string } & (
  | { readonly type: 'add-stream' | 'drop-stream' }
  | { readonly type: 'add-column' | 'drop-column'; readonly column: string }
);

/** A selected stream of a connection, as far as reads do not compute it. */
export interface StoredStream {
  readonly stream: JsonObject;
  readonly jsonSchema: JsonObject;
  readonly syncMode: string;
  readonly destinationSyncMode: string;
  readonly cursorField: readonly string[];
  readonly primaryKey: readonly (readonly string[])[];
  readonly isFieldSelectionEnabled: boolean;
  readonly mappers: readonly WireMapper[];
  readonly includeFiles: boolean;
  readonly destinationObjectName?: string;
}

export interface StoredCatalog {
  readonly streams: readonly StoredStream[];
}

export interface StoredSchedule {
  readonly type: 'manual' | 'basic' | 'cron';
  readonly data?: WireScheduleData;
}

export interface StoredConnection {
  readonly id: string;
  readonly workspaceId: string;
  readonly sourceId: string;
  readonly destinationId: string;
  readonly name: string;
  /** Null when nobody stated it: such a connection is hidden from lists (API §2.3). */
  readonly status: string | null;
  /** It was deprecated once: nothing runs for it again, not even when it is made active again (API §2.4). */
  readonly isEnded?: true;
  readonly namespaceDefinition: string;
  readonly namespaceFormat?: string;
  readonly prefix?: string;
  readonly schedule: StoredSchedule;
  readonly catalog: StoredCatalog;
  readonly resourceRequirements?: JsonObject;
  readonly sourceCatalogId?: string;
  readonly tagIds: readonly string[];
  /** Absent: none. */
  readonly operationIds?: readonly string[];
  /** Absent: `auto`. Only old profiles show it. */
  readonly geography?: string;
  readonly breakingChange: boolean;
  readonly notifySchemaChanges: boolean;
  /** Absent until somebody asked for mails: the server has no row then (API §2.4). */
  readonly notifySchemaChangesByEmail?: boolean;
  readonly nonBreakingChangesPreference: string;
  readonly backfillPreference: string;
  /** Seconds. */
  readonly createdAt: number;
}

export interface StoredTag {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly color: string;
}

/** The value of a secret; its id is its coordinate. */
export interface StoredSecret {
  readonly id: string;
  readonly value: Json;
}

/** What a connector found once; sources with equal content share it. */
export interface StoredDiscovery {
  readonly id: string;
  /** Of the streams; the same content keeps the same id. */
  readonly contentHash: string;
  readonly streams: readonly DiscoveredStream[];
}

/** That a source was discovered; the newest one with the same cache key answers the next discovery (API §1.5). */
export interface StoredFetch {
  /** The cache key: source, connector version and configuration. */
  readonly id: string;
  readonly sourceId: string;
  readonly catalogId: string;
  /** Seconds. */
  readonly fetchedAt: number;
  /** Counts up, since several fetches fall into one second. */
  readonly order: number;
}

/** A connector as far as it is data. */
export type ConnectorData = Omit<Connector, 'check' | 'discover'>;

/** A definition that the API made, or what it changed of one that comes with the registry. */
export type StoredDefinition = {
  readonly id: string;
  readonly kind: ActorKind;
  readonly isDeleted: boolean;
  readonly resourceRequirements?: JsonObject;
} & (
  | { readonly origin: 'custom'; readonly workspaceId: string; readonly connector: ConnectorData }
  | { readonly origin: 'registry'; readonly connector: Partial<ConnectorData> }
);

export interface StoredOperation {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly configuration: JsonObject;
  readonly isDeleted: boolean;
}

/** A draft of the connector builder, or what was made of it. */
export interface StoredBuilderProject {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  /** Gone once the project is published. */
  readonly draft?: JsonObject;
  /** Of the connector that it was published as. */
  readonly definitionId?: string;
}

/** One version of a declarative source; its id is made of definition and version. */
export interface StoredManifest {
  readonly id: string;
  readonly definitionId: string;
  readonly version: number;
  readonly description: string;
  readonly manifest: JsonObject;
  readonly specification: JsonObject;
  readonly isActive: boolean;
}
