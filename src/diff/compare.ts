import { type ConfigurationValue, isConfiguration, Secret } from '../model/configuration.ts';
import type { LiveActor, LiveConnection } from '../model/live.ts';
import type { FieldChange, PlannedActor, PlannedConnection } from '../model/plan.ts';
import type { ConnectionSettings } from '../model/resource.ts';
import { type CanonicalField, canonicalField } from './canonical-form.ts';
import { alignedWithDesired, configurationForm } from './configuration-form.ts';
import { createdStreams, liveSettingsForm, settingsForm, streamForms, uncheckedStreams } from './connection-form.ts';
import { createdFields, fieldChanges } from './field-changes.ts';

/** How a live source or destination differs from what it is to be: its name, and its configuration as a whole. */
export function compareActor(desired: PlannedActor, live: LiveActor): readonly FieldChange[] {
  const aligned = alignedWithDesired(live.configuration, desired.configuration);
  const configuration = isConfiguration(aligned) ? aligned : {};
  return fieldChanges(
    [nameField(live.name), ...configurationForm(configuration, desired.configuration)],
    [nameField(desired.name), ...configurationForm(desired.configuration, configuration)],
  );
}

/** Every secret of a configuration that is not among the changes anyway, as one that takes the place of itself. */
export function rotatedFields(desired: PlannedActor, changed: readonly FieldChange[]): readonly FieldChange[] {
  const known = new Set(changed.map(({ path }) => JSON.stringify(path)));
  return configurationForm(desired.configuration)
    .filter(({ path, value }) => hasSecret(value) && !known.has(JSON.stringify(path)))
    .map(({ path, value }) => ({ path, before: value, after: value }));
}

function hasSecret(value: ConfigurationValue): boolean {
  if (value instanceof Secret) return true;
  if (Array.isArray(value)) return value.some(hasSecret);
  return isConfiguration(value) && Object.values(value).some(hasSecret);
}

/** What a new source or destination gets. */
export function newActorFields(desired: PlannedActor, definitionName: string): readonly FieldChange[] {
  return [{ path: ['definition'], after: definitionName }, ...createdFields(configurationForm(desired.configuration))];
}

/** How a live connection differs from what it is to be, in what the files declare. */
export function compareConnection(desired: PlannedConnection, live: LiveConnection): readonly FieldChange[] {
  const streams = bothStreams(desired, live);
  const settings = withoutIdleFormat(desired.settings, live);
  return fieldChanges(
    [nameField(live.name), ...liveSettingsForm(live.settings, settings), ...streams.live],
    [nameField(desired.name), ...settingsForm(settings), ...streams.desired],
  );
}

function bothStreams({ streams }: PlannedConnection, live: LiveConnection) {
  if (streams.state === 'known') return streamForms(live.streams, streams.selections);
  const { path, before, after } = uncheckedStreams(live, streams.rules);
  return { live: [canonicalField(path, before)], desired: [canonicalField(path, after)] };
}

/** A namespace format only counts while namespaces are made by it (API §3.6). */
function withoutIdleFormat(settings: ConnectionSettings, live: LiveConnection): ConnectionSettings {
  const definition = settings.namespaceDefinition ?? live.settings.namespaceDefinition;
  if (definition === 'customformat') return settings;
  const { namespaceFormat: _idle, ...others } = settings;
  return others;
}

/** What a new connection gets. */
export function newConnectionFields(desired: PlannedConnection): readonly FieldChange[] {
  return createdFields([
    canonicalField(['source'], desired.source),
    canonicalField(['destination'], desired.destination),
    ...settingsForm(desired.settings),
    ...createdStreams(desired),
  ]);
}

function nameField(name: string): CanonicalField {
  return canonicalField(['name'], name);
}
