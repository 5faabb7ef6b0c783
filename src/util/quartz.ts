/** Months and weekdays as Quartz names them; it counts both from 1, and weeks from Sunday. */
const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
export const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

interface FieldRule {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names for numbers, the first for `firstNamed`. */
  readonly names?: readonly string[];
  /** What a field may say besides numbers, lists, ranges and steps. */
  readonly special?: RegExp;
}

const fieldRules: readonly FieldRule[] = [
  { name: 'seconds', min: 0, max: 59 },
  { name: 'minutes', min: 0, max: 59 },
  { name: 'hours', min: 0, max: 23 },
  { name: 'day of month', min: 1, max: 31, special: /^(\?|L|LW|L-([1-9]|[12]\d|30)|([1-9]|[12]\d|3[01])W)$/ },
  { name: 'month', min: 1, max: 12, names: months },
  {
    name: 'day of week',
    min: 1,
    max: 7,
    names: weekdays,
    special: /^(\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/,
  },
  { name: 'year', min: 1970, max: 2099 },
];

/**
 * What is wrong with a Quartz cron expression; `undefined` when nothing is.
 *
 * Six fields or seven, seconds first, and a `?` in exactly one of day of month and day of week. It knows the grammar, not
 * the calendar: 30 February is let through.
 */
export function findCronFault(expression: string): string | undefined {
  const fields = fieldsOf(expression);
  if (fields.length < 6 || fields.length > 7) return `expected 6 or 7 fields, found ${fields.length}`;
  const wrong = fields.findIndex((field, index) => !isField(field, fieldRules[index]));
  if (wrong >= 0) return `"${fields[wrong]}" is not a valid ${fieldRules[wrong]?.name}`;
  if ((fields[3] === '?') === (fields[5] === '?')) {
    return 'exactly one of day of month and day of week must be "?"';
  }
  return undefined;
}

/** True when an expression fires more than once a minute, which no server allows (API §2.6). */
export function firesEverySecond(expression: string): boolean {
  return !isOneNumber(fieldsOf(expression)[0]);
}

/** True when an expression fires more than once in an hour. */
export function firesWithinHours(expression: string): boolean {
  return !isOneNumber(fieldsOf(expression)[1]);
}

function isOneNumber(field: string | undefined): boolean {
  return /^\d+$/.test(field ?? '');
}

function fieldsOf(expression: string): readonly string[] {
  return expression.trim().toUpperCase().split(/\s+/);
}

function isField(field: string, rule: FieldRule | undefined): boolean {
  if (rule === undefined) return false;
  if (rule.special?.test(field)) return true;
  return field.split(',').every((part) => isPart(part, rule));
}

/** `*`, a number, a range, each with or without a step. */
function isPart(part: string, rule: FieldRule): boolean {
  const [range = '', step, ...rest] = part.split('/');
  if (rest.length > 0) return false;
  if (step !== undefined && !(/^\d+$/.test(step) && Number(step) >= 1 && Number(step) <= rule.max)) return false;
  if (range === '*') return true;
  const ends = range.split('-').map((end) => toNumber(end, rule));
  return ends.length <= 2 && ends.every((end) => end >= rule.min && end <= rule.max);
}

/** `NaN` for what is neither a number nor a name. */
function toNumber(text: string, rule: FieldRule): number {
  const named = rule.names?.indexOf(text) ?? -1;
  if (named >= 0) return named + rule.min;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
