import { type ConfigurationValue, isConfiguration } from '../model/configuration.ts';
import type { FieldChange } from '../model/plan.ts';
import { columnsOf } from '../util/visible.ts';
import { renderBoth, renderValue } from './values.ts';

type Words = (value: ConfigurationValue | undefined) => string;

/** The value of a field that is new. */
export function afterText({ path, after }: FieldChange): string {
  return (wordsFor(path) ?? renderValue)(after);
}

/**
 * Both values of a field, or where two lists would not fit into so many columns, what comes and goes.
 */
export function bothTexts(field: FieldChange, columns: number): readonly [string, string] | string {
  const { path, before, after } = field;
  const texts = inWords(wordsFor(path), before, after);
  const isLong = columnsOf(texts.join(' → ')) > columns - longestShortPath;
  return (isLong ? listChange(before, after) : undefined) ?? texts;
}

/** What a path takes at most where a list beside it counts as short, in columns. */
const longestShortPath = 30;

/** Words that leave out what has changed say nothing. */
function inWords(
  words: Words | undefined,
  before: ConfigurationValue | undefined,
  after: ConfigurationValue | undefined,
): readonly [string, string] {
  const texts = [words?.(before) ?? '', words?.(after) ?? ''] as const;
  return texts[0] === texts[1] ? renderBoth(before, after) : texts;
}

function wordsFor(path: readonly string[]): Words | undefined {
  if (path[0] === 'schedule') return scheduleText;
  if (path[0] !== 'streams') return undefined;
  if (path.length === 2) return streamText;
  return path.length === 3 && path[2] === 'mappers' ? mappersText : undefined;
}

/** `removes ip_address; adds phone; keeps 7 others`: one change in a long list would not be found in it. */
function listChange(before: ConfigurationValue | undefined, after: ConfigurationValue | undefined): string | undefined {
  if (!isTextList(before) || !isTextList(after)) return undefined;
  const removed = before.filter((item) => !after.includes(item));
  const added = after.filter((item) => !before.includes(item));
  const kept = after.filter((item) => before.includes(item));
  const isInOrder = kept.join('\n') === before.filter((item) => after.includes(item)).join('\n');
  if (!isInOrder || removed.length + added.length === 0) return undefined;
  const parts = [
    ...(removed.length === 0 ? [] : [`removes ${removed.map(renderValue).join(', ')}`]),
    ...(added.length === 0 ? [] : [`adds ${added.map(renderValue).join(', ')}`]),
    ...(kept.length === 0 ? [] : [`keeps ${kept.length} ${kept.length === 1 ? 'other' : 'others'}`]),
  ];
  return parts.join('; ');
}

function isTextList(value: ConfigurationValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function scheduleText(value: ConfigurationValue | undefined): string {
  if (!isConfiguration(value) || value.scheduleType !== undefined) return renderValue(value);
  if (value.cron !== undefined)
    return `cron "${renderValue(value.cron).replaceAll('"', '')}" ${renderValue(value.timeZone)}`;
  const { units, timeUnit } = value;
  return units === 1
    ? `every ${renderValue(timeUnit).replace(/s$/, '')}`
    : `every ${renderValue(units)} ${renderValue(timeUnit)}`;
}

/** A whole stream: `incremental | append, cursorField updated_at`. */
function streamText(value: ConfigurationValue | undefined): string {
  if (!isConfiguration(value)) return renderValue(value);
  const { syncMode, destinationSyncMode, ...others } = value;
  const rest = Object.entries(others).map(([name, inner]) =>
    name === 'mappers' ? `mappers ${mappersText(inner)}` : `${name} ${renderValue(inner)}`,
  );
  return [`${renderValue(syncMode)} | ${renderValue(destinationSyncMode)}`, ...rest].join(', ');
}

/** Mappers by what they do to which field: `[hashing of email, row-filtering]`. */
function mappersText(value: ConfigurationValue | undefined): string {
  if (!Array.isArray(value)) return renderValue(value);
  const texts = value.filter(isConfiguration).map(({ type, mapperConfiguration }) => {
    const settings = isConfiguration(mapperConfiguration) ? mapperConfiguration : {};
    const field = settings.targetField ?? settings.originalFieldName;
    return `${renderValue(type)}${field === undefined ? '' : ` of ${renderValue(field)}`}`;
  });
  return `[${texts.join(', ')}]`;
}
