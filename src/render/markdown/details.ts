import { type ConfigurationValue, isConfiguration } from '../../model/configuration.ts';
import { type Cause, type Change, desiredOf, type Effect, type FieldChange, type Plan } from '../../model/plan.ts';
import { groupedBy } from '../../util/group.ts';
import { compareText } from '../../util/sort.ts';
import { visible } from '../../util/visible.ts';
import { wrappedLines } from '../../util/wrap.ts';
import { type SharedRow, sharedRows } from '../alike.ts';
import { causeWords, onlyCause } from '../causes.ts';
import { afterwardsPath, lifeCycleNotes, pathId, placedEffects, stepStreams } from '../change-parts.ts';
import { afterText, bothTexts } from '../field-values.ts';
import { pathText } from '../fields.ts';
import { changeLosses } from '../losses.ts';
import { actionMarks } from '../plan.ts';
import { renderValue } from '../values.ts';
import type { Budget } from './budget.ts';
import { code, fenced, htmlCode, listed } from './words.ts';

/** How much a diff shows: with the unchanged lines around and every name, or what changes only. */
export type DiffDetail = 'all' | 'changed';

/** The diff of one change, or of several that do the same. */
export interface Detail {
  readonly changes: readonly Change[];
  readonly text: string;
  /** Shown before others where there is no room for all. */
  readonly isUrgent: boolean;
}

/** Sentences in a diff are cut to this many columns. */
const columns = 100;
/** Pairs of values that are longer are told by what comes and goes. */
const longestPair = 120;
/** How many of several changes that do the same are named. */
const mostAlike = 50;

/** Folded diffs in the order of the plan; changes that do the same have one in common. */
export function renderDetails(
  { changes }: Plan,
  detail: DiffDetail,
  { folds }: Pick<Budget, 'folds'>,
): readonly Detail[] {
  const rendered = changes.map((change) => ({ change, lines: diffLines(change, detail) }));
  const groups = groupedBy(rendered, ({ change, lines }) => [change.kind, change.action, ...lines].join('\n'));
  return [...groups.values()].flatMap((group) => {
    const alike = group.map(({ change }) => change);
    const [first] = group;
    if (first === undefined || first.lines.length === 0) return [];
    const body = [...namesOf(alike), fenced(first.lines, 'diff')].join('\n\n');
    const isUrgent = changeLosses(first.change).length > 0;
    return [{ changes: alike, isUrgent, text: folds ? folded(alike, body) : unfolded(alike, body) }];
  });
}

function folded([first, ...others]: readonly Change[], body: string): string {
  if (first === undefined) return '';
  const more = others.length === 0 ? htmlCode(first.name) : `and ${others.length} more, all alike`;
  const head = `${htmlCode(`${actionMarks[first.action]} ${first.key}`)} ${more}`;
  return `<details><summary>${head}</summary>\n\n${body}\n\n</details>`;
}

function unfolded([first, ...others]: readonly Change[], body: string): string {
  if (first === undefined) return '';
  const more = others.length === 0 ? code(first.name) : `and ${others.length} more, all alike`;
  return `**${code(`${actionMarks[first.action]} ${first.key}`)}** ${more}\n\n${body}`;
}

function namesOf(alike: readonly Change[]): readonly string[] {
  if (alike.length === 1) return [];
  const names = listed(
    alike.map(({ key }) => key),
    mostAlike,
    (key) => code(key),
  );
  return [`For ${names}:`];
}

function diffLines(change: Change, detail: DiffDetail): readonly string[] {
  const { whole, caused } = placedEffects(change, change.fields);
  const under = (path: readonly string[]) => (caused.get(pathId(path)) ?? []).flatMap(effectLines);
  const rows = sharedRows(change.fields, '', detail === 'all' ? Number.POSITIVE_INFINITY : undefined);
  const cause = onlyCause(change);
  return [
    ...(cause === undefined ? [] : [causeLine(cause)]),
    ...[...lifeCycleNotes(change), ...change.notes].flatMap((note) => hangingLines('! ', visible(note))),
    ...whole.flatMap(effectLines),
    ...withContext(rows, detail === 'all' ? contextOf(change) : []).flatMap((row) =>
      typeof row === 'string' ? [row] : rowLines(row, change, under),
    ),
    ...stepLines(change),
    ...(change.action === 'update' && change.afterwards !== undefined ? under(afterwardsPath) : []),
  ];
}

