import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Definition, Specification } from '../../model/live.ts';
import { type ActorKind, actorKinds } from '../../model/resource.ts';
import { groupedBy } from '../../util/group.ts';
import { compareText, sortedBy } from '../../util/sort.ts';

/** Where a project keeps the specifications of its connectors. */
export const specificationsFolder = '.airplan/specs';

/** By this word airplan knows the files that it may replace and remove. */
const writer = 'airplan specs pull';

/** A connector's specification as a project keeps it, to check configurations without a server. */
export interface StoredSpecification extends Specification {
  readonly kind: ActorKind;
  readonly name: string;
  readonly dockerRepository: string;
  /** Absent in files that airplan did not write. */
  readonly dockerImageTag?: string;
  /** True for files that `airplan specs pull` wrote. */
  readonly isOurs: boolean;
}

/** What makes a specification one of a connector. */
export interface ConnectorSpecification {
  readonly kind: ActorKind;
  readonly definition: Definition;
  readonly specification: Specification;
}

/** What a file states; `undefined` when it is no connector specification. */
export function decodeStoredSpecification(value: unknown): StoredSpecification | undefined {
  if (!isJsonObject(value)) return undefined;
  const { definitionId, dockerRepository, dockerImageTag, connectionSpecification } = value;
  const kind = actorKinds.find((known) => known === value.kind);
  const isWhole = typeof definitionId === 'string' && typeof dockerRepository === 'string';
  if (kind === undefined || !isWhole || !isJsonObject(connectionSpecification)) return undefined;
  return {
    kind,
    definitionId,
    name: typeof value.name === 'string' ? value.name : dockerRepository,
    dockerRepository,
    ...(typeof dockerImageTag === 'string' ? { dockerImageTag } : {}),
    connectionSpecification,
    supportedDestinationSyncModes: texts(value.supportedDestinationSyncModes),
    isOurs: value.writtenBy === writer,
  };
}

/** The text of a specification's file. Its keys are sorted, so that what a server orders differently is no change. */
export function renderSpecification({ kind, definition, specification }: ConnectorSpecification): string {
  const modes = [...specification.supportedDestinationSyncModes].sort(compareText);
  const file = {
    name: definition.name,
    dockerRepository: definition.dockerRepository,
    dockerImageTag: definition.dockerImageTag,
    kind,
    definitionId: definition.id,
    writtenBy: writer,
    ...(modes.length === 0 ? {} : { supportedDestinationSyncModes: modes }),
    connectionSpecification: withSortedKeys(specification.connectionSpecification),
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/**
 * The file of each connector, named after its image.
 *
 * Connectors that share an image, such as those that are manifests, are told apart by their ids.
 */
export function specificationFiles(
  connectors: readonly ConnectorSpecification[],
): ReadonlyMap<string, ConnectorSpecification> {
  const byImage = groupedBy(connectors, ({ definition }) => fileName(definition.dockerRepository));
  const named = [...byImage].flatMap(([name, group]) =>
    group.map((it) => [group.length === 1 ? name : `${name}.${it.definition.id}`, it] as const),
  );
  return new Map(
    sortedBy(named, ([name]) => name).map(([name, connector]) => [`${specificationsFolder}/${name}.json`, connector]),
  );
}

/** `airbyte__source-postgres` for `airbyte/source-postgres`. */
function fileName(dockerRepository: string): string {
  return dockerRepository.replaceAll(/[^\w.-]+/g, '__');
}

function withSortedKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    sortedBy(Object.entries(value), ([name]) => name).map(([name, inner]: readonly [string, Json]) => [
      name,
      withSortedKeys(inner),
    ]),
  ) satisfies JsonObject;
}

function texts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
