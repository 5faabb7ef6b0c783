import { inNameOrder } from '../diff/name-order.ts';
import { type ConfigurationValue, isConfiguration, Secret } from '../model/configuration.ts';
import type { Limits } from '../model/environment.ts';
import { type Cause, type Change, causes, type FieldChange, type Plan, type PlanBase } from '../model/plan.ts';
import type { ResourceKey } from '../model/resource.ts';

/** What the files of some commit would change on the server as it is now. */
export interface FilesPlan {
  readonly changes: readonly Change[];
  /** Where each of their resources is live. */
  readonly ids: Plan['ids'];
  /** All that they name. */
  readonly keys: ReadonlySet<ResourceKey>;
}

/** The files of the base, seen from the server as it is now. */
export interface BaseFiles extends Pick<PlanBase, 'ref' | 'commit' | 'limits'> {
  readonly files: FilesPlan;
  /** Those files that are taken for what was applied last; absent: those of the base itself. */
  readonly applied?: FilesPlan;
  /** Ids of live objects that they protect. */
  readonly protectedIds: ReadonlySet<string>;
}

/**
 * A plan with the cause of each change, and the protection and limits of its base.
 *
 * With B what the base says of a value, D what the files say, L what is live, and L other than D: B = L is this change
 * set, B = D is drift, three different ones are both. Drift is not yet applied where what was applied last says L.
 */
export function withCauses(plan: Plan, { files, applied, protectedIds, ref, commit, limits }: BaseFiles): Plan {
  const known = { base: lookUp(files), applied: applied && lookUp(applied) };
  const changes = plan.changes.map((change) => protectedByBase(labelled(change, known), { protectedIds, ref }));
  return { ...plan, changes, base: { ref, commit, counts: countCauses(changes), limits } };
}

/** What of two sets of limits refuses sooner. */
export function stricterLimits(left: Limits, right: Limits): Limits {
  return {
    changePercent: Math.min(left.changePercent, right.changePercent),
    deletePercent: Math.min(left.deletePercent, right.deletePercent),
    minObjects: Math.min(left.minObjects, right.minObjects),
  };
}

/**
 * How far files are from the server: each field of an update counts, and everything else as a whole; so does what is
 * live, and which only those of the base name.
 */
export function distanceOf({ changes, ids }: FilesPlan, base: FilesPlan): number {
  const known = new Set(Object.values(ids));
  const unknown = Object.values(base.ids).filter((id) => !known.has(id));
  return changes.reduce((sum, change) => sum + partsOf(change), unknown.length);
}

function partsOf({ action, fields }: Change): number {
  return action === 'update' ? Math.max(1, fields.length) : 1;
}

/** What there is to change before there are any files. */
export const noFiles: FilesPlan = { changes: [], ids: {}, keys: new Set() };

/** A plan made anew, with what a saved one for the same files and the same server says of causes and protection. */
export function withSavedCauses(plan: Plan, saved: Plan): Plan {
  if (saved.base === undefined) return plan;
  const before = new Map(saved.changes.map((change) => [change.key, change]));
  const changes = plan.changes.map((change) => {
    const old = before.get(change.key);
    return old === undefined ? change : asSaved(change, old);
  });
  return { ...plan, changes, base: { ...saved.base, counts: countCauses(changes) } };
}

function asSaved(change: Change, { fields: oldFields, causes: found, isProtected, isProtectedByBase }: Change): Change {
  const byPath = new Map(oldFields.map(({ path, cause }) => [JSON.stringify(path), cause]));
  const fields = change.fields.map((field) => withCause(field, byPath.get(JSON.stringify(field.path))));
  return {
    ...change,
    fields,
    ...(found === undefined ? {} : { causes: found }),
    ...(isProtected === true ? { isProtected } : {}),
    ...(isProtectedByBase === true ? { isProtectedByBase } : {}),
  };
}

/** Files with their changes by key, and their keys by the id of the live object. */
interface Known {
  readonly files: FilesPlan;
  readonly changes: ReadonlyMap<ResourceKey, Change>;
  readonly keysById: ReadonlyMap<string, ResourceKey>;
}

interface KnownFiles {
  readonly base: Known;
  readonly applied: Known | undefined;
}

function lookUp(files: FilesPlan): Known {
  const ids = Object.entries(files.ids) as [ResourceKey, string][];
  return {
    files,
    changes: new Map(files.changes.map((change) => [change.key, change])),
    keysById: new Map(ids.map(([key, id]) => [id, key])),
  };
}

/** What files say of the object of a change: nothing, what is live, or that it has to change. */
type Say = 'nothing' | 'as-it-is' | Change;

