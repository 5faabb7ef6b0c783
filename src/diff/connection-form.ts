import type { ConfigurationValue } from '../model/configuration.ts';
import type { LiveConnection } from '../model/live.ts';
import type { ConnectionSettings } from '../model/resource.ts';
import type { Schedule } from '../model/schedule.ts';
import type { Pair } from './canonical-form.ts';
import type { ComparisonRuleId } from './rules.ts';

/** How a setting is compared; what is not in the table is not compared. */
interface SettingRow {
  readonly rules: readonly ComparisonRuleId[];
  readonly defaultValue?: ConfigurationValue;
}

const withDefault = (defaultValue: ConfigurationValue): SettingRow => ({
  rules: ['undeclared', 'default-value'],
  defaultValue,
});

/** In the order in which plans show them. */
const settingRows: Readonly<Record<keyof ConnectionSettings, SettingRow>> = {
  schedule: {
    rules: ['undeclared', 'default-value', 'legacy-schedule', 'idle-schedule', 'utc-suffix'],
    defaultValue: 'manual',
  },
  namespaceDefinition: withDefault('source'),
  namespaceFormat: { rules: ['undeclared', 'idle-namespace-format', 'empty-text'] },
  prefix: { rules: ['undeclared', 'empty-text'] },
  status: withDefault('active'),
  tags: { rules: ['undeclared', 'default-value', 'tag-names'], defaultValue: [] },
  nonBreakingChangesPreference: withDefault('ignore'),
  backfillPreference: withDefault('disabled'),
  notifySchemaChanges: withDefault(false),
  notifySchemaChangesByEmail: withDefault(false),
  resourceRequirements: { rules: ['undeclared', 'dropped-requirements', 'key-order'] },
};

const settingNames = Object.keys(settingRows) as (keyof ConnectionSettings)[];

/** A connection's settings, each with both sides, in a fixed order; without those that are plainly the same. */
export function settingPairs(desired: ConnectionSettings, live: LiveConnection): readonly Pair[] {
  const namespaceDefinition = desired.namespaceDefinition ?? live.settings.namespaceDefinition;
  return settingNames.flatMap((name) => {
    const sides = { live: liveValue(live, name), desired: settingValue(desired, name) };
    if (sides.live === sides.desired) return [];
    const { rules, ...row } = settingRows[name];
    return { path: [name], rules, ...sides, circumstances: { ...row, namespaceDefinition } };
  });
}

/** The settings of a connection that is not there yet. */
export function newSettingPairs(settings: ConnectionSettings): readonly Pair[] {
  return settingNames
    .filter((name) => settings[name] !== undefined)
    .map((name) => ({ path: [name], ...settingRows[name], live: undefined, desired: settingValue(settings, name) }));
}

/** What the server keeps with a connection and no file can say. */
export function connectionAdditions({ said }: LiveConnection): readonly Pair[] {
  const operations = said?.operationIds;
  if (operations === undefined) return [];
  return [{ path: ['operationIds'], rules: ['server-additions'], live: operations, desired: undefined }];
}

/** As the server said it, where what was read from that is not the same. */
function liveValue({ said = {}, settings }: LiveConnection, name: keyof ConnectionSettings): Pair['live'] {
  if (!Object.hasOwn(said, name)) return settingValue(settings, name);
  return said[name] ?? undefined;
}

type AnySettings = Omit<ConnectionSettings, 'status'> & { readonly status?: string };

function settingValue(settings: AnySettings, name: keyof ConnectionSettings): Pair['live'] {
  if (name !== 'schedule') return settings[name];
  return settings.schedule && scheduleInFileWords(settings.schedule);
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
    case 'other': {
      const { type: _, ...words } = schedule;
      return words;
    }
  }
}
