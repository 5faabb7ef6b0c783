import type { Issue } from '../model/issue.ts';
import type { ColumnDifference, Meaning, Offer, StreamDifference } from '../model/offer.ts';
import type { ResourceKey } from '../model/resource.ts';
import { streamName } from '../model/stream.ts';
import { visible } from '../util/visible.ts';
import { hanging, wrapped } from '../util/wrap.ts';
import type { Palette } from './palette.ts';

interface ShownDifferences {
  readonly offer: Offer;
  readonly differences: readonly StreamDifference[];
  /** Those that read from the source. */
  readonly connections: readonly ResourceKey[];
  readonly refusals: readonly Issue[];
  readonly notes: readonly string[];
}

/** Whether a meaning has to say for whom: not where there is only one connection. */
type Who = (connections: readonly ResourceKey[]) => string;

/** So many streams that mean the same are listed. */
const mostAlike = 12;

/** What a source offers otherwise than its connections have it, and what that means for them. */
export function renderStreamDifferences(shown: ShownDifferences, palette: Palette): string {
  const { offer, differences, connections, refusals, notes } = shown;
  const who: Who = (keys) => (connections.length < 2 || keys.length === 0 ? '' : `${keys.join(', ')}: `);
  const told = notes.flatMap((note) => hanging('Note: ', note)).map(palette.dim);
  const head = [palette.bold(`${offer.key}: ${countsOf(differences)}`), wrapped(comparedWith(offer, connections), 80)];
  const blocks = blocksOf(differences).map((block) => renderBlock(block, who, palette).join('\n'));
  const refused = refusals.length === 0 ? [] : [renderRefusals(refusals)];
  return [[...head, ...told].join('\n'), ...blocks, ...refused].join('\n\n');
}

function countsOf(differences: readonly StreamDifference[]): string {
  const counts = (['new', 'gone', 'changed'] as const).map((kind) => {
    return `${differences.filter(({ difference }) => difference === kind).length} ${kind}`;
  });
  return differences.length === 0 ? 'no stream is new, gone or changed' : `${counts.join(', ')}`;
}

const compared: Readonly<Record<Offer['from'], string>> = {
  connector: 'what its connector lists now',
  server: 'what the server keeps (--refresh asks anew)',
};

function comparedWith({ from }: Offer, connections: readonly ResourceKey[]): string {
  const [only] = connections;
  if (only === undefined) return `compared: ${compared[from]}; no connection of the files reads from it`;
  const users = connections.length === 1 ? only : `${connections.length} connections`;
  return `compared: ${compared[from]}, with ${users}`;
}

/** Streams that differ in the same way, so that what it means is said once. */
interface Block {
  readonly streams: readonly StreamDifference[];
  readonly columns: readonly ColumnDifference[];
  readonly meanings: readonly Meaning[];
}

function blocksOf(differences: readonly StreamDifference[]): readonly Block[] {
  const blocks = new Map<string, StreamDifference[]>();
  for (const stream of differences) {
    const id = JSON.stringify([stream.difference, stream.columns, stream.meanings]);
    blocks.set(id, [...(blocks.get(id) ?? []), stream]);
  }
  return [...blocks.values()].flatMap((streams) => {
    const [first] = streams;
    return first === undefined ? [] : [{ streams, columns: first.columns, meanings: first.meanings }];
  });
}

const signs: Readonly<Record<StreamDifference['difference'], (palette: Palette) => string>> = {
  new: ({ green }) => green('+'),
  gone: ({ red }) => red('-'),
  changed: ({ yellow }) => yellow('~'),
};

function renderBlock({ streams, columns, meanings }: Block, who: Who, palette: Palette): readonly string[] {
  const shown = streams.slice(0, mostAlike).map((stream) => {
    return `  ${signs[stream.difference](palette)} ${visible(streamName(stream))}`;
  });
  const rest = streams.length - shown.length;
  return [
    ...shown,
    ...(rest > 0 ? [`    and ${rest} more; --format json lists them all`] : []),
    ...columns.flatMap((column) => [
      `      ${columnText(column)}`,
      ...column.meanings.flatMap((meaning) => renderMeaning(meaning, '        ', who)),
    ]),
    ...meanings.flatMap((meaning) => renderMeaning(meaning, '      ', who)),
  ];
}

function renderMeaning({ words, connections }: Meaning, indent: string, who: Who): readonly string[] {
  return hanging('→ ', visible(`${who(connections)}${words}`), indent);
}

function columnText({ name, before, after }: ColumnDifference): string {
  if (before === undefined) return visible(`${name}  new, ${after}`);
  return visible(after === undefined ? `${name}  gone, was ${before}` : `${name}  ${before} → ${after}`);
}

function renderRefusals(refusals: readonly Issue[]): string {
  const lines = refusals.flatMap(({ message, place }) => {
    const at = place === undefined ? '' : `${place.file}:${place.line} `;
    return hanging('', visible(`${at}${message}`), '  ');
  });
  return ['Plan and apply stop at', ...lines].join('\n');
}
