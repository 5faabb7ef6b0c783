import { type Issue, type Origin, originAt, type Path } from '../model/issue.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { findClosest } from '../util/suggest.ts';
import { type Declaration, defaultKey } from './declaration.ts';
import { documentKinds } from './documents.ts';
import { anError, didYouMean } from './finding.ts';
import { mergePatch } from './merge-patch.ts';
import { type Overlay, pathId } from './patched-places.ts';
import { type Places, placesIn } from './places.ts';
import { projectFile } from './project.ts';
import { valueAt } from './schema-paths.ts';
import { readWaivers, type Waiver } from './waivers.ts';

/** What an environment changes in the documents of resource files. */
export interface Patches {
  /** Of `patch` in `airplan.yaml`. */
  readonly origin: Origin;
  /** By kind and key, `source/orders`. */
  readonly byTarget: ReadonlyMap<string, JsonObject>;
  /** In `airplan.yaml`. */
  readonly places: Places;
  /** Comments beside the patches that let findings pass. */
  readonly waivers: readonly Waiver[];
  readonly issues: readonly Issue[];
}

/** For an environment that changes nothing. */
export const noPatches: Patches = {
  origin: { file: projectFile, document: 0, path: [] },
  byTarget: new Map(),
  places: placesIn(new Map()),
  waivers: [],
  issues: [],
};

/** The patches of one environment. */
export function readPatches(
  patch: Readonly<Record<string, JsonObject>> | undefined,
  { origin, places, text }: { readonly origin: Origin; readonly places: Places; readonly text: string },
): Patches {
  if (patch === undefined) return noPatches;
  const [{ line: first }, { line: last }] = [places.ofKey(origin), places.ofEnd(origin)];
  const isInside = (line: number | undefined): boolean => line !== undefined && first <= line && line <= last;
  const { waivers, issues } = readWaivers(new Map([[projectFile, text]]));
  return {
    origin,
    byTarget: new Map(Object.entries(patch)),
    places,
    waivers: waivers.filter(({ place }) => isInside(place.line)),
    issues: issues.filter(({ place }) => isInside(place?.line)),
  };
}

/** A document as an environment has it. */
export interface PatchedDocument {
  readonly value: Json;
  /** Absent when no patch is about it. */
  readonly overlay?: Overlay;
  readonly retired: readonly string[];
  readonly issues: readonly Issue[];
}

/** What says which document it is: a patch of that would be one of another resource. */
const fixedKeys = ['kind', 'key'];

/** Merges the patch that is meant for a document into it. */
export function patchDocument(value: Json, file: string, patches: Patches): PatchedDocument {
  const target = targetOf(value, file);
  const patch = target === undefined ? undefined : patches.byTarget.get(target);
  if (target === undefined || patch === undefined || !isJsonObject(value)) return { value, retired: [], issues: [] };
  const origin = originAt(patches.origin, target);
  const merged = mergePatch(value, withoutKeys(patch, fixedKeys));
  const placeOf = (path: Path) => patches.places.ofKey(originAt(origin, ...path));
  const fixed = fixedKeys.filter((key) => Object.hasOwn(patch, key));
  return {
    value: merged.value,
    overlay: { origin, replaced: new Set(merged.replaced.map(pathId)), shared: new Set(merged.shared.map(pathId)) },
    retired: merged.retired,
    issues: [
      ...fixed.map((key) =>
        anError('fixed-key', `"${key}" of ${target} cannot be patched`, {
          place: placeOf([key]),
          hint: 'it says which resource this is; patch what it should have, or declare another resource',
        }),
      ),
      ...merged.idle.map((path) => idleRemoval(path, { target, value, placeOf })),
    ],
  };
}

/** Findings for patches of what no file declares; none where a file that could not be read may do so. */
export function findStrayPatches(
  { byTarget, origin, places }: Patches,
  declarations: readonly Declaration[],
  unreadableKeys: ReadonlySet<string>,
): readonly Issue[] {
  const known = [...new Set(declarations.map(({ kind, key }) => `${kind}/${key}`))].sort();
  const stray = [...byTarget.keys()].filter((target) => !known.includes(target) && !unreadableKeys.has(keyIn(target)));
  return stray.map((target) => strayPatch(target, known, places.ofKey(originAt(origin, target))));
}

function targetOf(value: Json, file: string): string | undefined {
  if (!isJsonObject(value) || typeof value.kind !== 'string') return undefined;
  return `${value.kind}/${typeof value.key === 'string' && value.key !== '' ? value.key : defaultKey(file)}`;
}

function withoutKeys(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !keys.includes(name)));
}

interface IdleContext {
  readonly target: string;
  readonly value: Json;
  readonly placeOf: (path: Path) => Issue['place'];
}

/** A key that is not there need not be removed: it may be misspelt. */
function idleRemoval(path: Path, { target, value, placeOf }: IdleContext): Issue {
  const around = valueAt(value, path.slice(0, -1));
  const names = isJsonObject(around) ? Object.keys(around) : [];
  const message = `the patch removes "${path.join('.')}", which ${target} does not have`;
  const hint = didYouMean(findClosest(String(path.at(-1)), names), 'keys', names);
  return { ...anError('idle-patch', message, { place: placeOf(path), hint }), severity: 'warning' };
}

function keyIn(target: string): string {
  return target.slice(target.indexOf('/') + 1);
}

function strayPatch(target: string, known: readonly string[], place: Issue['place']): Issue {
  const [kind = '', ...rest] = target.split('/');
  if (rest.length > 0 && !documentKinds.some((one) => one === kind)) {
    const hint = didYouMean(findClosest(kind, documentKinds), 'kinds', documentKinds);
    return anError('unknown-kind', `there is no kind "${kind}"`, { place, hint });
  }
  const named = known.find((one) => keyIn(one) === target);
  const hint =
    named === undefined ? didYouMean(findClosest(target, known), 'resources', known) : `write kind and key, "${named}"`;
  return anError('unresolved-patch', `the patch is for "${target}", which no file declares`, { place, hint });
}
