import catalogSchema from '../../../schemas/catalog.schema.json' with { type: 'json' };
import connectionSchema from '../../../schemas/connection.schema.json' with { type: 'json' };
import definitionSchema from '../../../schemas/definition.schema.json' with { type: 'json' };
import destinationSchema from '../../../schemas/destination.schema.json' with { type: 'json' };
import resourceSchema from '../../../schemas/resource.schema.json' with { type: 'json' };
import sourceSchema from '../../../schemas/source.schema.json' with { type: 'json' };
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { ActorKind } from '../../model/resource.ts';
import { type DocumentKind, documentKinds } from '../documents.ts';
import type { StoredSpecification } from '../specification/stored-specification.ts';
import { embedded, referenceTo } from './embedded.ts';
import { withReferences } from './with-references.ts';

/** What a project declares, as far as editors can complete it. */
export interface EditorFacts {
  /** Keys by kind, sorted. */
  readonly keys: ReadonlyMap<DocumentKind, readonly string[]>;
  /** Keys of custom connectors, by what runs on them; sorted. */
  readonly connectors: Readonly<Record<ActorKind, readonly string[]>>;
  /** Sorted by file. */
  readonly specifications: readonly StoredSpecification[];
}

const kindSchemas: Readonly<Record<DocumentKind, JsonObject>> = {
  definition: definitionSchema,
  source: sourceSchema,
  destination: destinationSchema,
  catalog: catalogSchema,
  connection: connectionSchema,
};

/** Members of a kind that name a resource of another. */
const keyMembers: Readonly<Partial<Record<DocumentKind, Readonly<Record<string, DocumentKind>>>>> = {
  connection: { source: 'source', destination: 'destination', catalog: 'catalog' },
};

/**
 * One schema for all resource files of a project: the kinds, the keys that they may name, and inside of
 * `configuration` the specification of the connector that the file names.
 */
export function editorSchema({ keys, connectors: custom, specifications }: EditorFacts): JsonObject {
  const kinds = documentKinds.map((kind) => {
    const schema = withKeys(embedded(kindSchemas[kind], kind), keyMembers[kind] ?? {}, keys);
    if (kind !== 'source' && kind !== 'destination') return [kind, schema] as const;
    const known = specifications.filter((stored) => stored.kind === kind);
    return [kind, withConnectors(schema, custom[kind], known)] as const;
  });
  const connectors = specifications.map(
    (stored) => [homeOf(stored), withReferences(embedded(stored.connectionSpecification, homeOf(stored)))] as const,
  );
  return {
    ...embedded(resourceSchema, 'resource'),
    $schema: resourceSchema.$schema,
    definitions: Object.fromEntries([...kinds, ...connectors]),
  };
}

/** No kind has a dot in its name. */
function homeOf({ kind, definitionId }: StoredSpecification): string {
  return `${kind}.${definitionId}`;
}

function withKeys(
  schema: JsonObject,
  members: Readonly<Record<string, DocumentKind>>,
  keys: EditorFacts['keys'],
): JsonObject {
  const { properties } = schema;
  if (!isJsonObject(properties)) return schema;
  const named = Object.entries(members).flatMap(([member, kind]) => {
    const { minLength: _any, ...property } = isJsonObject(properties[member]) ? properties[member] : {};
    const known = keys.get(kind) ?? [];
    // Before there is one, every key is right: the file with it comes next.
    return known.length === 0 ? [] : [[member, { ...property, enum: known }] as const];
  });
  return { ...schema, properties: { ...properties, ...Object.fromEntries(named) } };
}

/** Offers connectors, and ties `configuration` to the one that `definition` names by repository, name or id. */
function withConnectors(
  schema: JsonObject,
  custom: readonly string[],
  specifications: readonly StoredSpecification[],
): JsonObject {
  const { properties } = schema;
  const names = [...custom, ...specifications.map(({ dockerRepository }) => dockerRepository)];
  if (names.length === 0 || !isJsonObject(properties)) return schema;
  const definition = isJsonObject(properties.definition) ? properties.definition : {};
  return {
    ...schema,
    properties: {
      ...properties,
      definition: { ...definition, anyOf: [{ enum: names }, { type: 'string' }] },
    },
    ...(specifications.length === 0 ? {} : { allOf: specifications.map((stored) => tied(stored, custom)) }),
  };
}

/** A custom connector goes first where a name is its key as well. */
function tied(stored: StoredSpecification, custom: readonly string[]): JsonObject {
  const names = [stored.dockerRepository, stored.name, stored.definitionId].filter((name) => !custom.includes(name));
  return {
    if: { properties: { definition: { enum: names } }, required: ['definition'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { properties: { configuration: { $ref: referenceTo(homeOf(stored)) } } },
  };
}
