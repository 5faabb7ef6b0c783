import { type Origin, originAt } from '../model/issue.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { RenderedMapping, RenderedResource, RenderedValue } from '../model/rendered.ts';
import { type ResourceKey, resourceKey } from '../model/resource.ts';
import { sortedBy } from '../util/sort.ts';
import type { Declaration } from './declaration.ts';
import { documentKinds } from './documents.ts';
import { nameOf } from './duplicates.ts';
import type { IsHidden } from './hidden-values.ts';
import { renderStreams } from './render-streams.ts';
import { type Rendering, renderMembers, renderValue } from './render-values.ts';

/** What a document needs to be rendered as its environment has it. */
export interface DesiredRendering extends Rendering {
  readonly declarations: readonly Declaration[];
  readonly isSelected: (key: ResourceKey) => boolean;
  /** What to hide of the configuration of a source or destination. */
  readonly hidden: (key: ResourceKey) => IsHidden;
}

type ResourceDeclaration = Exclude<Declaration, { readonly kind: 'catalog' }>;

/** Every selected resource as one document; catalogs stand in the connections that use them. */
export function renderDesired(rendering: DesiredRendering): readonly RenderedResource[] {
  const resources = rendering.declarations
    .filter((declaration): declaration is ResourceDeclaration => declaration.kind !== 'catalog')
    .map((declaration) => ({ declaration, key: resourceKey(declaration.kind, declaration.key) }))
    .filter(({ key }) => rendering.isSelected(key));
  const sorted = sortedBy(resources, ({ declaration: { kind, key } }) => `${documentKinds.indexOf(kind)}/${key}`);
  // Places are found fastest file by file, whatever the order of what is shown.
  const byFile = sortedBy(sorted, ({ declaration: { origin } }) => origin.file);
  const documents = new Map(byFile.map(({ declaration }) => [declaration, renderDocument(declaration, rendering)]));
  return sorted.flatMap(({ declaration, key }) => {
    const document = documents.get(declaration);
    return document === undefined ? [] : [{ key, document }];
  });
}

const firstKeys = ['kind', 'key', 'name', 'for', 'definition', 'source', 'destination'];
const streamKeys = ['catalog', 'defaults', 'streams', 'except'];

function renderDocument(declaration: ResourceDeclaration, rendering: DesiredRendering): RenderedMapping {
  const { kind, key, origin, document } = declaration;
  const written = (document ?? {}) as unknown as JsonObject;
  const { configuration, ...others } = withoutKeys(written, kind === 'connection' ? streamKeys : []);
  const whole: JsonObject = { ...others, key, name: nameOf(declaration) };
  const members = renderMembers(whole, firstKeys, (name, value) => {
    const at = Object.hasOwn(written, name) ? originAt(origin, name) : origin;
    return renderValue(value, { origin: at, from: 'file' }, rendering);
  });
  const inside = renderInside(declaration, configuration ?? {}, rendering);
  return { type: 'mapping', members: [...members, ...inside], origins: [] };
}

/** What of a document is more than values: streams with all that they get from elsewhere, configurations. */
function renderInside(declaration: ResourceDeclaration, configuration: Json, rendering: DesiredRendering) {
  if (declaration.kind === 'definition') return [];
  return declaration.kind === 'connection'
    ? renderStreams(declaration, rendering.declarations, rendering)
    : [['configuration', renderConfiguration(configuration, declaration, rendering)] as const];
}

function renderConfiguration(
  configuration: Json,
  { kind, key, origin }: ResourceDeclaration,
  rendering: DesiredRendering,
): RenderedValue {
  const isHidden = rendering.hidden(resourceKey(kind, key));
  return renderValue(
    configuration,
    {
      origin: originAt(origin, 'configuration'),
      from: 'file',
      hasReferences: true,
      isHidden: (value, { path }: Origin) => isHidden(value, path.slice(1)),
    },
    rendering,
  );
}

function withoutKeys(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}
