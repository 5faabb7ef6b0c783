import type { ConfigurationValue } from '../model/configuration.ts';
import type { JsonObject } from '../model/json.ts';
import type { LiveConnection, LiveConnectionSettings, LiveStream } from '../model/live.ts';
import type { FieldChange, PlannedConnection } from '../model/plan.ts';
import type { ConnectionSettings } from '../model/resource.ts';
import type { Schedule } from '../model/schedule.ts';
import {
  type FieldPath,
  type Mapper,
  type StreamDescription,
  type StreamRule,
  type StreamSelection,
  streamId,
  streamName,
} from '../model/stream.ts';
import { compareText, sortedBy } from '../util/sort.ts';
import { type CanonicalField, type CanonicalForm, canonicalField } from './canonical-form.ts';
import { alignedWithDesired } from './configuration-form.ts';
import { inNameOrder } from './name-order.ts';

/** A connection's settings in a fixed order; what is absent is not managed. */
export function settingsForm(settings: ConnectionSettings): CanonicalForm {
  return settingNames.flatMap((name) => {
    const value = settingValue(settings, name);
    return value === undefined ? [] : [canonicalField([name], value)];
  });
}

/** The live side of `settingsForm`: only what the files manage. */
export function liveSettingsForm(live: LiveConnectionSettings, desired: ConnectionSettings): CanonicalForm {
  const filled = { prefix: '', namespaceFormat: '', ...live };
  const managed = Object.fromEntries(Object.entries(filled).filter(([name]) => Object.hasOwn(desired, name)));
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
  const { schedule, tags, resourceRequirements } = settings;
  if (name === 'schedule') return schedule && scheduleInFileWords(schedule);
  if (name === 'tags') return tags && [...tags].sort(compareText);
  if (name === 'resourceRequirements') return resourceRequirements && requirements(resourceRequirements);
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

/** Without what servers drop in silence (API §2.4); none at all and an empty object are the same. */
function requirements(resourceRequirements: JsonObject): JsonObject | undefined {
  const kept = Object.entries(resourceRequirements).filter(
    ([name, value]) => !name.startsWith('ephemeral_storage_') && value !== '',
  );
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
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
    return counterpart === undefined ? [] : [{ selection, counterpart, wanted: desiredValues(selection) }];
  });
  return {
    desired: [
      ...desired.filter((selection) => !liveById.has(streamId(selection))).map((selection) => wholeStream(selection)),
      ...shared.flatMap(({ selection, wanted }) => streamFields(selection, wanted)),
    ],
    live: [
      ...live
        .filter(({ description }) => !desiredIds.has(streamId(description)))
        .map(({ selection }) => wholeStream(selection)),
      ...shared.flatMap(({ selection, counterpart, wanted }) =>
        streamFields(selection, liveValues(counterpart, wanted)),
      ),
    ],
  };
}

/** Streams of a connection that is not there yet. */
export function createdStreams({ streams }: PlannedConnection): CanonicalForm {
  if (streams.state === 'known') return streams.selections.map((selection) => wholeStream(selection));
  return sortedBy(streams.rules, streamName).map((rule) =>
    wholeStream(rule, { ...desiredValues(rule), except: exceptOfRule(rule), fields: fieldsOfRule(rule) }),
  );
}

function exceptOfRule({ except }: Pick<StreamRule, 'except'>): ConfigurationValue | undefined {
  return except?.map(streamName);
}

function fieldsOfRule({ fields }: Pick<StreamRule, 'fields'>): ConfigurationValue | undefined {
  if (fields === undefined || fields === 'all') return undefined;
  return fields.include ?? { exclude: fields.exclude };
}

/** Only names: what a connection's streams will be is known once its source was discovered anew. */
export function uncheckedStreams(
  { streams }: LiveConnection,
  rules: readonly Pick<StreamRule, 'name' | 'namespace'>[],
): Required<FieldChange> {
  const names = streams.map(({ description }) => streamName(description));
  return { path: ['streams'], before: names.sort(compareText), after: rules.map(streamName).sort(compareText) };
}

/** What stands for a selection of fields that is switched off. */
const allFields = 'all';

type StreamValues = Readonly<Record<string, ConfigurationValue | undefined>>;

function wholeStream(stream: StreamSelection, values = desiredValues(stream)): CanonicalField {
  const { fields = allFields, ...others } = values;
  const shown = fields === allFields ? others : values;
  const telling = Object.entries(shown).filter((entry): entry is [string, ConfigurationValue] => saysMore(entry[1]));
  return { id: streamId(stream), path: ['streams', streamName(stream)], value: Object.fromEntries(telling) };
}

/** False for what servers fill in where nothing was said. */
function saysMore(value: ConfigurationValue | undefined): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
}

function streamFields(stream: StreamSelection, values: StreamValues): CanonicalForm {
  const [id, shown] = [streamId(stream), streamName(stream)];
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [{ id: `${id} ${name}`, path: ['streams', shown, name], value }],
  );
}

function desiredValues(selection: StreamSelection): StreamValues {
  const { syncMode, destinationSyncMode, cursorField, primaryKey, selectedFields, mappers, includeFiles } = selection;
  return {
    syncMode,
    destinationSyncMode,
    // A cursor only counts while reading incrementally, a key while deduplicating (API §3.6).
    cursorField: syncMode === 'incremental' && cursorField ? pathInFileWords(cursorField) : undefined,
    primaryKey: destinationSyncMode.endsWith('dedup') && primaryKey ? keyInFileWords(primaryKey) : undefined,
    fields: selection.selectsAllFields ? allFields : selectedFields && [...selectedFields].sort(compareText),
    mappers: mappers?.map(mapperValue),
    includeFiles,
  };
}

/** What is live, of that which the files manage. */
function liveValues({ selection, description }: LiveStream, wanted: StreamValues): StreamValues {
  const { syncMode, destinationSyncMode, cursorField = [], primaryKey = [], mappers = [], includeFiles } = selection;
  const values: StreamValues = {
    syncMode,
    destinationSyncMode,
    cursorField: cursorField.length === 0 ? undefined : pathInFileWords(cursorField),
    primaryKey: primaryKey.length === 0 ? undefined : keyInFileWords(primaryKey),
    fields: liveFields(selection, description, wanted),
    mappers: alignedWithDesired(mappers.map(mapperValue), wanted.mappers),
    includeFiles: includeFiles ?? false,
  };
  return Object.fromEntries(Object.entries(values).filter(([name]) => wanted[name] !== undefined));
}

/** A selection of all fields and none at all are the same, unless the file wants those to come as well. */
function liveFields(
  { selectedFields }: StreamSelection,
  { fieldNames }: StreamDescription,
  { fields }: StreamValues,
): ConfigurationValue {
  if (fields === allFields && selectedFields === undefined) return allFields;
  return [...(selectedFields ?? fieldNames)].sort(compareText);
}

function mapperValue({ type, mapperConfiguration }: Mapper): ConfigurationValue {
  return { type, mapperConfiguration: inNameOrder(mapperConfiguration) };
}

function pathInFileWords(path: FieldPath): ConfigurationValue {
  return path.length === 1 ? (path[0] ?? '') : path;
}

/** A set of paths: neither their order nor their number counts (API §3.6). */
function keyInFileWords(paths: readonly FieldPath[]): ConfigurationValue {
  const parts = new Map(paths.map((path) => [JSON.stringify(path), pathInFileWords(path)]));
  const sorted = sortedBy(parts, ([text]) => text).map(([, part]) => part);
  const [only] = sorted;
  return only !== undefined && sorted.length === 1 && !Array.isArray(only) ? only : sorted;
}
