import type { JsonObject } from '../model/json.ts';
import {
  actions,
  type Change,
  causes,
  type Effect,
  effectWeights,
  type FieldChange,
  type Plan,
  type PlanBase,
  type PlannedResource,
  type StreamStep,
} from '../model/plan.ts';
import { actorKinds, type ResourceKey, type ResourceKind, resourceKinds } from '../model/resource.ts';
import {
  DecodeError,
  type Decoder,
  decodeNumber,
  decodeRecord,
  decodeString,
  listOf,
  member,
  oneOf,
} from '../util/decode.ts';

/*
 * What of a plan somebody relies on is checked; all other members go through as they are, so that a plan comes back
 * whole.
 */

const decodeKey = decodeString as Decoder<ResourceKey>;
const decodeStrings = listOf(decodeString);
const summaryNames = [...actions, 'unchanged', 'unmanaged'] as const;

/** A plan out of its JSON, its secrets already put back. */
export const decodePlan: Decoder<Plan> = (value, where) => {
  presentMember(value, where, 'base', decodeBase);
  return decodeMembers(value, where);
};

const decodeMembers: Decoder<Plan> = (value, where) => ({
  ...(decodeRecord(value, where) as unknown as Plan),
  formatVersion: member(value, where, 'formatVersion', oneOf(['1.0'])),
  environment: member(value, where, 'environment', decodeString),
  server: member(value, where, 'server', decodeString),
  workspace: member(value, where, 'workspace', decodeWorkspace),
  summary: member(value, where, 'summary', decodeSummary),
  newTags: member(value, where, 'newTags', decodeStrings),
  changes: member(value, where, 'changes', listOf(decodeChange)),
  ids: member(value, where, 'ids', decodeIds),
  notes: member(value, where, 'notes', decodeStrings),
});

const decodeBase: Decoder<PlanBase> = (value, where) => {
  for (const name of ['ref', 'commit']) member(value, where, name, decodeString);
  const limits = member(value, where, 'limits', decodeRecord);
  for (const name of ['changePercent', 'deletePercent', 'minObjects']) member(limits, where, name, decodeNumber);
  const counts = member(value, where, 'counts', decodeRecord);
  for (const name of causes) member(counts, where, name, decodeNumber);
  return value as PlanBase;
};

const decodeWorkspace: Decoder<Plan['workspace']> = (value, where) => ({
  id: member(value, where, 'id', decodeString),
  name: member(value, where, 'name', decodeString),
  slug: member(value, where, 'slug', decodeString),
});

const decodeSummary: Decoder<Plan['summary']> = (value, where) => {
  for (const name of summaryNames) member(value, where, name, decodeNumber);
  return value as Plan['summary'];
};

const decodeIds: Decoder<Plan['ids']> = (value, where) => {
  for (const [key, id] of Object.entries(decodeRecord(value, where))) decodeString(id, `${where}["${key}"]`);
  return value as Plan['ids'];
};

const decodeChange: Decoder<Change> = (value, where) => {
  const action = member(value, where, 'action', oneOf(actions));
  if (action !== 'create') member(value, where, 'id', decodeString);
  const decodePart = action === 'delete' ? presentMember : member;
  decodePart(value, where, 'place', decodePlace);
  decodePart(value, where, 'desired', decodeDesired);
  member(value, where, 'key', decodeKey);
  member(value, where, 'kind', oneOf(resourceKinds));
  member(value, where, 'name', decodeString);
  member(value, where, 'fields', listOf(decodeField));
  member(value, where, 'effects', listOf(decodeEffect));
  member(value, where, 'dependsOn', listOf(decodeKey));
  member(value, where, 'notes', decodeStrings);
  presentMember(value, where, 'afterwards', decodeStep);
  presentMember(value, where, 'reason', decodeString);
  presentMember(value, where, 'causes', listOf(oneOf(causes)));
  return value as Change;
};

const decodePlace: Decoder<Change['place']> = (value, where) => ({
  file: member(value, where, 'file', decodeString),
  line: member(value, where, 'line', decodeNumber),
});

const decodeField: Decoder<FieldChange> = (value, where) => {
  member(value, where, 'path', decodeStrings);
  presentMember(value, where, 'cause', oneOf(causes));
  return value as FieldChange;
};

const decodeEffect: Decoder<Effect> = (value, where) => {
  member(value, where, 'rule', decodeString);
  member(value, where, 'weight', oneOf(effectWeights));
  member(value, where, 'path', decodeStrings);
  member(value, where, 'text', decodeString);
  return value as Effect;
};

const decodeStep: Decoder<StreamStep> = (value, where) => {
  member(value, where, 'action', oneOf(['refresh', 'clear']));
  member(value, where, 'streams', listOf(decodeNamed));
  return value as StreamStep;
};

const decodeNamed: Decoder<JsonObject> = (value, where) => {
  member(value, where, 'name', decodeString);
  presentMember(value, where, 'namespace', decodeString);
  return value as JsonObject;
};

const decodeDesired: Decoder<PlannedResource> = (value, where) => {
  const kind = member(value, where, 'kind', oneOf(resourceKinds));
  member(value, where, 'key', decodeKey);
  decodeParts[kind](value, where);
  return value as PlannedResource;
};

const decodeConfiguration: Decoder<unknown> = (value, where) => member(value, where, 'configuration', decodeRecord);

const decodeParts: { readonly [Kind in ResourceKind]: Decoder<unknown> } = {
  definition: (value, where) => {
    member(value, where, 'actorKind', oneOf(actorKinds));
    presentMember(value, where, 'image', decodeRecord);
    presentMember(value, where, 'manifest', decodeManifest);
  },
  source: decodeConfiguration,
  destination: decodeConfiguration,
  connection: (value, where) => {
    member(value, where, 'settings', decodeRecord);
    for (const name of ['source', 'destination']) member(value, where, name, decodeString);
    member(value, where, 'streams', decodeStreams);
  },
};

const decodeManifest: Decoder<unknown> = (value, where) => {
  member(value, where, 'fingerprint', decodeString);
  member(value, where, 'version', decodeNumber);
  member(value, where, 'content', decodeRecord);
};

const decodeStreams: Decoder<undefined> = (value, where) => {
  const state = member(value, where, 'state', oneOf(['known', 'checked-when-applied']));
  member(value, where, state === 'known' ? 'selections' : 'rules', listOf(decodeNamed));
  return undefined;
};

/** A member that may be missing; null is not missing, as no plan has it in such a place. */
function presentMember<T>(value: unknown, where: string, name: string, decode: Decoder<T>): T | undefined {
  return decodeRecord(value, where)[name] === undefined ? undefined : member(value, where, name, decode);
}

/** Far more than files may nest, far less than functions may call themselves. */
const deepest = 500;

/** @throws {DecodeError} for what is nested so deep that nothing here could have written it */
export function assertShallow(value: unknown, where: string): void {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) throw new DecodeError(`${where} is nested more than ${deepest} levels deep`);
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
}
