import type { ConfigurationValue } from '../model/configuration.ts';
import type { JsonObject } from '../model/json.ts';
import type { LiveConnection, LiveConnectionSettings, LiveStream } from '../model/live.ts';
import type { PlannedConnection } from '../model/plan.ts';
import type { ConnectionSettings } from '../model/resource.ts';
import type { Schedule } from '../model/schedule.ts';
import { type FieldPath, type Mapper, type StreamSelection, streamName } from '../model/stream.ts';
import { type CanonicalField, type CanonicalForm, canonicalField } from './canonical-form.ts';
import { alignedWithDesired } from './configuration-form.ts';

/** A connection's settings in a fixed order; what is absent is not managed. */
export function settingsForm(settings: ConnectionSettings): CanonicalForm {
  return settingNames.flatMap((name) => {
    const value = settingValue(settings, name);
    return value === undefined ? [] : [canonicalField([name], value)];
  });
}

/** The live side of `settingsForm`: only what the files manage. */
export function liveSettingsForm(live: LiveConnectionSettings, desired: ConnectionSettings): CanonicalForm {
  const managed = Object.fromEntries(Object.entries(live).filter(([name]) => Object.hasOwn(desired, name)));
  return settingsForm(managed as ConnectionSettings);
}

const settingNames = [
  'schedule',
  'namespaceDefinition',
  'namespaceFormat',
  'prefix',
  'status',
  'tags',
  'nonBreakingChangesPreference',
  'backfillPreference',
  'notifySchemaChanges',
  'notifySchemaChangesByEmail',
  'resourceRequirements',
] as const satisfies readonly (keyof ConnectionSettings)[];

function settingValue(
  settings: ConnectionSettings,
  name: (typeof settingNames)[number],
): ConfigurationValue | undefined {
  if (name === 'schedule') return settings.schedule && scheduleInFileWords(settings.schedule);
  if (name === 'resourceRequirements')
    return settings.resourceRequirements && requirements(settings.resourceRequirements);
  return settings[name];
}

/** A schedule as a file would write it. */
function scheduleInFileWords(schedule: Schedule): ConfigurationValue {
  switch (schedule.type) {
    case 'manual':
      return 'manual';
    case 'basic':
      return { units: schedule.units, timeUnit: schedule.timeUnit };
    case 'cron':
      return { cron: schedule.cron, timeZone: schedule.timeZone };
  }
}

/** Without what servers drop in silence (API §2.4). */
function requirements(resourceRequirements: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(resourceRequirements).filter(
      ([name, value]) => !name.startsWith('ephemeral_storage_') && value !== '',
    ),
  );
}

/** The two sides of a connection's streams, each stream by its namespace and name. */
export function streamForms(
  live: readonly LiveStream[],
  desired: readonly StreamSelection[],
): { readonly live: CanonicalForm; readonly desired: CanonicalForm } {
  const liveById = new Map(live.map((stream) => [streamId(stream.description), stream]));
  const desiredIds = new Set(desired.map(streamId));
  const shared = desired.flatMap((selection) => {
    const counterpart = liveById.get(streamId(selection));
    return counterpart === undefined ? [] : [{ selection, counterpart }];
  });
  return {
    desired: [
      ...desired.filter((selection) => !liveById.has(streamId(selection))).map(wholeStream),
      ...shared.flatMap(({ selection }) => streamFields(selection, desiredValues(selection))),
    ],
    live: [
      ...live
        .filter(({ description }) => !desiredIds.has(streamId(description)))
        .map(({ selection }) => wholeStream(selection)),
      ...shared.flatMap(({ selection, counterpart }) => streamFields(selection, liveValues(counterpart, selection))),
    ],
  };
}

/** Streams of a connection that is not there yet. */
export function createdStreams({ streams }: PlannedConnection): CanonicalForm {
  return streams.state === 'known'
    ? streams.selections.map(wholeStream)
    : streams.rules.map(({ name, namespace, ...rule }) =>
        wholeStream({ ...rule, name, ...(namespace === undefined ? {} : { namespace }) }),
      );
}

/** Only names: what a connection's streams will be is known once its source was discovered anew. */
export function uncheckedStreams(live: LiveConnection, rules: readonly { name: string; namespace?: string }[]) {
  return {
    live: [
      canonicalField(
        ['streams'],
        live.streams.map(({ description }) => streamName(description)),
      ),
    ],
    desired: [canonicalField(['streams'], rules.map(streamName))],
  };
}

function streamId({ name, namespace }: { readonly name: string; readonly namespace?: string }): string {
  return JSON.stringify([namespace ?? null, name]);
}

type StreamValues = Readonly<Record<string, ConfigurationValue | undefined>>;

function wholeStream(selection: StreamSelection): CanonicalField {
  const present = Object.entries(desiredValues(selection)).filter(
    (entry): entry is [string, ConfigurationValue] => entry[1] !== undefined,
  );
  return { id: streamId(selection), path: ['streams', streamName(selection)], value: Object.fromEntries(present) };
}

function streamFields(stream: StreamSelection, values: StreamValues): CanonicalForm {
  const path = ['streams', streamName(stream)];
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [{ id: `${streamId(stream)} ${name}`, path: [...path, name], value }],
  );
}

function desiredValues(selection: StreamSelection): StreamValues {
  const { cursorField, primaryKey, selectedFields, mappers, includeFiles } = selection;
  return {
    syncMode: selection.syncMode,
    destinationSyncMode: selection.destinationSyncMode,
    // A cursor only counts while reading incrementally, a key while deduplicating (API §3.6).
    cursorField: selection.syncMode === 'incremental' && cursorField ? pathInFileWords(cursorField) : undefined,
    primaryKey: selection.destinationSyncMode.endsWith('dedup') && primaryKey ? keyInFileWords(primaryKey) : undefined,
    fields: selectedFields,
    mappers: mappers?.map(mapperValue),
    includeFiles,
  };
}

/** What is live, of that which the files manage. */
function liveValues({ selection, description }: LiveStream, desired: StreamSelection): StreamValues {
  const wanted = desiredValues(desired);
  const mappers = selection.mappers?.map(mapperValue) ?? [];
  return {
    syncMode: selection.syncMode,
    destinationSyncMode: selection.destinationSyncMode,
    cursorField: wanted.cursorField === undefined ? undefined : pathInFileWords(selection.cursorField ?? []),
    primaryKey: wanted.primaryKey === undefined ? undefined : keyInFileWords(selection.primaryKey ?? []),
    // A selection of all fields and none at all are the same.
    fields: wanted.fields === undefined ? undefined : (selection.selectedFields ?? description.fieldNames),
    mappers: wanted.mappers === undefined ? undefined : alignedWithDesired(mappers, wanted.mappers),
    includeFiles: wanted.includeFiles === undefined ? undefined : (selection.includeFiles ?? false),
  };
}

function mapperValue({ type, mapperConfiguration }: Mapper): ConfigurationValue {
  return { type, mapperConfiguration };
}

function pathInFileWords(path: FieldPath): ConfigurationValue {
  return path.length === 1 ? (path[0] ?? '') : path;
}

function keyInFileWords(paths: readonly FieldPath[]): ConfigurationValue {
  const [only] = paths;
  return only !== undefined && paths.length === 1 && only.length === 1 ? (only[0] ?? '') : paths.map(pathInFileWords);
}
