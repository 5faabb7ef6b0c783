import type { WireCatalog, WireStreamAndConfiguration } from '../../airbyte/wire.ts';
import { keyOf } from '../drift/schema-diff.ts';
import type { DiscoveredStream } from '../registry/connector.ts';
import { toDiscoveredCatalog } from './discovered-catalog.ts';
import { fieldNames } from './stream-fields.ts';

/** What a source had when its connection was made, and what it is known to have now. */
export interface KnownStreams {
  readonly before: readonly DiscoveredStream[];
  readonly now: readonly DiscoveredStream[];
}

/**
 * The streams of a connection among all those of its source, as Airbyte's own UI shows them (API §3.3): unselected ones
 * are there, schemas are whole, and what the source says of cursors and keys fills gaps or wins.
 */
export function mergeCatalog(configured: WireCatalog, { before, now }: KnownStreams): WireCatalog {
  const selected = new Map(configured.streams.map((entry) => [keyOf(entry.stream), entry]));
  const old = new Map(before.map((stream) => [keyOf(stream), stream]));
  const offered = toDiscoveredCatalog(now).streams.map((entry) => {
    const key = keyOf(entry.stream);
    return mergeStream(entry, selected.get(key), old.get(key));
  });
  const known = new Set(now.map(keyOf));
  // Whoever refreshes sees what is left; otherwise a stream that nobody ever discovered is shown all the same.
  const unknown = now === before ? configured.streams.filter(({ stream }) => !known.has(keyOf(stream))) : [];
  return { streams: [...offered, ...unknown] };
}

function mergeStream(
  offered: WireStreamAndConfiguration,
  selected: WireStreamAndConfiguration | undefined,
  before: DiscoveredStream | undefined,
): WireStreamAndConfiguration {
  if (selected === undefined) return { ...offered, config: { ...offered.config, selected: false, suggested: false } };
  const { stream } = offered;
  const { config } = selected;
  return {
    stream,
    config: {
      ...config,
      cursorField: filled(config.cursorField) ?? stream.defaultCursorField ?? [],
      primaryKey: filled(stream.sourceDefinedPrimaryKey) ?? config.primaryKey ?? [],
      selectedFields: selectedFields(offered, selected, before),
    },
  };
}

/** Columns that are new count as selected. */
function selectedFields(
  offered: WireStreamAndConfiguration,
  { config: { fieldSelectionEnabled, selectedFields: chosen = [] } }: WireStreamAndConfiguration,
  before: DiscoveredStream | undefined,
) {
  if (fieldSelectionEnabled !== true || before === undefined) return chosen;
  const old = new Set(fieldNames(before.jsonSchema));
  const added = fieldNames(offered.stream.jsonSchema ?? {}).filter((name) => !old.has(name));
  return [...chosen, ...added.map((name) => ({ fieldPath: [name] }))];
}

function filled<Item>(items: readonly Item[] | undefined): readonly Item[] | undefined {
  return items !== undefined && items.length > 0 ? items : undefined;
}
