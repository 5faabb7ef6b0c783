import type { Action, Change, Effect, EffectWeight, Plan } from '../model/plan.ts';
import { type ResourceKind, resourceKinds } from '../model/resource.ts';
import { streamName } from '../model/stream.ts';
import { visible } from '../util/visible.ts';
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
  const notes = plan.notes.map((note) => `${palette.yellow('note:')} ${visible(note)}`);
  const head = [palette.bold(renderSummary(plan)), palette.dim(target), ...notes].join('\n');
  if (plan.changes.length === 0) return head;
  const shown = { palette, detail };
  const groups = resourceKinds.flatMap((kind) => renderGroup(kind, plan, shown));
  return [head, ...groups, ...renderTags(plan, palette), palette.bold(renderSummary(plan))].join('\n\n');
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
  const { action, notes, effects } = change;
  const fields = detail === 'brief' && action === 'create' ? [] : change.fields;
  const lines = renderFields(fields, palette, { showsBefore: action !== 'create' });
  const whole = effects.filter(({ path }) => !fields.some((field) => isSamePath(field.path, path)));
  return [
    `  ${renderTitle(change, palette)}${renderPlace(change, palette)}`,
    ...notes.map((note) => `      ${palette.yellow('!')} ${visible(note)}`),
    ...whole.map((effect) => `      ${renderEffect(effect, palette)}`),
    ...lines.flatMap((line, index) => {
      const caused = effects.filter(({ path }) => isSamePath(path, fields[index]?.path ?? []));
      return [`      ${line}`, ...caused.map((effect) => `        ${renderEffect(effect, palette)}`)];
    }),
    ...renderAfterwards(change, palette),
  ].join('\n');
}

function isSamePath(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((step, index) => step === right[index]);
}

function renderPlace({ place }: Change, palette: Palette): string {
  return place === undefined ? '' : `  ${palette.dim(`${visible(place.file)}:${place.line}`)}`;
}

const effectColours: Readonly<Record<EffectWeight, keyof Palette>> = {
  harmless: 'dim',
  rereads: 'yellow',
  loses: 'red',
};

function renderEffect({ weight, text }: Effect, palette: Palette): string {
  return palette[effectColours[weight]](`→ ${visible(text)}`);
}

/** What is asked of the server behind a change: `then refresh public.orders, public.customers`. */
function renderAfterwards(change: Change, palette: Palette): readonly string[] {
  if (change.action !== 'update' || change.afterwards === undefined) return [];
  const { action, streams } = change.afterwards;
  return [
    `      ${palette.magenta(`then ${action}`)} ${streams.map((stream) => visible(streamName(stream))).join(', ')}`,
  ];
}

function renderTags({ newTags }: Plan, palette: Palette): readonly string[] {
  if (newTags.length === 0) return [];
  const tags = newTags.map((name) => `  ${palette.green(`+ tag "${visible(name)}"`)}`);
  return [[palette.bold('Tags that the connections need'), ...tags].join('\n')];
}