function rowLines(
  { label, field, below, paths }: SharedRow,
  { action, causes = [] }: Change,
  under: (path: readonly string[]) => readonly string[],
): readonly string[] {
  const names = below.map((line) => `    ${line}`);
  const cause = causes.length < 2 || field.cause === undefined ? [] : [causeLine(field.cause)];
  return [...fieldLines(label, field, action), ...names, ...cause, ...paths.flatMap(under)];
}

function causeLine(cause: Cause): string {
  return `  cause: ${causeWords[cause]}`;
}

function fieldLines(label: string, field: FieldChange, action: Change['action']): readonly string[] {
  if (action === 'create') return [`+ ${label}: ${afterText(field)}`];
  const texts = bothTexts(field, longestPair);
  if (typeof texts === 'string') return [`! ${label}: ${texts}`];
  const [before, after] = texts;
  return [
    ...(field.before === undefined ? [] : [`- ${label}: ${before}`]),
    ...(field.after === undefined ? [] : [`+ ${label}: ${after}`]),
  ];
}

function stepLines(change: Change): readonly string[] {
  if (change.action !== 'update' || change.afterwards === undefined) return [];
  return hangingLines('! ', `then ${change.afterwards.action} ${stepStreams(change.afterwards)}`);
}

function effectLines({ weight, text }: Effect): readonly string[] {
  return hangingLines(weight === 'harmless' ? '  → ' : '! → ', visible(text));
}

function hangingLines(mark: string, text: string): readonly string[] {
  const rest = `${mark.charAt(0)}${' '.repeat(mark.length - 1)}`;
  return wrappedLines(text, columns).map((line, index) => `${index === 0 ? mark : rest}${line}`);
}

interface ContextLine {
  readonly path: readonly string[];
  readonly label: string;
  readonly line: string;
}

/** How many unchanged lines are shown around one that changes. */
const contextLines = 3;

/** What of a configuration stays as it is. */
function contextOf(change: Change): readonly ContextLine[] {
  const desired = desiredOf(change);
  if (change.action !== 'update' || desired === undefined || !('configuration' in desired)) return [];
  const changed = change.fields.map(({ path }) => path);
  return leaves(['configuration'], desired.configuration).filter(
    ({ path }) => !changed.some((other) => isWithin(path, other) || isWithin(other, path)),
  );
}

function isWithin(inner: readonly string[], outer: readonly string[]): boolean {
  return outer.every((step, index) => inner[index] === step);
}

function leaves(path: readonly string[], value: ConfigurationValue): readonly ContextLine[] {
  if (isConfiguration(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([name, inner]) => leaves([...path, name], inner));
  }
  const label = pathText(path);
  return [{ path, label, line: `  ${label}: ${renderValue(value)}` }];
}

/** Rows of a configuration among the lines around them, by path; all others as they came. */
function withContext(rows: readonly SharedRow[], context: readonly ContextLine[]): readonly (SharedRow | string)[] {
  const isConfigured = (row: SharedRow) => row.field.path[0] === 'configuration';
  const own = rows.filter(isConfigured);
  if (own.length === 0 || context.length === 0) return rows;
  const all = [...own, ...context].sort((left, right) => compareText(left.label, right.label));
  const isNear = (index: number) =>
    all.slice(Math.max(0, index - contextLines), index + contextLines + 1).some((one) => !('line' in one));
  const shown = all.map((one, index) => (isNear(index) ? one : undefined));
  const lines = shown.flatMap((one, index) => {
    if (one === undefined) return index > 0 && shown[index - 1] === undefined ? [] : ['  …'];
    return ['line' in one ? one.line : one];
  });
  const at = rows.findIndex(isConfigured);
  const others = rows.filter((row) => !isConfigured(row));
  return [...others.slice(0, at), ...lines, ...others.slice(at)];
}
