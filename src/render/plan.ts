import type { Action, Change, Effect, EffectWeight, FieldChange, Plan } from '../model/plan.ts';
import { type ResourceKind, resourceKinds } from '../model/resource.ts';
import { streamName } from '../model/stream.ts';
import { groupedBy } from '../util/group.ts';
import { visible } from '../util/visible.ts';
import { wrappedLines } from '../util/wrap.ts';
import { renderExplanations } from './explained.ts';
import { renderFields } from './fields.ts';
import { renderJson } from './json.ts';
import type { Palette } from './palette.ts';

/** The mark of each action; it says the same as its colour. */
export const actionMarks: Readonly<Record<Action, string>> = { create: '+', update: '~', replace: '±', delete: '-' };

const actionColours: Readonly<Record<Action, keyof Palette>> = {
  create: 'green',
  update: 'yellow',
  replace: 'magenta',
  delete: 'red',
};

const headings: Readonly<Record<ResourceKind, string>> = {
  source: 'Sources',
  destination: 'Destinations',
  connection: 'Connections',
};

/** How much of a plan is shown: everything, or what is new by its name only, for those who have seen it. */
export type PlanDetail = 'full' | 'brief';

/**
 * A plan for people: the summary first and last, changes by kind, what is unchanged left out.
 *
 * @returns without a line break at the end
 */
export function renderPlan(plan: Plan, palette: Palette, detail: PlanDetail = 'full'): string {
  const target = `environment ${visible(plan.environment)}, workspace "${visible(plan.workspace.name)}" on ${visible(plan.server)}`;
  const notes = plan.notes.map((note) => `${palette.yellow('note:')} ${visible(note)}`);
  const head = [palette.bold(renderSummary(plan)), palette.dim(target), ...notes].join('\n');
  const explained = renderExplanations(plan, palette);
  const unmanaged = renderUnmanaged(plan, palette);
  if (plan.changes.length === 0) return [head, ...unmanaged, ...explained].join('\n\n');
  const shown = { palette, detail };
  const groups = resourceKinds.flatMap((kind) => renderGroup(kind, plan, shown));
  const rest = [...renderTags(plan, palette), ...unmanaged, ...explained];
  return [head, ...groups, ...rest, palette.bold(renderSummary(plan))].join('\n\n');
}

/** The plan itself, for programs. */
export function renderPlanJson(plan: Plan): string {
  return renderJson(plan);
}

/** `Plan: 2 to create, …`, or that there is nothing to do. */
export function renderSummary({ summary, changes }: Plan): string {
  const { unchanged, unmanaged } = summary;
  const rest = `${unchanged} unchanged, ${unmanaged} unmanaged`;
  if (changes.length === 0) return `No changes: the server is as the files say; ${rest}`;
  const counts = (['create', 'update', 'replace', 'delete'] as const).map(
    (action) => `${summary[action]} to ${action}`,
  );
  return `Plan: ${counts.join(', ')}; ${rest}`;
}

/** `+ source/orders  "Orders"`. */
export function renderTitle({ action, key, name }: Change, palette: Palette): string {
  return `${palette[actionColours[action]](`${actionMarks[action]} ${visible(key)}`)}  "${visible(name)}"`;
}

interface Manner {
  readonly palette: Palette;
  readonly detail: PlanDetail;
}

function renderGroup(kind: ResourceKind, { changes }: Plan, manner: Manner): readonly string[] {
  const ofKind = changes.filter((change) => change.kind === kind);
  if (ofKind.length === 0) return [];
  return [[manner.palette.bold(headings[kind]), ...ofKind.map((change) => renderChange(change, manner))].join('\n')];
}

