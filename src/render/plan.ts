import type { Action, Cause, Change, Effect, EffectWeight, Plan } from '../model/plan.ts';
import { type ResourceKind, resourceKinds } from '../model/resource.ts';
import { groupedBy } from '../util/group.ts';
import { columnsOf, visible } from '../util/visible.ts';
import { hanging, textColumns, wrappedLines } from '../util/wrap.ts';
import { type SharedRow, sharedRows } from './alike.ts';
import { causeWords, onlyCause, renderBaseName, renderVerdict } from './causes.ts';
import { afterwardsPath, lifeCycleNotes, pathId, placedEffects, stepStreams } from './change-parts.ts';
import { renderExplanations } from './explained.ts';
import { renderFields } from './fields.ts';
import { renderJson } from './json.ts';
import { type Palette, plainPalette } from './palette.ts';

/** The mark of each action; it says the same as its colour. */
export const actionMarks: Readonly<Record<Action, string>> = { create: '+', update: '~', replace: '±', delete: '-' };

const actionColours: Readonly<Record<Action, keyof Palette>> = {
  create: 'green',
  update: 'yellow',
  replace: 'magenta',
  delete: 'red',
};

const headings: Readonly<Record<ResourceKind, string>> = {
  definition: 'Definitions',
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
  const notes = plan.notes.flatMap((note) => renderNote('note:', note, '', palette));
  const where = hanging('', target).map(palette.dim);
  const head = [palette.bold(renderSummary(plan)), ...renderBase(plan), ...where, ...notes].join('\n');
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
  if (changes.length === 0) {
    const reason = unchanged === 0 ? 'there is nothing to compare' : 'the server is as the files say';
    return `No changes: ${reason}; ${rest}`;
  }
  const counts = (['create', 'update', 'replace', 'delete'] as const).map(
    (action) => `${summary[action]} to ${action}`,
  );
  return `Plan: ${counts.join(', ')}; ${rest}`;
}

/** Whose doing the changes are. */
function renderBase(plan: Plan): readonly string[] {
  const verdict = renderVerdict(plan);
  return plan.base === undefined || verdict === undefined
    ? []
    : hanging('', `since ${renderBaseName(plan.base)}: ${verdict}`);
}

/** `+ source/orders  "Orders"`. */
export function renderTitle({ action, key, name }: Change, palette: Palette): string {
  const quoted = `"${visible(name).replaceAll('"', '\\"')}"`;
  return `${palette[actionColours[action]](`${actionMarks[action]} ${visible(key)}`)}  ${quoted}`;
}

/** All that a change says, without its title. */
export function renderChangeBody(change: Change, palette: Palette): string {
  return renderBody(change, { palette, detail: 'full' }).join('\n');
}

interface Manner {
  readonly palette: Palette;
  readonly detail: PlanDetail;
}

function renderGroup(kind: ResourceKind, { changes }: Plan, manner: Manner): readonly string[] {
  const ofKind = changes.filter((change) => change.kind === kind);
  if (ofKind.length === 0) return [];
  const rendered = ofKind.map((change) => ({ head: renderHead(change, manner), body: renderBody(change, manner) }));
  const lines = [...groupedBy(rendered, ({ body }) => body.join('\n')).values()].flatMap((alike) => [
    ...alike.flatMap(({ head }) => head),
    ...sharedBody(alike[0]?.body ?? [], alike.length, manner),
  ]);
  return [[manner.palette.bold(headings[kind]), ...lines].join('\n')];
}

/** Changes that do the same to several resources are told once, behind all of their names. */
function sharedBody(body: readonly string[], count: number, { palette }: Manner): readonly string[] {
  if (count === 1 || body.length === 0) return body;
  return [`${bodyIndent}${palette.dim(count === 2 ? 'both alike:' : `all ${count} alike:`)}`, ...body];
}

/** In front of everything that a change says behind its title. */
const bodyIndent = '      ';
const effectIndent = '        ';

/** The title, with the place behind it, or below where that does not fit. */
function renderHead(change: Change, { palette }: Manner): readonly string[] {
  const title = `  ${renderTitle(change, palette)}`;
  if (change.place === undefined) return [title];
  const place = `${visible(change.place.file)}:${change.place.line}`;
  const columns = columnsOf(`  ${renderTitle(change, plainPalette)}  ${place}`);
  return columns <= textColumns ? [`${title}  ${palette.dim(place)}`] : [title, `${bodyIndent}${palette.dim(place)}`];
}

function renderBody(change: Change, { palette, detail }: Manner): readonly string[] {
  const { action, notes } = change;
  const fields = detail === 'brief' && action === 'create' ? [] : change.fields;
  const { whole, caused } = placedEffects(change, fields);
  const under = (path: readonly string[]) =>
    (caused.get(pathId(path)) ?? []).flatMap((effect) => renderEffect(effect, effectIndent, palette));
  const cause = onlyCause(change);
  return [
    ...(cause === undefined ? [] : [renderCause(cause, bodyIndent, palette)]),
    ...[...lifeCycleNotes(change), ...notes].flatMap((note) => renderNote('!', note, bodyIndent, palette)),
    ...whole.flatMap((effect) => renderEffect(effect, bodyIndent, palette)),
    ...renderRows(sharedRows(fields, effectIndent), change, palette, under),
    ...renderAfterwards(change, palette),
    ...(change.action === 'update' && change.afterwards !== undefined ? under(afterwardsPath) : []),
  ];
}

function renderRows(
  rows: readonly SharedRow[],
  change: Change,
  palette: Palette,
  under: (path: readonly string[]) => readonly string[],
): readonly string[] {
  const lines = renderFields(rows, palette, { showsBefore: change.action !== 'create', indent: bodyIndent.length });
  const isMixed = (change.causes?.length ?? 0) > 1;
  return rows.flatMap(({ field: { cause }, paths, below }, index) => [
    ...(lines[index] ?? []).map((line) => `${bodyIndent}${line}`),
    ...below,
    ...(isMixed && cause !== undefined ? [renderCause(cause, effectIndent, palette)] : []),
    ...paths.flatMap(under),
  ]);
}

function renderCause(cause: Cause, indent: string, palette: Palette): string {
  return `${indent}${palette.dim(`cause: ${causeWords[cause]}`)}`;
}

function renderNote(mark: string, note: string, indent: string, palette: Palette): readonly string[] {
  const lines = hanging(`${mark} `, visible(note), indent);
  return lines.map((line, index) => (index === 0 ? line.replace(mark, palette.yellow(mark)) : line));
}

const effectColours: Readonly<Record<EffectWeight, keyof Palette>> = {
  harmless: 'dim',
  rereads: 'yellow',
  loses: 'red',
};

function renderEffect({ weight, text }: Effect, indent: string, palette: Palette): readonly string[] {
  const lines = wrappedLines(visible(text), textColumns - indent.length - 2);
  return lines.map((line, index) => `${indent}${palette[effectColours[weight]](`${index === 0 ? '→' : ' '} ${line}`)}`);
}

/** What is asked of the server behind a change: `then refresh public.orders, public.customers`. */
function renderAfterwards(change: Change, palette: Palette): readonly string[] {
  if (change.action !== 'update' || change.afterwards === undefined) return [];
  const head = `then ${change.afterwards.action}`;
  return hanging(`${head} `, stepStreams(change.afterwards), bodyIndent).map((line, index) =>
    index === 0 ? line.replace(head, palette.magenta(head)) : line,
  );
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
