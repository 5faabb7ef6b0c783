import { issuesOf } from '../model/invalid-files.ts';
import { type Action, actions, type Cause, type Change, causes, type Plan } from '../model/plan.ts';
import type { ResourceKey } from '../model/resource.ts';
import type { EnvironmentPlan, FailedPlan } from '../model/several-plans.ts';
import { sortedBy } from '../util/sort.ts';
import { visible } from '../util/visible.ts';
import { hanging } from '../util/wrap.ts';
import { causeMarks, causeWords, renderBaseName, renderVerdict } from './causes.ts';
import { renderJson } from './json.ts';
import type { Palette } from './palette.ts';
import { actionMarks } from './plan.ts';
import { renderTable } from './table.ts';

/** What a cell says of a resource: its action, that nothing has to be done, or that it is not there. */
type Cell = Action | 'unchanged' | 'absent' | 'unknown';

const cellMarks: Readonly<Record<Cell, string>> = { ...actionMarks, unchanged: '=', absent: '', unknown: '?' };

interface Row {
  readonly key: ResourceKey;
  readonly cells: readonly Cell[];
  /** What is said of each cell beside its action: whose doing it is. */
  readonly causes: readonly (readonly Cause[])[];
}

/**
 * Plans of several environments side by side: resources that change, those first that do not change alike everywhere.
 *
 * @returns without a line break at the end; within 80 columns, as long as there are no more environments than fit
 */
export async function renderSeveralPlans(plans: readonly EnvironmentPlan[], palette: Palette): Promise<string> {
  const names = plans.map(({ environment }) => visible(environment));
  const rows = toRows(plans);
  const head = palette.bold(`Plans for ${plans.length} ${plans.length === 1 ? 'environment' : 'environments'}`);
  const targets = plans.flatMap((one) => renderTarget(one, palette));
  if (plans.every((one) => 'error' in one)) return [head, ...targets].join('\n');
  const differing = rows.filter(isDiffering);
  const alike = rows.filter((row) => !isDiffering(row));
  const sections = [...section('differs', differing), ...section('the same in all', alike)];
  const table = await renderTable(['', ...names], [...sections, ...countRows(plans)]);
  const legends = [['+ create, ~ update, ± replace, - delete, = unchanged, ? not known'], causeLegend(rows)];
  const legend = legends.flat().map((line) => palette.dim(line));
  return [[head, ...targets].join('\n'), table, legend.join('\n')].join('\n\n');
}

/** The plans themselves, for programs; an environment without one has its error. */
export function renderSeveralPlansJson(plans: readonly EnvironmentPlan[]): string {
  return renderJson(plans.map((one) => ('plan' in one ? one.plan : failureAsData(one))));
}

function failureAsData({ environment, error }: FailedPlan): object {
  const { code, message, hint } = error;
  const issues = issuesOf(error);
  return { formatVersion: '1.0', environment, error: { code, message, hint, issues } };
}

function renderTarget(one: EnvironmentPlan, palette: Palette): readonly string[] {
  if ('error' in one) return [`  ${visible(one.environment)}: ${palette.red('could not be planned, see below')}`];
  const { environment, workspace, server, base } = one.plan;
  const where = palette.dim(`  ${visible(environment)}: workspace "${visible(workspace.name)}" on ${visible(server)}`);
  const verdict = renderVerdict(one.plan);
  const since = base === undefined || verdict === undefined ? '' : `since ${renderBaseName(base)}: ${verdict}`;
  return [where, ...(since === '' ? [] : hanging('', since, '    '))];
}

/** Of the marks that are used. */
function causeLegend(rows: readonly Row[]): readonly string[] {
  const used = new Set(rows.flatMap((row) => row.causes.flat()));
  const words = causes.filter((cause) => used.has(cause)).map((cause) => `${causeMarks[cause]} ${causeWords[cause]}`);
  return words.length === 0 ? [] : [`cause: ${words.join(', ')}`];
}

function toRows(plans: readonly EnvironmentPlan[]): readonly Row[] {
  const known = plans.map((one) => ('plan' in one ? cellsOf(one.plan) : undefined));
  const changed = plans.flatMap((one) => ('plan' in one ? one.plan.changes.map(({ key }) => key) : []));
  const causesOf = plans.map((one) => new Map('plan' in one ? one.plan.changes.map(causesByKey) : []));
  return sortedBy(new Set(changed), String).map((key) => ({
    key,
    cells: known.map((cells) => (cells === undefined ? 'unknown' : (cells.get(key) ?? 'absent'))),
    causes: causesOf.map((found) => found.get(key) ?? []),
  }));
}

function causesByKey({ key, causes: found = [] }: Change): readonly [ResourceKey, readonly Cause[]] {
  return [key, causes.filter((cause) => found.includes(cause))];
}

function cellsOf({ changes, ids }: Plan): ReadonlyMap<string, Cell> {
  const live = Object.entries(ids).flatMap(([key, id]) => (id === undefined ? [] : [[key, 'unchanged'] as const]));
  return new Map<string, Cell>([...live, ...changes.map(({ key, action }) => [key, action] as const)]);
}

/** What is not known tells no difference. */
function isDiffering({ cells }: Row): boolean {
  return new Set(cells.filter((cell) => cell !== 'unknown')).size > 1;
}

type TableRow = readonly string[] | 'line';

function section(title: string, rows: readonly Row[]): readonly TableRow[] {
  if (rows.length === 0) return [];
  return [
    [title],
    ...rows.map((row) => [
      `  ${visible(row.key)}`,
      ...row.cells.map((cell, index) => cellText(cell, row.causes[index])),
    ]),
    'line',
  ];
}

/** `~`, or `~ cd` with whose doing it is. */
function cellText(cell: Cell, because: readonly Cause[] = []): string {
  const marks = because.map((cause) => causeMarks[cause]).join('');
  return marks === '' ? cellMarks[cell] : `${cellMarks[cell]} ${marks}`;
}

function countRows(plans: readonly EnvironmentPlan[]): readonly TableRow[] {
  const counted = [...actions, 'unchanged', 'unmanaged'] as const;
  return counted.map((name) => [
    (actions as readonly string[]).includes(name) ? `to ${name}` : name,
    ...plans.map((one) => ('plan' in one ? String(one.plan.summary[name]) : '?')),
  ]);
}
