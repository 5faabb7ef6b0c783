import type { ResourceKey } from './resource.ts';
import type { FieldPath } from './stream.ts';

/** A top-level field of a stream. */
export interface Column {
  readonly name: string;
  /** In Airbyte's words where its schema has them: `integer`, `timestamp_with_timezone`, `list of string`. */
  readonly type: string;
}

/** A stream as people are shown it. */
export interface OfferedStream {
  readonly name: string;
  readonly namespace?: string;
  readonly syncModes: readonly string[];
  /** True when the source keeps track of what is new by itself. */
  readonly isCursorSourceDefined: boolean;
  readonly defaultCursorField: FieldPath;
  readonly primaryKey: readonly FieldPath[];
  /** Sorted by name. */
  readonly columns: readonly Column[];
}

/** Who says what a source offers: its connector just now, or the server from the last time that it asked. */
export type OfferOrigin = 'connector' | 'server';

/** What a source offers. */
export interface Offer {
  readonly key: ResourceKey;
  readonly name: string;
  readonly from: OfferOrigin;
  /** Sorted by namespace and name. */
  readonly streams: readonly OfferedStream[];
}

/** A column that differs; absent on the side that lacks it. */
export interface ColumnDifference {
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
  readonly meanings: readonly Meaning[];
}

/** What a difference means for connections, in words. */
export interface Meaning {
  /** Sorted; empty when it is about none of them. */
  readonly connections: readonly ResourceKey[];
  readonly words: string;
}

/** A stream that a source offers otherwise than connections have it. */
export interface StreamDifference {
  readonly difference: 'new' | 'gone' | 'changed';
  readonly name: string;
  readonly namespace?: string;
  readonly columns: readonly ColumnDifference[];
  readonly meanings: readonly Meaning[];
}