function renderChange(change: Change, { palette, detail }: Manner): string {
  const { action, notes } = change;
  const fields = detail === 'brief' && action === 'create' ? [] : change.fields;
  const lines = renderFields(fields, palette, { showsBefore: action !== 'create' });
  const { whole, caused } = placedEffects(change, fields);
  const under = (path: readonly string[]) =>
    (caused.get(pathId(path)) ?? []).flatMap((effect) => renderEffect(effect, '        ', palette));
  return [
    `  ${renderTitle(change, palette)}${renderPlace(change, palette)}`,
    ...lifeCycleNotes(change).map((note) => `      ${palette.yellow('!')} ${visible(note)}`),
    ...notes.map((note) => `      ${palette.yellow('!')} ${visible(note)}`),
    ...whole.flatMap((effect) => renderEffect(effect, '      ', palette)),
    ...lines.flatMap((line, index) => [`      ${line}`, ...under(fields[index]?.path ?? [])]),
    ...renderAfterwards(change, palette).flatMap((line) => [line, ...under(afterwardsPath)]),
  ].join('\n');
}

function lifeCycleNotes(change: Change): readonly string[] {
  const notes = change.isProtected === true ? ['protected: apply refuses this'] : [];
  return change.action !== 'delete' || change.reason === undefined ? notes : [...notes, `reason: ${change.reason}`];
}

/** What the effects of a step behind a change belong to. */
const afterwardsPath = ['afterwards'];

interface PlacedEffects {
  /** Of the change, or of a field that is not shown. */
  readonly whole: readonly Effect[];
  /** By the id of the path of their field. */
  readonly caused: ReadonlyMap<string, readonly Effect[]>;
}

/** Quiet ones are left out: they say that nothing moves. */
function placedEffects(change: Change, fields: readonly FieldChange[]): PlacedEffects {
  const hasStep = change.action === 'update' && change.afterwards !== undefined;
  const paths = [...fields.map(({ path }) => path), ...(hasStep ? [afterwardsPath] : [])];
  const ids = new Set(paths.map(pathId));
  const told = change.effects.filter(({ isQuiet }) => isQuiet !== true);
  return {
    whole: told.filter(({ path }) => !ids.has(pathId(path))),
    caused: groupedBy(told, ({ path }) => pathId(path)),
  };
}

function pathId(path: readonly string[]): string {
  return JSON.stringify(path);
}

function renderPlace({ place }: Change, palette: Palette): string {
  return place === undefined ? '' : `  ${palette.dim(`${visible(place.file)}:${place.line}`)}`;
}

const effectColours: Readonly<Record<EffectWeight, keyof Palette>> = {
  harmless: 'dim',
  rereads: 'yellow',
  loses: 'red',
};

/** As wide as a terminal is at least, in columns. */
const effectColumns = 80;

function renderEffect({ weight, text }: Effect, indent: string, palette: Palette): readonly string[] {
  const lines = wrappedLines(visible(text), effectColumns - indent.length - 2);
  return lines.map((line, index) => `${indent}${palette[effectColours[weight]](`${index === 0 ? '→' : ' '} ${line}`)}`);
}

/** How many streams of a step are named. */
const mostStepNames = 10;

/** What is asked of the server behind a change: `then refresh public.orders, public.customers`. */
function renderAfterwards(change: Change, palette: Palette): readonly string[] {
  if (change.action !== 'update' || change.afterwards === undefined) return [];
  const { action, streams } = change.afterwards;
  const names = streams.slice(0, mostStepNames).map((stream) => visible(streamName(stream)));
  const more = streams.length > names.length ? ` and ${streams.length - names.length} more` : '';
  const all = streams.length === 0 ? 'those streams that are found to have changed' : `${names.join(', ')}${more}`;
  return [`      ${palette.magenta(`then ${action}`)} ${all}`];
}

function renderUnmanaged({ unmanaged = [] }: Plan, palette: Palette): readonly string[] {
  if (unmanaged.length === 0) return [];
  const lines = unmanaged.map(({ kind, id, name }) => `  ${palette.dim(`${kind}/${visible(id)}`)}  "${visible(name)}"`);
  return [[palette.bold('Unmanaged: live, but no file names them'), ...lines].join('\n')];
}

function renderTags({ newTags }: Plan, palette: Palette): readonly string[] {
  if (newTags.length === 0) return [];
  const tags = newTags.map((name) => `  ${palette.green(`+ tag "${visible(name)}"`)}`);
  return [[palette.bold('Tags that the connections need'), ...tags].join('\n')];
}
