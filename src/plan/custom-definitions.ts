import { canonicalField } from '../diff/canonical-form.ts';
import { configurationForm } from '../diff/configuration-form.ts';
import { createdFields, fieldChanges } from '../diff/field-changes.ts';
import { type Locate, originAt } from '../model/issue.ts';
import type { JsonObject } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';
import type { Definition, Live, LiveDefinition } from '../model/live.ts';
import type { Change, Effect, FieldChange, PlannedDefinition } from '../model/plan.ts';
import type { ActorKind, DesiredDefinition, ResourceKey } from '../model/resource.ts';
import { type Finding, fileAndLine } from './findings.ts';
import { matchResources } from './match.ts';

/** A custom connector of the files, and what it is now. */
export interface DefinitionCase {
  readonly desired: DesiredDefinition;
  readonly live?: LiveDefinition;
}

/** What is live of a declarative connector. */
export interface LiveManifest {
  /** The newest one, active or not; 0 for none. */
  readonly newestVersion: number;
  /** Absent: none is active. */
  readonly activeVersion?: number;
  /** Of the active manifest; absent: not made by airplan, so that nobody knows what is in it. */
  readonly fingerprint?: string;
  /** What its sources can be told. */
  readonly specification: JsonObject;
}

/** Finds the live counterpart of every custom connector of the files: by id, or by name among the custom ones. */
export function matchDefinitions(
  desired: readonly DesiredDefinition[],
  definitions: Live['definitions'],
): { readonly cases: readonly DefinitionCase[]; readonly findings: readonly Finding[] } {
  const kinds = (['source', 'destination'] as const).map((actorKind) => {
    const { matches, findings } = matchResources(
      desired
        .filter((definition) => definition.actorKind === actorKind)
        .map((definition) => ({
          desired: definition,
          isAlike: (live) => live.kind === 'definition' && hasImage(definition, live),
        })),
      definitions[actorKind].filter(({ isCustom }) => isCustom === true).map((live) => toLive(live, actorKind)),
    );
    return { matches, findings };
  });
  return { cases: kinds.flatMap(({ matches }) => matches), findings: kinds.flatMap(({ findings }) => findings) };
}

function toLive(definition: Definition, actorKind: ActorKind): LiveDefinition {
  return { kind: 'definition', actorKind, ...definition };
}

function hasImage({ image }: DesiredDefinition, live: LiveDefinition): boolean {
  return image === undefined || image.dockerRepository === live.dockerRepository;
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

export interface DefinitionContext {
  readonly manifests: ReadonlyMap<ResourceKey, LiveManifest>;
  /** Of a manifest of the files. */
  readonly fingerprintOf: (manifest: JsonObject) => string;
  readonly locate: Locate;
}

/** The change that a custom connector needs; undefined when it is as it should be. */
export function definitionChange({ desired, live }: DefinitionCase, context: DefinitionContext): Change | undefined {
  const { key, kind, name, actorKind, image, origin } = desired;
  const found = context.manifests.get(key);
  const manifest = plannedManifest(desired, found, context);
  const planned: PlannedDefinition = {
    kind,
    key,
    name,
    actorKind,
    ...(image === undefined ? {} : { image }),
    ...(manifest === undefined ? {} : { manifest }),
  };
  const place = fileAndLine(context.locate(origin));
  const common = { key, kind, name, desired: planned, dependsOn: [], notes: [], place };
  if (live === undefined) {
    const fields = createdFields(
      Object.entries({ for: actorKind, ...image }).map(([step, value]) => canonicalField([step], value)),
    );
    return {
      action: 'create',
      ...common,
      fields,
      effects: [],
      notes: ['its image is asked for its specification: that may take a while'],
    };
  }
  const fields = [...updatedFields(planned, live), ...manifestFields(planned, found)];
  if (fields.length === 0) return undefined;
  return { action: 'update', id: live.id, ...common, fields, effects: versionEffects(actorKind, fields) };
}

function updatedFields({ name, image }: PlannedDefinition, live: LiveDefinition): readonly FieldChange[] {
  const form = (one: { readonly name: string; readonly dockerImageTag: string }) => [
    canonicalField(['name'], one.name),
    canonicalField(['dockerImageTag'], one.dockerImageTag),
  ];
  return fieldChanges(form(live), form({ name, dockerImageTag: image?.dockerImageTag ?? live.dockerImageTag }));
}

function plannedManifest(
  { manifest }: DesiredDefinition,
  found: LiveManifest | undefined,
  { fingerprintOf }: DefinitionContext,
): PlannedDefinition['manifest'] {
  if (manifest === undefined || found === undefined) return undefined;
  const fingerprint = fingerprintOf(manifest);
  if (found.fingerprint === fingerprint) return undefined;
  return { content: manifest, fingerprint, version: found.newestVersion + 1 };
}

/** No server gives a manifest out; what it lets sources be told is all that can be shown of a change. */
function manifestFields({ manifest }: PlannedDefinition, found: LiveManifest | undefined): readonly FieldChange[] {
  if (manifest === undefined || found === undefined) return [];
  const { spec } = manifest.content;
  const specification =
    isJsonObject(spec) && isJsonObject(spec.connection_specification) ? spec.connection_specification : {};
  const before = found.activeVersion === undefined ? {} : { before: `version ${found.activeVersion}` };
  const told = fieldChanges(
    configurationForm(found.specification, specification),
    configurationForm(specification, found.specification),
  );
  return [
    { path: ['manifest'], ...before, after: `version ${manifest.version}` },
    ...told.map((field) => ({ ...field, path: ['manifest', 'spec', ...field.path.slice(1)] })),
  ];
}

function versionEffects(actorKind: ActorKind, fields: readonly FieldChange[]): readonly Effect[] {
  return fields
    .filter(({ path }) => path.length === 1 && (path[0] === 'dockerImageTag' || path[0] === 'manifest'))
    .map(({ path }) => ({
      rule: 'connector-version',
      weight: 'harmless',
      path,
      text: `every ${actorKind} on this connector runs it from its next sync on, and stays what it is`,
    }));
}

/** What the files ask of a custom connector and no server can do. */
export function definitionFindings(
  { desired, live }: DefinitionCase,
  manifests: DefinitionContext['manifests'],
): readonly Finding[] {
  const { key, name, image, origin } = desired;
  const at = (member: string) => originAt(origin, member);
  if (image === undefined && live === undefined) {
    const message = `${key}: the workspace has no custom source connector "${name}", and a declarative one cannot be created through the API`;
    const hint = `publish it once in Airbyte's connector builder under the name "${name}"; airplan keeps it up to date from then on`;
    return [{ rule: 'manifest-cannot-be-created', message, origin: at('manifest'), hint }];
  }
  if (image === undefined && !manifests.has(key)) {
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
