/*
 * Shapes on the wire of Airbyte's Config API, as far as airplan uses them. Property names are the API's own.
 * Optional members are left out of answers, never null, unless a type says so.
 */
import type { Json, JsonObject } from '../model/json.ts';

export { serverMask as secretMask } from '../model/configuration.ts';

/** The organization that every self-managed installation starts with. */
export const defaultOrganizationId = '00000000-0000-0000-0000-000000000000';

export interface WireInstanceConfiguration {
  readonly version?: string;
  readonly edition: string;
  readonly airbyteUrl?: string;
  readonly auth?: { readonly mode: string };
  readonly initialSetupComplete: boolean;
  readonly defaultUserId: string;
  readonly defaultOrganizationId: string;
  readonly defaultWorkspaceId?: string;
  readonly licenseStatus?: string;
  readonly trackingStrategy: string;
}

export interface WireWorkspace {
  readonly workspaceId: string;
  readonly customerId: string;
  readonly name: string;
  readonly slug: string;
  readonly initialSetupComplete: boolean;
  readonly organizationId?: string;
}

interface WireDefinition {
  readonly name: string;
  readonly dockerRepository: string;
  readonly dockerImageTag: string;
  readonly documentationUrl?: string;
  readonly supportLevel?: string;
  readonly releaseStage?: string;
  readonly custom?: boolean;
}

export interface WireSourceDefinition extends WireDefinition {
  readonly sourceDefinitionId: string;
  readonly sourceType?: string;
}

export interface WireDestinationDefinition extends WireDefinition {
  readonly destinationDefinitionId: string;
}

export interface WireSynchronousJob {
  readonly id: string;
  readonly configType: string;
  readonly configId?: string;
  /** Milliseconds, unlike everywhere else in the API. */
  readonly createdAt: number;
  /** Milliseconds. */
  readonly endedAt: number;
  readonly succeeded: boolean;
  readonly failureReason?: JsonObject;
}

interface WireActor {
  readonly workspaceId: string;
  readonly name: string;
  readonly connectionConfiguration: Json;
  /** Seconds. */
  readonly createdAt?: number;
  readonly resourceAllocation?: JsonObject;
}

export interface WireSource extends WireActor {
  readonly sourceId: string;
  readonly sourceDefinitionId: string;
  readonly sourceName: string;
}

export interface WireDestination extends WireActor {
  readonly destinationId: string;
  readonly destinationDefinitionId: string;
  readonly destinationName: string;
}

export interface WireStream {
  readonly name: string;
  readonly namespace?: string;
  readonly jsonSchema?: JsonObject;
  readonly supportedSyncModes?: readonly string[];
  readonly sourceDefinedCursor?: boolean;
  readonly defaultCursorField?: readonly string[];
  readonly sourceDefinedPrimaryKey?: readonly (readonly string[])[];
  readonly isResumable?: boolean;
  readonly isFileBased?: boolean;
}

export interface WireMapper {
  readonly id?: string;
  readonly type: string;
  readonly mapperConfiguration: JsonObject;
}

export interface WireStreamConfiguration {
  readonly syncMode: string;
  readonly destinationSyncMode: string;
  readonly cursorField?: readonly string[];
  readonly primaryKey?: readonly (readonly string[])[];
  readonly aliasName?: string;
  readonly selected?: boolean;
  readonly suggested?: boolean;
  readonly fieldSelectionEnabled?: boolean;
  readonly selectedFields?: readonly { readonly fieldPath: readonly string[] }[];
  readonly hashedFields?: readonly { readonly fieldPath: readonly string[] }[];
  readonly mappers?: readonly WireMapper[];
  readonly includeFiles?: boolean;
  readonly destinationObjectName?: string;
}

export interface WireStreamAndConfiguration {
  readonly stream: WireStream;
  readonly config: WireStreamConfiguration;
}

export interface WireCatalog {
  readonly streams: readonly WireStreamAndConfiguration[];
}

export interface WireBasicSchedule {
  readonly timeUnit: string;
  readonly units: number;
}

export interface WireScheduleData {
  readonly basicSchedule?: WireBasicSchedule;
  readonly cron?: { readonly cronExpression: string; readonly cronTimeZone: string };
}

export interface WireTag {
  readonly tagId: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly color: string;
}

/** What connections/create and connections/update share. */
interface WireConnectionSettings {
  readonly name?: string;
  readonly namespaceDefinition?: string;
  readonly namespaceFormat?: string;
  readonly prefix?: string;
  readonly status?: string;
  readonly syncCatalog?: WireCatalog;
  readonly scheduleType?: string;
  readonly scheduleData?: WireScheduleData;
  readonly resourceRequirements?: JsonObject;
  readonly sourceCatalogId?: string;
  readonly notifySchemaChanges?: boolean;
  readonly notifySchemaChangesByEmail?: boolean;
  readonly nonBreakingChangesPreference?: string;
  readonly backfillPreference?: string;
  readonly tags?: readonly WireTag[];
  readonly operationIds?: readonly string[];
}

export interface WireConnectionCreate extends WireConnectionSettings {
  readonly sourceId: string;
  readonly destinationId: string;
  readonly status: string;
}

export interface WireConnectionUpdate extends WireConnectionSettings {
  readonly connectionId: string;
}

export interface WireConnection extends WireConnectionSettings {
  readonly connectionId: string;
  readonly name: string;
  readonly sourceId: string;
  readonly destinationId: string;
  readonly syncCatalog: WireCatalog;
  readonly status: string;
  readonly breakingChange: boolean;
  /** Legacy mirror of a basic schedule; updates refuse it. */
  readonly schedule?: WireBasicSchedule;
  /** Seconds; snake case on the wire. */
  readonly created_at?: number;
}

/** A stream as jobs and states name it. */
export interface WireStreamDescriptor {
  readonly name: string;
  readonly namespace?: string;
}

/** All times are seconds. */
export interface WireJob {
  readonly id: number;
  readonly configType: string;
  /** The connection. */
  readonly configId: string;
  readonly status: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly startedAt?: number;
  readonly enabledStreams: readonly WireStreamDescriptor[];
}

export interface WireFailure {
  readonly failureOrigin: string;
  readonly failureType: string;
  readonly externalMessage: string;
  /** Seconds. */
  readonly timestamp: number;
}

/** All times are seconds. */
export interface WireAttempt {
  /** Counts from 0. */
  readonly id: number;
  readonly status: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly endedAt?: number;
  readonly bytesSynced: number;
  readonly recordsSynced: number;
  readonly failureSummary?: { readonly failures: readonly WireFailure[]; readonly partialSuccess: boolean };
}
