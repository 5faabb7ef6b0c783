import { type ConfigurationValue, isConfiguration, Secret } from '../model/configuration.ts';
import type { LiveActor, LiveConnection } from '../model/live.ts';
import type { FieldChange, PlannedActor, PlannedConnection } from '../model/plan.ts';
import { plainPair } from './canonical-form.ts';
import { configurationPairs } from './configuration-form.ts';
import { newSettingPairs } from './connection-form.ts';
import { createdFields, fieldChanges } from './field-changes.ts';
import { actorPairs, connectionPairs } from './resource-form.ts';
import { newStreamPairs } from './stream-form.ts';

/** How a live source or destination differs from what it is to be: its name, and its configuration as a whole. */
export function compareActor(desired: PlannedActor, live: LiveActor): readonly FieldChange[] {
  return fieldChanges(actorPairs(desired, live));
}

/** Every secret of a configuration that is not among the changes anyway, as one that takes the place of itself. */
export function rotatedFields(desired: PlannedActor, changed: readonly FieldChange[]): readonly FieldChange[] {
  const known = new Set(changed.map(({ path }) => JSON.stringify(path)));
  return createdFields(configurationPairs({}, desired.configuration)).flatMap(({ path, after }) =>
    after !== undefined && hasSecret(after) && !known.has(JSON.stringify(path)) ? [{ path, before: after, after }] : [],
  );
}

function hasSecret(value: ConfigurationValue): boolean {
  if (value instanceof Secret) return true;
  if (Array.isArray(value)) return value.some(hasSecret);
  return isConfiguration(value) && Object.values(value).some(hasSecret);
}

/** What a new source or destination gets. */
export function newActorFields(desired: PlannedActor, definitionName: string): readonly FieldChange[] {
  return [
    { path: ['definition'], after: definitionName },
    ...createdFields(configurationPairs({}, desired.configuration)),
  ];
}

/** How a live connection differs from what it is to be, in what the files declare. */
export function compareConnection(desired: PlannedConnection, live: LiveConnection): readonly FieldChange[] {
  return fieldChanges(connectionPairs(desired, live));
}

/** What a new connection gets. */
export function newConnectionFields(desired: PlannedConnection): readonly FieldChange[] {
  return createdFields([
    plainPair(['source'], { desired: desired.source }),
    plainPair(['destination'], { desired: desired.destination }),
    ...newSettingPairs(desired.settings),
    ...newStreamPairs(desired),
  ]);
}
