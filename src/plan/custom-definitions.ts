import { type Pair, plainPair } from '../diff/canonical-form.ts';
import { createdFields, fieldChanges } from '../diff/field-changes.ts';
import { type Locate, originAt } from '../model/issue.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import {
  customConnectors,
  type Definition,
  type Live,
  type LiveDefinition,
  type Specification,
} from '../model/live.ts';
import type { Change, FieldChange, PlannedDefinition } from '../model/plan.ts';
import { actorKinds, type DesiredDefinition } from '../model/resource.ts';
import { compareText } from '../util/sort.ts';
import { type Finding, fileAndLine } from './findings.ts';
import { matchResources } from './match.ts';

/** A custom connector of the files, and what it is now. */
export interface DefinitionCase {
  readonly desired: DesiredDefinition;
  readonly live?: LiveDefinition;
  /** Of the manifest in its file. */
  readonly fingerprint?: string;
}

/**
 * Finds the live counterpart of every custom connector of the files: by id, or by name among the custom ones of its
 * kind. Where several share the name, the one of the same image is meant.
 */
export function matchDefinitions(
  desired: readonly DesiredDefinition[],
  definitions: Live['definitions'],
): { readonly cases: readonly DefinitionCase[]; readonly findings: readonly Finding[] } {
  const kinds = actorKinds.map((actorKind) => {
    const ofKind = desired.filter((definition) => definition.actorKind === actorKind);
    const live = customConnectors(definitions[actorKind], actorKind);
    const candidates = ofKind.map((definition) => ({ desired: definition, isAlike: likeness(definition, live) }));
    const { matches, findings } = matchResources(candidates, live);
    const ownIds = new Map(definitions[actorKind].map((definition) => [definition.id, definition]));
    return { matches, findings: findings.map((finding) => orOwnConnector(finding, ofKind, ownIds)) };
  });
  return { cases: kinds.flatMap(({ matches }) => matches), findings: kinds.flatMap(({ findings }) => findings) };
}

function likeness({ name, renamedFrom, image }: DesiredDefinition, live: readonly LiveDefinition[]) {
  const named = live.filter((it) => it.name === name || it.name === renamedFrom);
  const sameImage = new Set(
    named.filter(({ dockerRepository }) => dockerRepository === image?.dockerRepository).map(({ id }) => id),
  );
  return ({ id }: { readonly id: string }): boolean => sameImage.size === 0 || sameImage.has(id);
}

/** An id that is there, but of a connector that comes with Airbyte, deserves other words. */
function orOwnConnector(
  finding: Finding,
  desired: readonly DesiredDefinition[],
  definitions: ReadonlyMap<string, Definition>,
): Finding {
  const pinned = desired.find(
    ({ origin }) => origin.file === finding.origin.file && origin.document === finding.origin.document,
  );
  const own = definitions.get(pinned?.id ?? '');
  if (finding.rule !== 'pinned-id-not-found' || pinned === undefined || own === undefined) return finding;
  return {
    ...finding,
    message: `${pinned.key}: the connector ${own.id} is "${own.name}", which comes with Airbyte and is not yours to change`,
    hint: `write "definition: ${own.dockerRepository}" in the files that use it; a definition is for connectors of your own`,
  };
}

/** A connector as it will be once it is created; its key stands for the id that it does not have yet. */
export function definitionToCome({ key, name, image }: DesiredDefinition): Definition {
  return {
    id: key,
    name,
    dockerRepository: image?.dockerRepository ?? '',
    dockerImageTag: image?.dockerImageTag ?? '',
  };
}

/** A custom connector as it is to be; its manifest only where that is another one than the live one. */
export function plannedDefinition({ desired, live, fingerprint }: DefinitionCase): PlannedDefinition {
  const { key, kind, name, actorKind, image, manifest: content } = desired;
  const planned = { kind, key, name, actorKind, ...(image === undefined ? {} : { image }) };
  if (content === undefined || fingerprint === undefined || live?.manifest?.fingerprint === fingerprint) return planned;
  const version = (live?.manifest?.newestVersion ?? 0) + 1;
  return { ...planned, manifest: { content, fingerprint, version } };
}

/** The change that a custom connector needs; undefined when it is as it should be. */
export function definitionChange(definition: DefinitionCase, locate: Locate): Change | undefined {
  const { desired, live } = definition;
  const { key, kind, name, origin } = desired;
  const planned = plannedDefinition(definition);
  const place = fileAndLine(locate(origin));
  const common = { key, kind, name, desired: planned, dependsOn: [], effects: [], notes: [], place };
  if (live === undefined) return { action: 'create', ...common, fields: newFields(planned) };
  const fields = [...ownFields(planned, live), ...manifestFields(planned, live)];
  if (fields.length === 0) return undefined;
  return { action: 'update', id: live.id, ...common, fields, notes: unknownManifestNotes(planned, live) };
}

