const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

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

/** What is wrong with an expression, in words, and what to write instead if that can be told. */
export interface CronFault {
  readonly message: string;
  readonly hint?: string;
}

/**
 * What is wrong with a Quartz cron expression; `undefined` when nothing is.
 *
 * Six fields or seven, seconds first, and a `?` in exactly one of day of month and day of week. A stand-in for the
 * server's two parsers: it knows the grammar, not the calendar (30 February is let through).
 */
export function findCronFault(expression: string): CronFault | undefined {
  const fields = fieldsOf(expression);
  if (fields.length < 6 || fields.length > 7) return wrongCount(fields);
  const wrong = fields.findIndex((field, index) => !isField(field, fieldRules[index]));
  const rule = fieldRules[wrong];
  if (rule !== undefined) {
    return { message: `"${fields[wrong]}" is not a valid ${rule.name}`, hint: fieldHint(rule) };
  }
  if ((fields[3] === '?') !== (fields[5] === '?')) return undefined;
  const hint = oneQuestionMark(fields);
  return {
    message: 'exactly one of day of month and day of week must be "?"',
    ...(hint === undefined ? {} : { hint }),
  };
}

/** True when an expression fires more than once a minute, which no server allows (API §2.6). */
export function firesEverySecond(expression: string): boolean {
  return !/^\d+$/.test(fieldsOf(expression)[0] ?? '');
}

/** True for a valid expression that fires more than once within an hour. */
export function firesMoreThanHourly(expression: string): boolean {
  const [, field = ''] = fieldsOf(expression);
  const rule = fieldRules[1];
  return rule !== undefined && new Set(field.split(',').flatMap((part) => numbersOf(part, rule))).size > 1;
}

/**
 * An expression that means the same, in the words of parsers that know neither `5/15`, nor ranges over the end such as
 * `22-2`, nor `L` for the last day of the week.
 */
export function withoutShorthands(expression: string): string {
  const fields = fieldsOf(expression).map((field, index) => {
    const rule = fieldRules[index];
    if (rule === undefined || rule.special?.test(field)) return index === 5 && field === 'L' ? '7' : field;
    return field
      .split(',')
      .map((part) => (isShorthand(part, rule) ? numbersOf(part, rule).join(',') : part))
      .join(',');
  });
  return fields.join(' ');
}

function fieldsOf(expression: string): readonly string[] {
  return expression.trim().toUpperCase().split(/\s+/);
}

const macros: Readonly<Record<string, string>> = {
  '@HOURLY': '0 0 * * * ?',
  '@DAILY': '0 0 0 * * ?',
  '@MIDNIGHT': '0 0 0 * * ?',
  '@WEEKLY': '0 0 0 ? * SUN',
  '@MONTHLY': '0 0 0 1 * ?',
  '@YEARLY': '0 0 0 1 1 ?',
  '@ANNUALLY': '0 0 0 1 1 ?',
};

function wrongCount(fields: readonly string[]): CronFault {
  const form = 'second, minute, hour, day of month, month, day of week, and a year if you like';
  const macro = macros[fields[0] ?? ''];
  if (fields.length === 1 && macro !== undefined) {
    return { message: `${fields[0]?.toLowerCase()} is not known to Airbyte`, hint: `write "${macro}"` };
  }
  const message = `it has ${fields.length} ${fields.length === 1 ? 'field' : 'fields'}, and 6 or 7 are expected`;
  const quartz = fromUnix(fields);
  if (quartz === undefined || findCronFault(quartz) !== undefined) return { message, hint: `the fields are ${form}` };
  return { message, hint: `as Quartz has it, seconds first: "${quartz}"` };
}

/** The five fields of Unix in Quartz's words, where Sunday is 1 and not 0. */
function fromUnix(fields: readonly string[]): string | undefined {
  const [minute, hour, day, month, weekday] = fields;
  if (fields.length !== 5 || weekday === undefined) return undefined;
  if (weekday === '*') return ['0', minute, hour, day, month, '?'].join(' ');
  if (day !== '*') return undefined;
  const named = weekday.replace(/(?<!\/)\b[0-7]\b/g, (digit) => weekdays[Number(digit) % 7] ?? digit);
  return ['0', minute, hour, '?', month, named].join(' ');
}

function oneQuestionMark(fields: readonly string[]): string | undefined {
  const [day, weekday] = [fields[3], fields[5]];
  const wanted = [weekday === '*' || day === '?' ? day : '?', weekday === '*' || weekday === '?' ? '?' : weekday];
  if (day !== '*' && day !== '?' && weekday !== '*') return 'make one connection for each of the two';
  const [newDay = '*', newWeekday = '?'] = day === '?' ? ['*', '?'] : wanted;
  return `write "${fields.with(3, newDay).with(5, newWeekday).join(' ')}"`;
}

function fieldHint({ name, min, max, names }: FieldRule): string {
  const numbers = name === 'day of week' ? '1 (Sunday) to 7 (Saturday)' : `${min} to ${max}`;
  return `it takes ${numbers}${names === undefined ? '' : `, names such as ${names[1]}`}, lists, ranges and steps`;
}

function isShorthand(part: string, rule: FieldRule): boolean {
  const [range = '', step] = part.split('/');
  const [from = '', to] = range.split('-');
  if (to === undefined) return step !== undefined && range !== '*';
  return toNumber(from, rule) > toNumber(to, rule);
}

/** All that a part stands for; a range may go over the end, and `5/15` goes on to it. */
function numbersOf(part: string, rule: FieldRule): readonly number[] {
  const [range = '', step] = part.split('/');
  const [from = '', to = from] = range.split('-');
  const all = range === '*';
  const first = all ? rule.min : toNumber(from, rule);
  const last = all || (step !== undefined && !range.includes('-')) ? rule.max : toNumber(to, rule);
  const span = last < first ? last + rule.max - rule.min + 1 - first : last - first;
  const numbers = Array.from({ length: span + 1 }, (_, index) => first + index);
  return numbers
    .filter((_, index) => index % Number(step ?? 1) === 0)
    .map((number) => (number > rule.max ? number - rule.max - 1 + rule.min : number));
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
