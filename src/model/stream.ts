import type { Configuration } from './configuration.ts';
import type { Origin } from './issue.ts';
import type { JsonObject } from './json.ts';

export const syncModes = ['full_refresh', 'incremental'] as const;
export type SyncMode = (typeof syncModes)[number];

export const destinationSyncModes = [
  'append',
  'overwrite',
  'append_dedup',
  'overwrite_dedup',
  'update',
  'soft_delete',
] as const;
export type DestinationSyncMode = (typeof destinationSyncModes)[number];

/** A path to a field, outermost name first; `['id']` for a top-level field. */
export type FieldPath = readonly string[];

/** A step that changes records between source and destination; ids are the server's business. */
export interface Mapper {
  readonly type: string;
  /** The key of an encryption is a secret. */
  readonly mapperConfiguration: Configuration;
}

/** Syncs every field that a stream has, now and later. */
export const allFields = 'all';

/** Which top-level fields of a stream are synced; `all` takes a live selection back, absent leaves it alone. */
export type FieldRule =
  | typeof allFields
  | { readonly include: readonly string[]; readonly exclude?: never }
  | { readonly exclude: readonly string[]; readonly include?: never };

/** How to sync one stream. What is absent is not managed. */
export interface StreamSettings {
  readonly syncMode: SyncMode;
  readonly destinationSyncMode: DestinationSyncMode;
  readonly cursorField?: FieldPath;
  /** One path for each part of the key; sorted in files, as they came from servers. */
  readonly primaryKey?: readonly FieldPath[];
  readonly mappers?: readonly Mapper[];
  readonly includeFiles?: boolean;
}

/** Names, or patterns with `*` and `?`; without a namespace in any. */
export interface StreamPattern {
  readonly name: string;
  readonly namespace?: string;
}

/** One entry of a catalog in the files: a stream, or all whose names match a pattern. */
export interface StreamRule extends StreamSettings {
  /** A name, or a pattern with `*` and `?`. */
  readonly name: string;
  /** A name or a pattern; absent means any. */
  readonly namespace?: string;
  /** What it does not find, though name and namespace match. */
  readonly except?: readonly StreamPattern[];
  readonly fields?: FieldRule;
  readonly origin: Origin;
}

/** A stream that a connection is to sync. */
export interface StreamSelection extends StreamSettings {
  readonly name: string;
  readonly namespace?: string;
  /** Names of the top-level fields to sync, sorted in files, as they came from servers; absent: nothing is said. */
  readonly selectedFields?: readonly string[];
  /** True when all fields are to be synced, so that a live selection of fields is switched off. */
  readonly selectsAllFields?: true;
}

/** A stream as a source offers it. */
export interface StreamDescription {
  readonly name: string;
  readonly namespace?: string;
  readonly supportedSyncModes: readonly string[];
  readonly isCursorSourceDefined: boolean;
  readonly defaultCursorField: FieldPath;
  readonly sourceDefinedPrimaryKey: readonly FieldPath[];
  /** Names of the top-level fields, sorted. */
  readonly fieldNames: readonly string[];
  /** What the server said, to be sent back as it is (config API: `AirbyteStream`). */
  readonly verbatim: JsonObject;
}

/** What a source offers, as found by its connector. */
export interface DiscoveredCatalog {
  /** The server's id of this catalog; absent where only the cached one was read. */
  readonly catalogId?: string;
  /** True when the server answered from what it has kept of an earlier discovery. */
  readonly isKept?: true;
  readonly streams: readonly StreamDescription[];
}

/** What tells streams apart. Their shown names do not: a stream may be named like another one's namespace and name. */
export function streamId({ name, namespace }: { readonly name: string; readonly namespace?: string }): string {
  return JSON.stringify([namespace ?? null, name]);
}

/** One name for a stream of a catalog: `public.orders`, or `orders` where there is no namespace. */
export function streamName(stream: { readonly name: string; readonly namespace?: string }): string {
  return stream.namespace === undefined ? stream.name : `${stream.namespace}.${stream.name}`;
}
