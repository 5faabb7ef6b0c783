import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { OfferedStream } from '../model/offer.ts';
import { visible, visibleLines } from '../util/visible.ts';

/**
 * `streams:` for a catalog or a connection: each of them read and written as a whole, for that is what every source
 * offers without a question; comments tell what else can be read how.
 *
 * @param offered - everything that the source offers, to tell apart what has the same name
 * @returns without a line break at the end
 */
export function printStreams(streams: readonly OfferedStream[], offered: readonly OfferedStream[]): string {
  const printed = new Document();
  const list = new YAMLSeq();
  list.flow = streams.length === 0;
  list.items = streams.map((stream) => toMapping(stream, hasNamesake(stream, offered)));
  const whole = new YAMLMap<Scalar, YAMLSeq>();
  whole.items = [new Pair(new Scalar('streams'), list)];
  printed.contents = whole;
  return visibleLines(printed.toString({ lineWidth: 0 }).trimEnd());
}

function hasNamesake({ name }: OfferedStream, offered: readonly OfferedStream[]): boolean {
  return offered.filter((other) => other.name === name).length > 1;
}

/** A key with its value, and what stands behind it. */
type Row = readonly [key: string, value: string, comment?: string | undefined];

function toMapping(stream: OfferedStream, isAmbiguous: boolean): YAMLMap {
  const { name, namespace = isAmbiguous ? '' : undefined, syncModes } = stream;
  const isWhole = syncModes.length === 0 || syncModes.includes('full_refresh');
  const modes: readonly Row[] = isWhole
    ? [
        ['syncMode', 'full_refresh', incrementalComment(stream)],
        ['destinationSyncMode', 'overwrite'],
      ]
    : [
        ['syncMode', 'incremental', needsCursor(stream) ? 'needs a cursorField' : undefined],
        ['destinationSyncMode', 'append'],
      ];
  const members: readonly Row[] = [
    ['name', name],
    ...(namespace === undefined ? [] : [['namespace', namespace] as const]),
    ...modes,
  ];
  const mapping = new YAMLMap<Scalar, Scalar>();
  mapping.items = members.map(([key, value, comment]) => new Pair(new Scalar(key), toScalar(value, comment)));
  return mapping;
}

/** What does not show stands between quotation marks, where an escape means what it stands for. */
function toScalar(text: string, comment: string | undefined): Scalar {
  const scalar = new Scalar(text);
  if (visible(text) !== text) scalar.type = Scalar.QUOTE_DOUBLE;
  if (comment !== undefined) scalar.comment = ` ${visible(comment)}`;
  return scalar;
}

function incrementalComment(stream: OfferedStream): string | undefined {
  if (!stream.syncModes.includes('incremental')) return undefined;
  if (stream.isCursorSourceDefined) return 'or incremental';
  const [first, ...others] = stream.defaultCursorField;
  if (first === undefined) return 'or incremental, with a cursorField';
  return others.length === 0 ? `or incremental, by ${first}` : 'or incremental';
}

function needsCursor({ isCursorSourceDefined, defaultCursorField }: OfferedStream): boolean {
  return !isCursorSourceDefined && defaultCursorField.length === 0;
}
