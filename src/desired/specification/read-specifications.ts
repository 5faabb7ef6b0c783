import type { Issue } from '../../model/issue.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { type DesiredActor, type DesiredDefinition, resourceKey } from '../../model/resource.ts';
import type { ProjectFiles } from '../files.ts';
import { anError } from '../finding.ts';
import { decodeText } from '../text.ts';
import { decodeStoredSpecification, type StoredSpecification, specificationsFolder } from './stored-specification.ts';

/** The specifications that a project keeps. */
export interface StoredSpecifications {
  /** By the file's path, sorted. */
  readonly files: ReadonlyMap<string, StoredSpecification>;
  /** Files that are no specification. */
  readonly issues: readonly Issue[];
}

/** @returns `undefined` where the project has no folder for them */
export async function readSpecifications(files: ProjectFiles): Promise<StoredSpecifications | undefined> {
  const names = await files.list(specificationsFolder);
  if (names === undefined) return undefined;
  const found = new Map<string, StoredSpecification>();
  const issues: Issue[] = [];
  for (const file of names.filter((name) => name.endsWith('.json')).sort()) {
    const read = await readOne(files, file);
    if (read === undefined) issues.push(notOne(file));
    else found.set(file, read);
  }
  return { files: found, issues };
}

async function readOne(files: ProjectFiles, file: string): Promise<StoredSpecification | undefined> {
  const decoded = decodeText(file, (await files.read(file)) ?? new Uint8Array());
  if ('issue' in decoded) return undefined;
  try {
    return decodeStoredSpecification(JSON.parse(decoded.text));
  } catch {
    return undefined;
  }
}

function notOne(file: string): Issue {
  const hint = 'delete it, and run "airplan specs pull" to have it written anew';
  return anError('broken-specification', `"${file}" is no connector specification`, { hint });
}

/**
 * What is known without a server of the connector that a resource runs on: a manifest of the files says it itself, an
 * image of the files goes by its repository.
 */
export function specificationFor(
  actor: Pick<DesiredActor, 'kind' | 'definition'>,
  definitions: readonly DesiredDefinition[],
  stored: StoredSpecifications | undefined,
): JsonObject | undefined {
  const key = resourceKey('definition', actor.definition);
  const custom = definitions.find((one) => one.key === key && one.actorKind === actor.kind);
  const inManifest = custom?.manifest?.spec;
  if (isJsonObject(inManifest) && isJsonObject(inManifest.connection_specification))
    return inManifest.connection_specification;
  const definition = custom?.image?.dockerRepository ?? custom?.name ?? actor.definition;
  return stored && findSpecification({ kind: actor.kind, definition }, stored)?.connectionSpecification;
}

/**
 * Finds the specification of the connector that a resource names: by its id, its docker repository or its name.
 *
 * @returns `undefined` when there is none, or when several connectors answer to that name
 */
export function findSpecification(
  { kind, definition }: Pick<DesiredActor, 'kind' | 'definition'>,
  { files }: StoredSpecifications,
): StoredSpecification | undefined {
  const ofKind = [...files.values()].filter((stored) => stored.kind === kind);
  const by = (read: (stored: StoredSpecification) => string) => ofKind.filter((it) => read(it) === definition);
  const ways = [by(({ definitionId }) => definitionId), by((it) => it.dockerRepository), by(({ name }) => name)];
  const [first, ...others] = ways.find((matches) => matches.length > 0) ?? [];
  // `postgres@1.0.45.json` beside `postgres.json` is the same connector, and comes after it.
  return others.every(({ definitionId }) => definitionId === first?.definitionId) ? first : undefined;
}
