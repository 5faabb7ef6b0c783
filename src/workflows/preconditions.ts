import { createHash } from 'node:crypto';

import { inNameOrder } from '../diff/name-order.ts';
import { type ConfigurationValue, Secret, secretLabel } from '../model/configuration.ts';
import type { JsonObject } from '../model/json.ts';
import {
  customConnectors,
  type LiveActor,
  type LiveConnection,
  type LiveDefinition,
  type LiveResource,
  type LiveStream,
} from '../model/live.ts';
import type { Change } from '../model/plan.ts';
import { actorKinds } from '../model/resource.ts';
import { openConfiguration } from '../model/secrets.ts';
import { type Mapper, streamName } from '../model/stream.ts';
import type { Precondition } from '../plan/saved-plan.ts';
import { groupedBy } from '../util/group.ts';
import type { PlannedWork } from './plan.ts';

type Specifications = PlannedWork['specifications'];
type Part = readonly [path: string, value: unknown];

/** Live objects by id, with what it takes to describe them. */
export interface LiveIndex {
  readonly byId: ReadonlyMap<string, LiveResource>;
  readonly specifications: Specifications;
}

export function indexLive({ live, definitions, specifications }: PlannedWork): LiveIndex {
  const connectors = actorKinds.flatMap((kind) => customConnectors(live.definitions[kind], kind));
  const read = definitions.flatMap(({ live: one }) => one ?? []);
  const resources = [...connectors, ...read, ...live.sources, ...live.destinations, ...live.connections];
  return { byId: new Map(resources.map((resource) => [resource.id, resource])), specifications };
}

/** What the live object of a change was when its plan was made. */
export function preconditionOf(change: Change, { byId, specifications }: LiveIndex): Precondition {
  return change.action === 'create' ? 'absent' : digestOf(byId.get(change.id), specifications);
}

/**
 * A digest for each part of a live object. What a specification calls secret is left out, though most of it comes as
 * the server's mask: a digest of something short can be guessed.
 */
export function digestOf(live: LiveResource | undefined, specifications: Specifications): Precondition {
  if (live === undefined) return 'absent';
  const parts = partsOfLive(live, specifications);
  // Two streams may be shown by one name.
  const byPath = groupedBy(parts, ([path]) => path);
  return Object.fromEntries([...byPath].map(([path, values]) => [path, digest(values)]));
}

function partsOfLive(live: LiveResource, specifications: Specifications): readonly Part[] {
  switch (live.kind) {
    case 'definition':
      return definitionParts(live);
    case 'connection':
      return connectionParts(live);
    default:
      return actorParts(live, specifications);
  }
}

/** Paths of what differs, sorted as the parts are; empty when both are the same. */
export function changedPaths(before: Precondition, now: Precondition): readonly string[] {
  const [left, right] = [partsOf(before), partsOf(now)];
  const paths = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...paths].filter((path) => left[path] !== right[path]);
}

function partsOf(precondition: Precondition): Readonly<Record<string, string>> {
  return precondition === 'absent' ? {} : precondition;
}

function digest(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(inNameOrder(value)))
    .digest('hex');
}

function definitionParts(live: LiveDefinition): readonly Part[] {
  const { name, dockerRepository, dockerImageTag, documentationUrl = null, manifest } = live;
  const { activeVersion, newestVersion, fingerprint } = manifest ?? {};
  const told = manifest === undefined ? {} : { manifest: { activeVersion, newestVersion, fingerprint } };
  return Object.entries({ name, dockerRepository, dockerImageTag, documentationUrl, ...told });
}

function actorParts({ name, definitionId, configuration, resourceAllocation }: LiveActor, known: Specifications) {
  const specification = known.get(definitionId)?.connectionSpecification;
  return [
    ['name', name],
    ['definition', definitionId],
    ['resourceAllocation', resourceAllocation ?? null],
    ...members('configuration', withoutSecrets(configuration, specification)),
  ] as const satisfies readonly Part[];
}

/** Without a specification, any value may be a secret. */
function withoutSecrets(configuration: JsonObject, specification: JsonObject | undefined): object {
  if (specification !== undefined) return openConfiguration(configuration, specification);
  return Object.fromEntries(Object.keys(configuration).map((name) => [name, secretLabel]));
}

function connectionParts({ name, sourceId, destinationId, settings, streams }: LiveConnection): readonly Part[] {
  return [
    ['name', name],
    ['source', sourceId],
    ['destination', destinationId],
    ...members('', settings),
    ...streams.map(streamPart),
  ];
}

function members(root: string, values: object): readonly Part[] {
  return Object.entries(values).map(([name, value]) => [root === '' ? name : `${root}.${name}`, value]);
}

function streamPart({ selection, description }: LiveStream): Part {
  const { mapperIds: _ofTheServer, mappers = [], ...others } = selection;
  return [
    `streams.${streamName(selection)}`,
    { ...others, mappers: mappers.map(withoutKey), schema: description.verbatim },
  ];
}

function withoutKey({ type, mapperConfiguration }: Mapper): { readonly [name: string]: ConfigurationValue } {
  const { key, ...others } = mapperConfiguration;
  return { type, ...others, key: key === undefined ? null : new Secret('', secretLabel) };
}
