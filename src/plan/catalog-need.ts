import type { LiveConnection, LiveStream } from '../model/live.ts';
import type { DiscoveredCatalog, StreamRule, StreamSelection } from '../model/stream.ts';
import { streamId } from '../model/stream.ts';
import { indexStreams, type StreamIndex } from './stream-index.ts';
import { isPattern } from './stream-rules.ts';

/**
 * How much must be known of a source to plan one of its connections: what the live connection holds, what the server
 * has kept of the last discovery, or a discovery. Each asks more of the server than the one before.
 */
export type CatalogNeed = 'none' | 'cached' | 'discovered';

/** What the rules of a connection need before anything else than the live connection was read. */
export function catalogNeed(rules: readonly StreamRule[], live: LiveConnection | undefined): CatalogNeed {
  if (live === undefined) return 'discovered';
  const index = indexStreams(live.streams, ({ description }) => description);
  const needs = rules.map((rule) => ruleNeed(rule, index));
  return needs.find((need) => need === 'discovered') ?? needs.find((need) => need === 'cached') ?? 'none';
}

function ruleNeed(rule: StreamRule, streams: StreamIndex<LiveStream>): CatalogNeed {
  if (isPattern(rule)) return 'cached';
  const matches = streams.find(rule);
  const [only] = matches;
  if (only === undefined || matches.length > 1) return 'discovered';
  return fieldsNeed(rule, only);
}

/** The schema of a live stream is cut down to its selected fields, so that the others can only be guessed. */
function fieldsNeed({ fields }: StreamRule, { description, selection }: LiveStream): CatalogNeed {
  if (fields === undefined || selection.selectedFields === undefined) return 'none';
  if (fields === 'all') return 'discovered';
  if (fields.exclude !== undefined) return 'cached';
  return fields.include.every((name) => description.fieldNames.includes(name)) ? 'none' : 'discovered';
}

/** What a live connection knows of its source: its selected streams. */
export function catalogOf(live: LiveConnection): DiscoveredCatalog {
  return { streams: live.streams.map(({ description }) => description) };
}

/** True when the streams as they are to be cannot be sent with what the live connection holds of them. */
export function asksForDiscovery(selections: readonly StreamSelection[], live: LiveConnection): boolean {
  const known = new Map(live.streams.map((stream) => [streamId(stream.description), stream]));
  return selections.some((selection) => {
    const stream = known.get(streamId(selection));
    if (stream === undefined) return true;
    if (selection.selectsAllFields) return stream.selection.selectedFields !== undefined;
    return selection.selectedFields?.some((name) => !stream.description.fieldNames.includes(name)) ?? false;
  });
}
