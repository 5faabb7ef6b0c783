import { type ConfigurationValue, isConfiguration } from '../../model/configuration.ts';
import { withoutUtcSuffix } from '../../model/schedule.ts';
import { type ComparisonRule, eachSide, neitherSide } from '../sides.ts';
import { asSet } from './sets.ts';

/** Rules for a connection's own settings. */
export const settingRules = {
  'legacy-schedule': {
    sentence: 'The legacy schedule counts only where it stands alone.',
    reason:
      'Servers mirror a basic schedule into the member "schedule" of old and refuse that member on updates (API §2.4, §2.6).',
    story:
      'Airbyte has had two ways to say when a connection runs: "schedule", and "scheduleType" with "scheduleData". Both may be in one answer, and need not agree. ' +
      'airplan goes by the newer pair, reads the older one where it stands alone, and only ever writes the newer.',
    example:
      'live: schedule {units: 24, timeUnit: hours}, no scheduleType\nfile: schedule: {units: 24, timeUnit: hours}',
    apply: (sides) => eachSide(sides, withoutLegacySchedule),
  },
  'idle-schedule': {
    sentence: 'What is left of a schedule does not count while it is manual.',
    reason: 'Manual connections have no scheduleData; some tools and versions leave the old cron in it (API §2.6).',
    story:
      'Somebody turned a cron schedule off in the web interface, and the answer still has the cron. It will not fire: the connection is manual, and that is all that the file says.',
    example: 'live: manual, with a cron "0 0 3 * * ?" left\nfile: schedule: manual',
    apply: (sides) => eachSide(sides, withoutIdleSchedule),
  },
  'utc-suffix': {
    sentence: '" UTC" at the end of a cron expression is its time zone.',
    reason: "Airbyte's Public API knows no other zone and appends it to the expression on every read (API §5).",
    story:
      'A connection that another tool has made through the Public API may come back as "0 0 3 * * ? UTC". That is the same schedule as {cron: "0 0 3 * * ?", timeZone: UTC}.',
    example: 'live: cron "0 0 3 * * ? UTC"\nfile: schedule: {cron: "0 0 3 * * ?", timeZone: UTC}',
    apply: (sides) => eachSide(sides, withPlainCron),
  },
  'empty-text': {
    sentence: 'Empty, null and absent are the same prefix or namespace format.',
    reason: 'Unset, these come back as null or not at all; the only way to unset them is to send "" (API §2.4, §3.6).',
    story:
      'prefix: "" in a file says that there is to be none. A server that never had one says nothing, one that was asked to drop it says "".',
    example: 'live: no prefix\nfile: prefix: ""',
    apply: ({ live, desired }) => ({ live: live ?? '', desired: desired ?? '' }),
  },
  'idle-namespace-format': {
    sentence: 'A namespace format counts only while the definition is customformat.',
    reason: 'Servers keep the format when the definition changes, and do not use it (API §3.6).',
    story:
      'With namespaceDefinition source or destination the format is a leftover. It is compared again as soon as the file or, if that says nothing, the server goes by it.',
    example:
      'live: namespaceDefinition source, namespaceFormat old_\nfile: namespaceDefinition: source, namespaceFormat: new_',
    apply: (sides, { namespaceDefinition }) =>
      namespaceDefinition === undefined || namespaceDefinition === 'customformat' ? sides : neitherSide,
  },
  'tag-names': {
    sentence: 'Tags are a set of names; order, ids and colours do not count.',
    reason: 'Servers give tags of a connection in any order, and only their ids are taken back (API §2.4).',
    story:
      'Files name tags, airplan finds or makes the tag of that name in the workspace. tags: [] takes all tags away; no "tags" at all leaves them alone.',
    example: 'live: gold, bronze\nfile: tags: [bronze, gold]',
    apply: (sides) => eachSide(sides, asSet),
  },
  'dropped-requirements': {
    sentence: 'Resource requirements that servers drop, and empty ones, are none.',
    reason:
      'ephemeral_storage_request and ephemeral_storage_limit are dropped in silence, and {} comes back as it is (API §2.4).',
    story:
      'A requirement that no server keeps would be sent, lost, and shown as a change forever. An empty text asks for nothing either.',
    example: 'live: no resourceRequirements\nfile: resourceRequirements: {ephemeral_storage_limit: 1Gi}',
    apply: (sides) => eachSide(sides, keptRequirements),
  },
} as const satisfies Readonly<Record<string, ComparisonRule>>;

function withoutLegacySchedule(value: ConfigurationValue): ConfigurationValue {
  if (!isConfiguration(value) || value.schedule === undefined) return value;
  const { schedule: legacy, ...newer } = value;
  return Object.keys(newer).length === 0 ? legacy : newer;
}

function withoutIdleSchedule(value: ConfigurationValue): ConfigurationValue {
  return isConfiguration(value) && value.scheduleType === 'manual' ? 'manual' : value;
}

function withPlainCron(value: ConfigurationValue): ConfigurationValue {
  if (!isConfiguration(value)) return value;
  const { cron, timeZone } = value;
  return typeof cron === 'string' && typeof timeZone === 'string'
    ? { ...value, ...withoutUtcSuffix({ cron, timeZone }) }
    : value;
}

function keptRequirements(value: ConfigurationValue): ConfigurationValue | undefined {
  const kept = Object.entries(isConfiguration(value) ? value : {}).filter(
    ([name, inner]) => !name.startsWith('ephemeral_storage_') && inner !== '',
  );
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
