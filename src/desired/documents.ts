import type { Limits } from '../model/environment.ts';
import type { JsonObject } from '../model/json.ts';
import type { ActorKind, ConnectionSettings, ConnectorImage, StreamChangeChoice } from '../model/resource.ts';
import type { TimeUnit } from '../model/schedule.ts';
import type { DestinationSyncMode, FieldRule, Mapper, StreamPattern, SyncMode } from '../model/stream.ts';

/** What files may describe: the resources, and catalogs that connections share. */
export const documentKinds = ['definition', 'source', 'destination', 'catalog', 'connection'] as const;
export type DocumentKind = (typeof documentKinds)[number];

interface Identity {
  readonly key?: string;
  readonly name?: string;
  readonly id?: string;
  readonly renamedFrom?: string;
  readonly protect?: boolean;
  readonly remove?: boolean;
  readonly reason?: string;
}

/** As `schemas/definition.schema.json` describes it. */
export interface DefinitionDocument extends Identity, Partial<ConnectorImage> {
  readonly for: ActorKind;
  readonly manifest?: string;
}

/** As `schemas/source.schema.json` and `schemas/destination.schema.json` describe it. */
export interface ActorDocument extends Identity {
  readonly definition: string;
  readonly version?: string;
  readonly configuration: JsonObject;
}

/** As `schemas/catalog.schema.json` describes a stream's settings. */
export interface StreamSettingsDocument {
  readonly namespace?: string;
  readonly syncMode?: SyncMode;
  readonly destinationSyncMode?: DestinationSyncMode;
  readonly cursorField?: string | readonly string[];
  readonly primaryKey?: string | readonly (string | readonly string[])[];
  readonly fields?: FieldRule;
  readonly mappers?: readonly Mapper[];
  readonly includeFiles?: boolean;
}

export interface StreamDocument extends StreamSettingsDocument {
  readonly name: string;
  readonly except?: ExceptDocument;
}

/** A text is a name or a pattern, in any namespace. */
export type ExceptDocument = readonly (string | StreamPattern)[];

/** As `schemas/catalog.schema.json` describes it. */
export interface CatalogDocument {
  readonly key?: string;
  readonly defaults?: StreamSettingsDocument;
  readonly streams: readonly StreamDocument[];
  readonly except?: ExceptDocument;
}

export type ScheduleDocument =
  | 'manual'
  | { readonly units: number; readonly timeUnit: TimeUnit }
  | { readonly cron: string; readonly timeZone?: string };

/** As `schemas/connection.schema.json` describes it. */
export interface ConnectionDocument extends Identity, Omit<ConnectionSettings, 'schedule'> {
  readonly source: string;
  readonly destination: string;
  readonly catalog?: string;
  readonly defaults?: StreamSettingsDocument;
  readonly streams?: readonly StreamDocument[];
  readonly except?: ExceptDocument;
  readonly schedule?: ScheduleDocument;
  readonly whenStreamsChange?: StreamChangeChoice;
}

/** As `schemas/airplan.schema.json` describes it. */
export interface ProjectDocument {
  readonly pipelines?: string;
  readonly defaultEnvironment?: string;
  readonly environments: Readonly<Record<string, EnvironmentDocument>>;
}

export interface EnvironmentDocument {
  readonly timeoutSeconds?: number;
  readonly parallelism?: number;
  readonly limits?: Partial<Limits>;
  /** With references; their shape is checked, their values come later. */
  readonly variables?: JsonObject;
  readonly server: string;
  readonly workspace: string;
  readonly auth?: JsonObject;
  readonly headers?: JsonObject;
  readonly caFile?: string;
  readonly expect?: { readonly workspaceId: string };
  /** By kind and key. */
  readonly patch?: Readonly<Record<string, JsonObject>>;
}
