import { type Origin, originAt } from '../model/issue.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { RenderedMapping, RenderedValue, ValueSource } from '../model/rendered.ts';
import type { ConnectionDeclaration, Declaration } from './declaration.ts';
import type { StreamDocument } from './documents.ts';
import { isPlain } from './hidden-values.ts';
import { filledIn, type Piece, type Rendering, renderMembers, renderValue } from './render-values.ts';
import { inheritedSettings, type StreamList, toSyncModes } from './streams.ts';

/** A list of streams, where it stands. */
interface PlacedList {
  readonly list: StreamList;
  readonly origin: Origin;
  readonly from: ValueSource;
}

/** What a connection says of streams, its catalog spelled out: `except` and `streams`. */
export function renderStreams(
  connection: ConnectionDeclaration,
  declarations: readonly Declaration[],
  rendering: Rendering,
): RenderedMapping['members'] {
  const placed = listOf(connection, declarations);
  if (placed === undefined) return [];
  const { document, origin } = connection;
  const own: PlacedList = { list: { streams: [], except: document?.except ?? [] }, origin, from: 'file' };
  const excepted = (placed.origin === origin ? [own] : [placed, own]).flatMap((one) => renderExcept(one, rendering));
  const items = placed.list.streams.map((stream, index) => renderStream(stream, index, placed, rendering));
  return [
    ...(excepted.length === 0
      ? []
      : [['except', { type: 'list', items: excepted, origins: [] } satisfies RenderedValue] as const]),
    ['streams', { type: 'list', items, origins: [] }],
  ];
}

/** The first of two catalogs with one key counts; of valid files there are no two. */
function listOf(connection: ConnectionDeclaration, declarations: readonly Declaration[]): PlacedList | undefined {
  const { document, origin } = connection;
  if (document?.catalog === undefined) {
    const { streams = [], defaults = {} } = document ?? {};
    return { list: { streams, defaults }, origin, from: 'file' };
  }
  const catalog = declarations.find(({ kind, key }) => kind === 'catalog' && key === document.catalog);
  return catalog?.kind === 'catalog' && catalog.document !== undefined
    ? { list: catalog.document, origin: catalog.origin, from: 'catalog' }
    : undefined;
}

function renderExcept({ list, origin, from }: PlacedList, rendering: Rendering): readonly RenderedValue[] {
  return (list.except ?? []).map((one, index) =>
    renderValue(one as Json, { origin: originAt(origin, 'except', index), from }, rendering),
  );
}

const firstKeys = ['namespace', 'name', 'syncMode', 'destinationSyncMode', 'cursorField', 'primaryKey'];

function renderStream(
  stream: StreamDocument,
  index: number,
  { list: { defaults = {} }, origin, from }: PlacedList,
  rendering: Rendering,
): RenderedMapping {
  const settings = { ...inheritedSettings(stream, defaults), ...stream };
  const all = { ...toSyncModes(settings), ...settings } as unknown as JsonObject;
  const members = renderMembers(all, firstKeys, (name, value) => {
    if (!Object.hasOwn(settings, name)) return filledIn(String(value));
    const piece: Piece = Object.hasOwn(stream, name)
      ? { origin: originAt(origin, 'streams', index, name), from }
      : { origin: originAt(origin, 'defaults', name), from: 'defaults' };
    return renderValue(value, name === 'mappers' ? { ...piece, ...mappers } : piece, rendering);
  });
  return { type: 'mapping', members, origins: [] };
}

/** The key of an encryption is the one secret outside of configurations. */
const mappers: Pick<Piece, 'hasReferences' | 'isHidden'> = {
  hasReferences: true,
  isHidden: (value, { path }) => path.at(-1) === 'key' && path.at(-2) === 'mapperConfiguration' && !isPlain(value),
};
