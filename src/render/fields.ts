import { type ConfigurationValue, isConfiguration } from '../model/configuration.ts';
import type { FieldChange } from '../model/plan.ts';
import { columnsOf, visible } from '../util/visible.ts';
import type { Palette } from './palette.ts';
import { renderValue } from './values.ts';

/** The widest that the column of paths gets, in columns; longer paths push their value to the right. */
const widestPath = 44;

/** Field changes as aligned lines: `path  before → after`, or `path  after` for what is new. */
export function renderFields(
  fields: readonly FieldChange[],
  palette: Palette,
  { showsBefore }: { readonly showsBefore: boolean },
): readonly string[] {
  const rows = fields.map((field) => ({ path: pathText(field.path), text: valueText(field, palette, showsBefore) }));
  const width = rows.reduce((widest, { path }) => Math.min(widestPath, Math.max(widest, columnsOf(path))), 0);
  return rows.map(({ path, text }) => `${path}${' '.repeat(Math.max(0, width - columnsOf(path)))}  ${text}`);
}

/** A path as people write it; steps that hold dots are quoted, names of streams are not. */
export function pathText(path: readonly string[]): string {
  const [root, ...steps] = path;
  return steps.reduce(
    (text, step) =>
      root === 'streams' || /^[\w-]+$/.test(step)
        ? `${text}.${visible(step)}`
        : `${text}[${visible(JSON.stringify(step))}]`,
    visible(root ?? ''),
  );
}

function valueText(field: FieldChange, palette: Palette, showsBefore: boolean): string {
  const render = fieldRenderer(field.path);
  if (!showsBefore) return render(field.after);
  return `${palette.red(render(field.before))} → ${palette.green(render(field.after))}`;
}

function fieldRenderer(path: readonly string[]): (value: ConfigurationValue | undefined) => string {
  if (path[0] === 'schedule') return scheduleText;
  return path[0] === 'streams' && path.length === 2 ? streamText : renderValue;
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
function mappersText(value: ConfigurationValue): string {
  if (!Array.isArray(value)) return renderValue(value);
  const texts = value.filter(isConfiguration).map(({ type, mapperConfiguration }) => {
    const settings = isConfiguration(mapperConfiguration) ? mapperConfiguration : {};
    const field = settings.targetField ?? settings.originalFieldName;
    return `${renderValue(type)}${field === undefined ? '' : ` of ${renderValue(field)}`}`;
  });
  return `[${texts.join(', ')}]`;
}
