import type { Branded } from './brand.ts';
import type { Configuration } from './configuration.ts';
import type { Origin } from './issue.ts';
import type { JsonObject } from './json.ts';
import type { Schedule } from './schedule.ts';
import type { StreamRule } from './stream.ts';

export const actorKinds = ['source', 'destination'] as const;
/** Airbyte's word for what is at either end of a connection. */
export type ActorKind = (typeof actorKinds)[number];

export const resourceKinds = ['definition', ...actorKinds, 'connection'] as const;
export type ResourceKind = (typeof resourceKinds)[number];

/** How files name a resource: kind and name, `source/orders`. */
export type ResourceKey = Branded<string, 'ResourceKey'>;

export function resourceKey(kind: ResourceKind, name: string): ResourceKey {
  return `${kind}/${name}` as ResourceKey;
}

export const namespaceDefinitions = ['source', 'destination', 'customformat'] as const;
export const connectionStatuses = ['active', 'inactive'] as const;
export const nonBreakingChangesPreferences = ['ignore', 'disable', 'propagate_columns', 'propagate_fully'] as const;
export const backfillPreferences = ['enabled', 'disabled'] as const;
export const streamChangeChoices = ['none', 'refresh', 'clear'] as const;
/** What a file asks of the server once streams of its connection have changed. */
export type StreamChangeChoice = (typeof streamChangeChoices)[number];

/** What files may say of a connection besides its ends and its streams. What is absent is not managed. */
export interface ConnectionSettings {
  readonly schedule?: Schedule;
  readonly namespaceDefinition?: (typeof namespaceDefinitions)[number];
  readonly namespaceFormat?: string;
  readonly prefix?: string;
  readonly status?: (typeof connectionStatuses)[number];
  /** Names, sorted. */
  readonly tags?: readonly string[];
  readonly nonBreakingChangesPreference?: (typeof nonBreakingChangesPreferences)[number];
  readonly backfillPreference?: (typeof backfillPreferences)[number];
  readonly notifySchemaChanges?: boolean;
  readonly notifySchemaChangesByEmail?: boolean;
  readonly resourceRequirements?: JsonObject;
}

/** The wish of a file that its live object be deleted. */
export interface Removal {
  readonly reason?: string;
}

interface DesiredIdentity {
  readonly key: ResourceKey;
  /** As Airbyte shows it. */
  readonly name: string;
  /** The live object that this resource is, when the file pins it. */
  readonly id?: string;
  /** The name that the live object may still have. */
  readonly renamedFrom?: string;
  /** True: never deleted or replaced, whatever the flags. */
  readonly isProtected?: boolean;
  /** Present: the live object is to be deleted. The rest says how to find it. */
  readonly removal?: Removal;
  readonly origin: Origin;
}

/** A docker image that is a connector. */
export interface ConnectorImage {
  readonly dockerRepository: string;
  readonly dockerImageTag: string;
  readonly documentationUrl: string;
}

/** A custom connector as files describe it: an image, or a declarative manifest. */
export interface DesiredDefinition extends DesiredIdentity {
  readonly kind: 'definition';
  readonly actorKind: ActorKind;
  readonly image?: ConnectorImage;
  readonly manifest?: JsonObject;
}

/** A source or destination as files describe it, references resolved. */
export interface DesiredActor<Kind extends ActorKind = ActorKind> extends DesiredIdentity {
  readonly kind: Kind;
  /** As written: the key of a definition, a docker repository, a connector's exact name, or a definition id. */
  readonly definition: string;
  /** The image tag that is expected to run it. */
  readonly version?: string;
  readonly configuration: Configuration;
}

/** A connection as files describe it, with the rules of its catalog. */
export interface DesiredConnection extends DesiredIdentity {
  readonly kind: 'connection';
  readonly source: ResourceKey;
  readonly destination: ResourceKey;
  readonly streams: readonly StreamRule[];
  readonly settings: ConnectionSettings;
  /** Absent: nothing. */
  readonly whenStreamsChange?: StreamChangeChoice;
}

export type DesiredResource = DesiredDefinition | DesiredActor | DesiredConnection;

/** What the files say. Each list is sorted by key. */
export interface Desired {
  /** Custom connectors; absent in what knows of none. */
  readonly definitions?: readonly DesiredDefinition[];
  readonly sources: readonly DesiredActor<'source'>[];
  readonly destinations: readonly DesiredActor<'destination'>[];
  readonly connections: readonly DesiredConnection[];
}