function newFields({ actorKind, image, manifest }: PlannedDefinition): readonly FieldChange[] {
  const version = manifest === undefined ? {} : { manifest: versionText(manifest.version) };
  const values = Object.entries({ for: actorKind, ...image, ...version });
  return createdFields(values.map(([step, value]) => plainPair([step], { desired: value })));
}

function ownFields({ name, image }: PlannedDefinition, live: LiveDefinition): readonly FieldChange[] {
  const tag = { live: live.dockerImageTag, desired: image?.dockerImageTag ?? live.dockerImageTag };
  return fieldChanges([plainPair(['name'], { live: live.name, desired: name }), plainPair(['dockerImageTag'], tag)]);
}

/** No server gives a manifest out; what it lets sources be told, setting by setting, is all that can be shown. */
function manifestFields({ manifest }: PlannedDefinition, live: LiveDefinition): readonly FieldChange[] {
  if (manifest === undefined || live.manifest === undefined) return [];
  const { activeVersion, specification } = live.manifest;
  const before = activeVersion === undefined ? {} : { before: versionText(activeVersion) };
  return [
    { path: ['manifest'], ...before, after: versionText(manifest.version) },
    ...fieldChanges(specificationPairs(specification, manifestSpecification(manifest.content))),
  ];
}

/** More settings than anybody reads one by one. */
const mostSettings = 100;

function specificationPairs(live: JsonObject, desired: JsonObject): readonly Pair[] {
  const [before, after] = [settingsOf(live), settingsOf(desired)];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(compareText);
  const required = specificationPair(['required'], live.required, desired.required);
  if (names.length > mostSettings) {
    const [count, countAfter] = [before, after].map((settings) => Object.keys(settings).length);
    return [required, specificationPair(['properties'], `${count} settings`, `${countAfter} settings`)];
  }
  return [required, ...names.map((name) => specificationPair(['properties', name], before[name], after[name]))];
}

function specificationPair(path: readonly string[], live: Json | undefined, desired: Json | undefined): Pair {
  return plainPair(['manifest', 'spec', ...path], { live, desired });
}

function settingsOf({ properties }: JsonObject): JsonObject {
  return isJsonObject(properties) ? properties : {};
}

function versionText(version: number): string {
  return `version ${version}`;
}

/** What the sources of a declarative connector can be told. */
export function manifestSpecification({ spec }: JsonObject): JsonObject {
  return isJsonObject(spec) && isJsonObject(spec.connection_specification) ? spec.connection_specification : {};
}

/**
 * What is known of connectors before they are what they will be, by the ids that plans know them by: manifests say it
 * themselves, and of an image to come nothing is known but that what comes out of references counts as secret.
 */
export function plannedSpecifications(custom: readonly DefinitionCase[]): ReadonlyMap<string, Specification> {
  const planned = custom.flatMap((definition): readonly Specification[] => {
    const { desired, live } = definition;
    const content = plannedDefinition(definition).manifest?.content;
    if (live !== undefined && content === undefined) return [];
    const connectionSpecification = content === undefined ? {} : manifestSpecification(content);
    const definitionId = live?.id ?? desired.key;
    return [{ definitionId, connectionSpecification, supportedDestinationSyncModes: [] }];
  });
  return new Map(planned.map((specification) => [specification.definitionId, specification]));
}

/** The id of a connector that will run an image whose specification nobody has seen yet. */
export function unknownVersion({ desired: { key, image }, live }: DefinitionCase): readonly string[] {
  return image === undefined || live?.dockerImageTag === image.dockerImageTag ? [] : [live?.id ?? key];
}

function unknownManifestNotes({ manifest }: PlannedDefinition, { manifest: live }: LiveDefinition): readonly string[] {
  if (manifest === undefined || live?.activeVersion === undefined || live.fingerprint !== undefined) return [];
  return [
    `version ${live.activeVersion} was not published by airplan, and no server tells what is in a manifest: it may be the same`,
  ];
}

/** What the files ask of a custom connector and no server can do. */
export function definitionFindings({ desired, live }: DefinitionCase): readonly Finding[] {
  const { key, name, image, manifest, origin } = desired;
  const at = (member: string) => originAt(origin, member);
  if (manifest !== undefined && live !== undefined && live.manifest === undefined) {
    const message = `${key}: the live connector "${name}" has no manifest: it is an image`;
    return [
      { rule: 'not-declarative', message, origin: at('manifest'), hint: 'name its image, or choose another "name"' },
    ];
  }
  if (image === undefined || live === undefined) return [];
  return (['dockerRepository', 'documentationUrl'] as const)
    .filter((member) => live[member] !== undefined && live[member] !== image[member])
    .map((member) => ({
      rule: 'definition-cannot-change',
      message: `${key}: "${member}" is ${live[member] === '' ? 'empty' : `"${live[member]}"`} on the server, and no server can change that`,
      origin: at(member),
      hint: 'write what the server has, or give it another "name" to create a new connector beside it',
    }));
}