function sayOf(change: Change, { files, changes, keysById }: Known): Say {
  const key = files.keys.has(change.key) ? change.key : keyOfObject(change, keysById);
  if (key === undefined) return 'nothing';
  const theirs = changes.get(key);
  return theirs === undefined || !isSameObject(change, theirs) ? 'as-it-is' : theirs;
}

function keyOfObject(change: Change, keysById: Known['keysById']): ResourceKey | undefined {
  return change.action === 'create' ? undefined : keysById.get(change.id);
}

function isSameObject(left: Change, right: Change): boolean {
  if (left.action === 'create' || right.action === 'create') return left.action === right.action;
  return left.id === right.id;
}

function labelled(change: Change, known: KnownFiles): Change {
  const fields = change.fields.map((field) => withCause(field, causeOfField(field, change, known)));
  return { ...change, fields, causes: causesOf({ ...change, fields }, known) };
}

function withCause(field: FieldChange, cause: Cause | undefined): FieldChange {
  return cause === undefined ? field : { ...field, cause };
}

function causesOf(change: Change, known: KnownFiles): readonly Cause[] {
  const found = new Set(change.fields.flatMap(({ cause }) => cause ?? []));
  if (change.action === 'update' || change.action === 'replace') {
    // Streams changed and the step behind them did not come: an apply was cut short.
    return change.fields.length === 0 ? ['not-yet-applied'] : causes.filter((cause) => found.has(cause));
  }
  const whole = causeOfWhole(change, known);
  const isTouched = whole !== 'change-set' && (found.has('change-set') || found.has('both'));
  return [isTouched ? 'both' : whole];
}

/** Why something is to be made, or to go. */
function causeOfWhole(change: Change, { base, applied }: KnownFiles): Cause {
  if (!wantsTheSame(change, sayOf(change, base))) return 'change-set';
  return applied === undefined || wantsTheSame(change, sayOf(change, applied)) ? 'drift' : 'not-yet-applied';
}

function wantsTheSame(change: Change, say: Say): boolean {
  // What no file names now, and none named then, was made on the server.
  if (say === 'nothing') return change.action === 'delete' && change.place === undefined;
  return say !== 'as-it-is' && say.action === change.action;
}

/** @returns `undefined` for a secret that is sent again: a flag asks for that */
function causeOfField(field: FieldChange, change: Change, { base, applied }: KnownFiles): Cause | undefined {
  if (field.before !== undefined && field.before === field.after) return undefined;
  const theirs = overlapping(field, fieldsOf(sayOf(change, base)));
  if (theirs.length === 0) return 'change-set';
  const same = theirs.find(({ path }) => path.length === field.path.length);
  if (same === undefined || textOf(same.after) !== textOf(field.after)) return 'both';
  if (applied === undefined) return 'drift';
  return overlapping(field, fieldsOf(sayOf(change, applied))).length > 0 ? 'drift' : 'not-yet-applied';
}

function fieldsOf(say: Say): readonly FieldChange[] {
  return typeof say === 'string' ? [] : say.fields;
}

/** Fields at the same path, within it or around it. */
function overlapping({ path }: FieldChange, fields: readonly FieldChange[]): readonly FieldChange[] {
  return fields.filter((other) =>
    path.slice(0, other.path.length).every((step, index) => index >= other.path.length || step === other.path[index]),
  );
}

/** Secrets count by what they are: this text is compared and never shown. */
function textOf(value: ConfigurationValue | undefined): string {
  return JSON.stringify(inNameOrder(revealed(value ?? null)));
}

function revealed(value: ConfigurationValue): ConfigurationValue {
  if (value instanceof Secret) return ['secret', value.reveal()];
  if (Array.isArray(value)) return value.map(revealed);
  if (!isConfiguration(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, revealed(inner)]));
}

function countCauses(changes: readonly Change[]): PlanBase['counts'] {
  const found = changes.flatMap(countedCauses);
  const entries = causes.map((cause) => [cause, found.filter((one) => one === cause).length]);
  return Object.fromEntries(entries) as PlanBase['counts'];
}

function countedCauses({ action, fields, causes: found = [] }: Change): readonly Cause[] {
  if (action === 'update' && fields.length > 0) return fields.flatMap(({ cause }) => cause ?? []);
  return found.length > 1 ? ['both'] : found;
}

/** What takes `protect` out of a file counts once it has landed, and not while it asks for the loss as well. */
function protectedByBase(change: Change, { protectedIds, ref }: Pick<BaseFiles, 'protectedIds' | 'ref'>): Change {
  const isLoss = change.action === 'delete' || change.action === 'replace';
  if (!isLoss || change.isProtected === true || !protectedIds.has(change.id)) return change;
  const note = `"protect" was in its file at ${ref}, and counts until a change set without it has landed`;
  return { ...change, isProtected: true, isProtectedByBase: true, notes: [...change.notes, note] };
}
