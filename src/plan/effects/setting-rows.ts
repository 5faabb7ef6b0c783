import type { ConfigurationValue } from '../../model/configuration.ts';
import { streamId } from '../../model/stream.ts';
import type { EffectRow, FieldSubject } from './row.ts';
import { counted, isIncremental, selectionsOf } from './words.ts';

const tableMembers = ['prefix', 'namespaceDefinition', 'namespaceFormat'] as const;

const schemaTexts: Readonly<Record<string, string>> = {
  ignore: 'what the source adds is left out until a file names it',
  disable: 'the server pauses the connection when the schema of the source changes',
  propagate_columns: 'the server adds new columns of the source by itself',
  propagate_fully: 'the server adds and removes columns and streams of the source by itself',
};

/** What becomes of data when a setting of a connection changes. */
export const settingRows = {
  'connection-renamed': {
    about: 'field',
    members: ['name'],
    applies: isConnection,
    weight: 'harmless',
    isQuiet: true,
    sentence: 'nothing moves',
    story: 'A name is what people read; state and history of a connection hang on its id.',
    reason: 'API §2.8',
  },
  'schedule-started': {
    about: 'field',
    members: ['schedule'],
    applies: (subject) => subject.field.before === 'manual' && !isPaused(subject),
    weight: 'harmless',
    sentence: 'runs by itself from now on',
    story: 'A manual connection syncs only when somebody starts it; with a schedule the server does.',
    reason: 'API §2.6',
  },
  'schedule-stopped': {
    about: 'field',
    members: ['schedule'],
    applies: ({ field }) => field.after === 'manual',
    weight: 'harmless',
    sentence: 'no longer runs by itself: somebody has to start each sync',
    story: 'A manual connection stays active, but syncs only when it is asked to. A sync that runs goes on.',
    reason: 'API §2.6',
  },
  'schedule-changed': {
    about: 'field',
    members: ['schedule'],
    weight: 'harmless',
    isQuiet: true,
    sentence: 'nothing moves; the next sync comes at another time',
    story: 'State stays. Only when the next sync begins is another matter now.',
    reason: 'API §2.6',
  },
  'connection-paused': {
    about: 'field',
    members: ['status'],
    applies: ({ field }) => field.after === 'inactive',
    weight: 'harmless',
    sentence: 'paused: nothing runs until it is active again; state and data stay',
    story: 'The server refuses to sync an inactive connection. Once it is active again it goes on where it stopped.',
    reason: 'API §1.9',
  },
  'connection-resumed': {
    about: 'field',
    members: ['status'],
    weight: 'harmless',
    sentence: 'runs again at the next time of its schedule, and goes on where it stopped',
    text: (subject) =>
      isManual(subject)
        ? 'may be synced again, and goes on where it stopped'
        : 'runs again at the next time of its schedule, and goes on where it stopped',
    story:
      'State was kept while it was paused. Servers pause a connection by themselves after a breaking change of the source, or when "nonBreakingChangesPreference" is "disable": look why before you resume it.',
    reason: 'API §2.10',
  },
  'tags-changed': {
    about: 'field',
    members: ['tags'],
    weight: 'harmless',
    isQuiet: true,
    sentence: 'nothing moves',
    story: 'Tags are for people who look for connections.',
    reason: 'API §2.4',
  },
  'notifications-changed': {
    about: 'field',
    members: ['notifySchemaChanges', 'notifySchemaChangesByEmail'],
    weight: 'harmless',
    isQuiet: true,
    sentence: 'nothing moves',
    story: 'Only who hears of changes in the schema of the source is another matter now.',
    reason: 'API §2.10',
  },
  'resources-changed': {
    about: 'field',
    members: ['resourceRequirements'],
    weight: 'harmless',
    isQuiet: true,
    sentence: 'nothing moves; the next sync runs with it',
    story: 'How much processor and memory the containers of a sync get; one that runs already is left alone.',
    reason: 'API §2.4',
  },
  'tables-moved-midway': {
    about: 'field',
    members: tableMembers,
    applies: (subject) => incrementalCount(subject) > 0,
    weight: 'rereads',
    sentence: 'writes to other tables from the next sync on; the old ones stay, and the new ones get only new rows',
    text: (subject) =>
      `writes to other tables from the next sync on; the old ones stay, and the new ones get only new rows of ${counted(incrementalCount(subject), 'incremental stream')}`,
    story:
      'The name of a table is made of namespace, prefix and stream. The state of incremental streams stays, so that under the new name they begin in the middle. Refresh them to have everything there; delete the old tables by hand when nobody reads them any more.',
    reason: 'API §2.5',
  },
  'tables-moved': {
    about: 'field',
    members: tableMembers,
    weight: 'harmless',
    sentence: 'writes to other tables from the next sync on; the old ones stay',
    story:
      'The name of a table is made of namespace, prefix and stream. No stream of this connection goes on in the middle, so that nothing is missing under the new names. Delete the old tables by hand when nobody reads them any more.',
    reason: 'API §2.10',
  },
  'schema-preference-changed': {
    about: 'field',
    members: ['nonBreakingChangesPreference'],
    weight: 'harmless',
    sentence: 'nothing moves now; it counts when the schema of the source changes',
    text: ({ field }) => textOf(schemaTexts, field.after) ?? 'it counts when the schema of the source changes',
    story:
      'With "propagate_columns" and "propagate_fully" the server edits the streams of a connection by itself whenever it discovers its source.',
    reason: 'API §2.10',
  },
  'backfill-preference-changed': {
    about: 'field',
    members: ['backfillPreference'],
    weight: 'harmless',
    sentence: 'nothing moves now; it counts when the server adds a column',
    text: ({ field }) =>
      field.after === 'enabled'
        ? 'a stream that gets a column by itself is read again from the start'
        : 'a column that the server adds is filled in new rows only',
    story: 'It counts only where the server adds columns by itself, see "nonBreakingChangesPreference".',
    reason: 'API §2.10',
  },
} as const satisfies Readonly<Record<string, EffectRow>>;

function isConnection({ change }: FieldSubject): boolean {
  return change.kind === 'connection';
}

function settingOf<Name extends 'status' | 'schedule'>({ change, facts }: FieldSubject, name: Name) {
  const declared = change.desired.kind === 'connection' ? change.desired.settings[name] : undefined;
  return declared ?? facts.connections.get(change.id)?.settings[name];
}

function isPaused(subject: FieldSubject): boolean {
  return settingOf(subject, 'status') === 'inactive';
}

function isManual(subject: FieldSubject): boolean {
  return settingOf(subject, 'schedule')?.type === 'manual';
}

/** How many streams go on in the middle: incremental before and after, and not read again behind the change. */
function incrementalCount({ change, facts }: FieldSubject): number {
  const live = facts.connections.get(change.id)?.streams.filter(({ selection }) => isIncremental(selection)) ?? [];
  const kept = selectionsOf(change)?.filter(isIncremental).map(streamId);
  const going = new Set(kept ?? live.map(({ description }) => streamId(description)));
  const again = new Set(change.afterwards?.streams.map(streamId));
  const ids = live.map(({ description }) => streamId(description));
  return ids.filter((id) => going.has(id) && !again.has(id)).length;
}

function textOf(texts: Readonly<Record<string, string>>, value: ConfigurationValue | undefined): string | undefined {
  return typeof value === 'string' && Object.hasOwn(texts, value) ? texts[value] : undefined;
}
