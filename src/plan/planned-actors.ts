import { compareActor, newActorFields, rotatedFields } from '../diff/compare.ts';
import { type Locate, originAt } from '../model/issue.ts';
import type { LiveActor, Specification } from '../model/live.ts';
import type { Change, FieldChange, PlannedActor } from '../model/plan.ts';
import type { DesiredActor } from '../model/resource.ts';
import { openConfiguration } from '../model/secrets.ts';
import type { DefinedActor } from './definitions.ts';
import { protection } from './deletions.ts';
import { type Finding, fileAndLine } from './findings.ts';

/** A source or destination of the files, what it is to be, and what it is now. */
export interface ActorCase {
  readonly desired: DesiredActor;
  readonly definitionName: string;
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
export function plannedActor({ desired, definition }: DefinedActor, specification: Specification): PlannedActor {
  return {
    kind: desired.kind,
    key: desired.key,
    name: desired.name,
    definitionId: definition.id,
    configuration: openConfiguration(desired.configuration, specification.connectionSpecification),
  };
}

/** The change that a source or destination needs; undefined when it is as it should be. */
export function actorChange(actor: ActorCase, locate: Locate): Change | undefined {
  const { desired, definitionName, planned, live, replaced, isRotated = false } = actor;
  const { key, kind, name } = planned;
  const common = { key, kind, name, desired: planned, dependsOn: [], effects: [], notes: [] };
  if (replaced !== undefined) {
    const place = fileAndLine(locate(desired.origin));
    const fields = [definitionField(replaced.definitionName, definitionName), ...compareActor(planned, replaced.live)];
    return { action: 'replace', id: replaced.live.id, ...common, place, fields, ...protection(desired.isProtected) };
  }
  if (live === undefined) {
    const fields = newActorFields(planned, definitionName);
    return { action: 'create', ...common, place: fileAndLine(locate(desired.origin)), fields };
  }
  const changed = compareActor(planned, live);
  const rotated = isRotated ? rotatedFields(planned, changed) : [];
  const fields = [...changed, ...rotated];
  if (fields.length === 0) return undefined;
  const notes = rotated.length === 0 ? [] : ['its secrets are sent again (rotated)'];
  return { action: 'update', id: live.id, ...common, place: fileAndLine(locate(desired.origin)), fields, notes };
}

function definitionField(before: string, after: string): FieldChange {
  return { path: ['definition'], before, after };
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
