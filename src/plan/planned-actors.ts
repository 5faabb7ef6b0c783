import { compareActor, newActorFields, rotatedFields } from '../diff/compare.ts';
import { type Locate, originAt } from '../model/issue.ts';
import type { LiveActor, Specification } from '../model/live.ts';
import type { Change, FieldChange, PlannedActor } from '../model/plan.ts';
import type { DesiredActor, ResourceKey } from '../model/resource.ts';
import { openConfiguration } from '../model/secrets.ts';
import type { DefinedActor } from './definitions.ts';
import { protection } from './deletions.ts';
import { type Finding, fileAndLine } from './findings.ts';

/** A source or destination of the files, what it is to be, and what it is now. */
export interface ActorCase {
  readonly desired: DesiredActor;
  readonly definitionName: string;
  /** Where its connector is a resource of the files too. */
  readonly definitionKey?: ResourceKey;
  readonly planned: PlannedActor;
  readonly live?: LiveActor;
  /** True when its secrets are to be sent though nothing else may have changed. */
  readonly isRotated?: boolean;
  /** What it takes the place of because its connector changed; never together with `live`. */
  readonly replaced?: Replaced;
}

export interface Replaced {
  readonly live: LiveActor;
  readonly definitionName: string;
}

/** Puts a source or destination into the form that is planned, its secrets decided by the specification. */
export function plannedActor(
  { desired, definition, definitionKey }: DefinedActor,
  specification: Specification,
): PlannedActor {
  return {
    kind: desired.kind,
    key: desired.key,
    name: desired.name,
    definitionId: definition.id,
    ...(definitionKey === definition.id ? { definition: definitionKey } : {}),
    configuration: openConfiguration(desired.configuration, specification.connectionSpecification),
  };
}

/** What the plan does to connectors, by their keys. */
type ConnectorChanges = ReadonlyMap<ResourceKey, Change>;

/** The change that a source or destination needs; undefined when it is as it should be. */
export function actorChange(
  actor: ActorCase,
  locate: Locate,
  changing: ConnectorChanges = new Map(),
): Change | undefined {
  const { desired, definitionKey, planned, live, replaced, isRotated = false } = actor;
  const { key, kind, name } = planned;
  const dependsOn = definitionKey !== undefined && changing.has(definitionKey) ? [definitionKey] : [];
  const notes = isUnasked(planned, changing) ? [uncheckedNote] : [];
  // A file is parsed once more to find a place in it: only what changes needs one.
  const findPlace = () => fileAndLine(locate(desired.origin));
  const common = { key, kind, name, desired: planned, dependsOn, effects: [], notes };
  if (replaced !== undefined) {
    const fields = [
      definitionField(replaced.definitionName, actor.definitionName),
      ...compareActor(planned, replaced.live),
    ];
    const place = findPlace();
    return { action: 'replace', id: replaced.live.id, ...common, place, fields, ...protection(desired.isProtected) };
  }
  if (live === undefined) {
    const fields = newActorFields(planned, actor.definitionName);
    return { action: 'create', ...common, place: findPlace(), fields };
  }
  const changed = compareActor(planned, live);
  const rotated = isRotated ? rotatedFields(planned, changed) : [];
  const fields = [...changed, ...rotated];
  if (fields.length === 0) return undefined;
  return {
    action: 'update',
    id: live.id,
    ...common,
    place: findPlace(),
    fields,
    notes: rotated.length === 0 ? notes : [...notes, rotatedNote],
  };
}

const rotatedNote = 'its secrets are sent again (rotated)';

function definitionField(before: string, after: string): FieldChange {
  return { path: ['definition'], before, after };
}

const uncheckedNote = 'its configuration is checked when applied: its connector comes first';

/** An image tells what it takes once it is a connector; a manifest says so itself. */
function isUnasked({ definition }: PlannedActor, changing: ConnectorChanges): boolean {
  const change = definition === undefined ? undefined : changing.get(definition);
  return change?.action === 'create' && change.desired.kind === 'definition' && change.desired.image !== undefined;
}

/** A source or destination on a connector that is neither live nor part of the plan. */
export function missingDefinitionFindings(
  { desired, planned }: ActorCase,
  changing: ConnectorChanges,
): readonly Finding[] {
  if (planned.definition === undefined || changing.has(planned.definition)) return [];
  return [
    {
      rule: 'unselected-dependency',
      message: `${desired.key} needs ${planned.definition}, which is not on the server and not selected`,
      origin: originAt(desired.origin, 'definition'),
      hint: `add --select ${planned.definition}`,
    },
  ];
}

/** A pinned source or destination that runs on another connector than the file says: the API cannot change that. */
export function definitionFinding({ desired, planned, live }: ActorCase): readonly Finding[] {
  if (live === undefined || live.definitionId === planned.definitionId) return [];
  return [
    {
      rule: 'definition-cannot-change',
      message: `${desired.key}: the live ${desired.kind} ${live.id} runs on another connector than "${desired.definition}", and no server can change that`,
      origin: originAt(desired.origin, 'definition'),
      hint: 'remove "id" to create a new one beside it',
    },
  ];
}
