import { originAt } from '../model/issue.ts';
import type { LiveConnection } from '../model/live.ts';
import type { PlannedStreams } from '../model/plan.ts';
import type { DesiredConnection } from '../model/resource.ts';
import { type DiscoveredCatalog, type StreamDescription, streamId, streamName } from '../model/stream.ts';
import { compareText } from '../util/sort.ts';
import { checkStream } from './check-streams.ts';
import type { Finding } from './findings.ts';
import { withPropagated } from './propagation.ts';
import { type Expansion, expandRules, type FoundStream, plannedRules } from './stream-rules.ts';

/** What the streams of a connection are found in, and checked against. */
export interface StreamQuestion {
  readonly desired: DesiredConnection;
  readonly live?: LiveConnection;
  /** True when the live connection has another source or destination, and is made anew. */
  readonly isMoving?: boolean;
  /** Absent: its source has to be created or changed first, so that the streams are checked when applied. */
  readonly catalog?: DiscoveredCatalog;
  /** What the destination's specification lists; empty means that it does not say. */
  readonly destinationSyncModes: readonly string[];
}

/** The streams of a connection, and what there is to say of them. */
export interface StreamAnswer {
  readonly streams: PlannedStreams;
  readonly findings: readonly Finding[];
  /** What each pattern stands for, in words; sorted. */
  readonly expansions: readonly string[];
  /** What the server has added by itself and is left alone, in words. */
  readonly additions: readonly string[];
}

/** Finds and checks the streams of a connection. */
export function plannedStreams(question: StreamQuestion): StreamAnswer {
  const { desired, live, catalog, isMoving } = question;
  if (catalog === undefined) {
    const streams = { state: 'checked-when-applied' as const, rules: plannedRules(desired.streams) };
    return { streams, findings: [], expansions: [], additions: [] };
  }
  const { found, expansions, findings } = expandRules(desired.streams, catalog.streams);
  const { selections, notes } = withPropagated(found, desired, isMoving ? undefined : live);
  const all = [...findings, ...streamFindings(found, question), ...fieldLimitFindings(found, desired)];
  return {
    streams: { state: 'known', selections },
    findings: all.map((finding) => ({ ...finding, message: `${desired.key}: ${finding.message}` })),
    expansions: expansions.map(expansionText).sort(compareText),
    additions: notes,
  };
}

/** True for what another catalog of the source could make right. */
export function isAboutSource({ rule }: Finding): boolean {
  return rule !== 'unsupported-destination-sync-mode';
}

function streamFindings(
  found: readonly FoundStream[],
  { live, destinationSyncModes }: StreamQuestion,
): readonly Finding[] {
  const liveStreams = new Map(live?.streams.map((stream) => [streamId(stream.description), stream]));
  return found.flatMap((stream) => {
    const liveStream = liveStreams.get(streamId(stream.description));
    const knowsAllFields = stream.description !== liveStream?.description || !liveStream.selection.selectedFields;
    return checkStream(stream, { destinationSyncModes, live: liveStream, knowsAllFields });
  });
}

/** More than this the server refuses (API §3.4). */
const mostFields = 20_000;

function fieldLimitFindings(found: readonly FoundStream[], { origin }: DesiredConnection): readonly Finding[] {
  const count = found.reduce((sum, { selection: { selectedFields }, description: { fieldNames } }) => {
    return sum + (selectedFields ?? fieldNames).length;
  }, 0);
  if (count <= mostFields) return [];
  const message = `its streams have ${count} fields, and a connection cannot have more than ${mostFields}`;
  const hint = 'leave fields out with "fields", or make it two connections';
  return [{ rule: 'too-many-fields', message, origin: originAt(origin, 'streams'), hint }];
}

/** How long a list of names may get, in characters. */
const longestList = 50;

/** `"audit_*" finds 3 streams: audit_a, audit_b and 1 more`. */
function expansionText({ rule, streams }: Expansion): string {
  const names = streams.map((stream) => shortName(stream, rule.namespace));
  const count = streams.length === 1 ? '1 stream' : `${streams.length} streams`;
  return `"${streamName(rule)}" finds ${count}: ${shortList(names)}`;
}

/** As many names as fit into a line; how many there are besides. */
function shortList(names: readonly string[]): string {
  const shown: string[] = [];
  let length = 0;
  for (const name of names) {
    length += name.length + 2;
    if (shown.length > 0 && length > longestList) break;
    shown.push(name);
  }
  const rest = names.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** A namespace that the pattern spells out need not be said for each stream. */
function shortName(stream: StreamDescription, namespace: string | undefined): string {
  return stream.namespace === namespace ? stream.name : streamName(stream);
}
