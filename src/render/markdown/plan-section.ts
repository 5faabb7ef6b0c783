import { allowanceNote } from '../../model/guarded-actions.ts';
import { actions, type Plan } from '../../model/plan.ts';
import { applyCommand } from '../apply-command.ts';
import { renderBaseName, renderVerdict as renderCauseVerdict } from '../causes.ts';
import { renderExplanations } from '../explained.ts';
import { plainPalette } from '../palette.ts';
import type { ReviewManner } from '../plan-review.ts';
import { type BoxManner, renderBox } from './box.ts';
import { type Detail, type DiffDetail, renderDetails } from './details.ts';
import { renderPipelines } from './pipelines.ts';
import { renderCounts, renderResources } from './tables.ts';
import { code, fenced, listed, prose } from './words.ts';

export interface SectionManner extends Pick<ReviewManner, 'budget' | 'digestOf' | 'planFile'> {
  /** What of the budget is for this section. */
  readonly characters: number;
}

/**
 * One plan in as much detail as there is room for: everything; what changes only; one line a resource, with as many
 * diffs as fit; counts by kind. The verdict and the box are always there.
 */
export function renderPlanSection(plan: Plan, manner: SectionManner): string {
  const detailed = detailedSection(plan, manner);
  if (detailed !== undefined) return detailed;
  const short = countsSection(plan, { names: 5, hasReasons: true }, manner);
  return short.length <= manner.characters ? short : countsSection(plan, { names: 0, hasReasons: false }, manner);
}

/** With a line for each resource at least; `undefined` if these are too many. */
function detailedSection(plan: Plan, manner: SectionManner): string | undefined {
  const table = plan.changes.length === 0 ? '' : renderResources(plan);
  // Of thousands of changes no diff is made only to be thrown away.
  if (table.length > manner.characters) return undefined;
  const parts = { table, picture: manner.budget.draws ? renderPipelines(plan) : '' };
  for (const detail of ['all', 'changed'] as const) {
    const text = wholeSection(plan, { ...manner, ...parts, detail });
    if (text.length <= manner.characters) return text;
  }
  return linesSection(plan, { ...manner, ...parts });
}

interface PartsManner extends SectionManner {
  readonly table: string;
  readonly picture: string;
}

function wholeSection(
  plan: Plan,
  { table, picture, ...manner }: PartsManner & { readonly detail: DiffDetail },
): string {
  const details = renderDetails(plan, manner.detail, manner.budget).map(({ text }) => text);
  return joined([
    ...headParts(plan, { names: 20, hasReasons: true, notes: Number.POSITIVE_INFINITY }, manner),
    table,
    ...details,
    picture,
    ...renderExtras(plan, manner),
    renderFoot(plan, manner),
  ]);
}

/** What the figures of what is left out may take more than is reckoned with, in characters. */
const longestCount = 10;

/** `undefined` if the lines alone are too many. */
function linesSection(plan: Plan, { table, picture, ...manner }: PartsManner): string | undefined {
  const head = [...headParts(plan, { names: 20, hasReasons: true, notes: 20 }, manner), table];
  const foot = renderFoot(plan, manner);
  const words = leftOutWords(plan.changes.length - 1, plan);
  const base = joined([...head, words, foot]).length + longestCount;
  if (base > manner.characters) return undefined;
  const withPicture = base + picture.length + 2 <= manner.characters ? picture : '';
  const left = manner.characters - base - withPicture.length - 2;
  const details = fitting(renderDetails(plan, 'changed', manner.budget), left);
  const shown = details.reduce((sum, { changes }) => sum + changes.length, 0);
  const leftOut = leftOutWords(plan.changes.length - shown, plan);
  return joined([...head, ...details.map(({ text }) => text), leftOut, withPicture, foot]);
}

/** Urgent ones first, in the order in which they came. */
function fitting(details: readonly Detail[], characters: number): readonly Detail[] {
  let left = characters;
  const taken = new Set<Detail>();
  for (const detail of [...details.filter(({ isUrgent }) => isUrgent), ...details.filter((it) => !it.isUrgent)]) {
    if (detail.text.length + 2 > left) continue;
    left -= detail.text.length + 2;
    taken.add(detail);
  }
  return details.filter((detail) => taken.has(detail));
}

function leftOutWords(count: number, { changes }: Plan): string {
  if (count === 0) return '';
  return `${count} of ${changes.length} diffs are left out to fit in here; \`airplan show\` has them all.`;
}

function countsSection(plan: Plan, box: Omit<BoxManner, 'boxes'>, manner: SectionManner): string {
  return joined([
    ...headParts(plan, { ...box, notes: box.names }, manner),
    renderCounts(plan),
    'Told by counts only to fit in here; `airplan show` has it all.',
    renderFoot(plan, manner),
  ]);
}

interface HeadManner extends Omit<BoxManner, 'boxes'> {
  readonly notes: number;
}

function headParts(plan: Plan, { notes, ...box }: HeadManner, { budget }: SectionManner): readonly string[] {
  return [
    renderVerdict(plan),
    renderCauses(plan),
    renderTarget(plan),
    renderBox(plan, { ...box, boxes: budget.boxes }),
    renderNotes(plan, notes),
  ];
}

function renderVerdict({ environment, summary, changes }: Plan): string {
  const counts = actions.filter((action) => summary[action] > 0).map((action) => `${summary[action]} to ${action}`);
  return `## Plan for ${code(environment, 60)}: ${changes.length === 0 ? 'no changes' : counts.join(', ')}`;
}

/** Whose doing the changes are. */
function renderCauses(plan: Plan): string {
  const verdict = renderCauseVerdict(plan);
  return plan.base === undefined || verdict === undefined
    ? ''
    : `Since ${code(renderBaseName(plan.base))}: ${verdict}.`;
}

function renderTarget({ summary, workspace, server }: Plan): string {
  const where = `Workspace ${code(workspace.name, 80)} on ${code(server, 120)}`;
  return `${where}: ${summary.unchanged} unchanged, ${summary.unmanaged} unmanaged.`;
}

/** What the box says is not said again. */
function renderNotes(plan: Plan, most: number): string {
  const allowance = allowanceNote(plan.changes);
  const notes = plan.notes.filter((note) => note !== allowance);
  const shown = notes.slice(0, most).map((note) => `- Note: ${prose(note)}`);
  const more = notes.length - shown.length;
  if (more > 0) shown.push(`- ${more} ${shown.length > 0 ? 'more ' : ''}${more === 1 ? 'note' : 'notes'}`);
  return shown.join('\n');
}

/** What was asked for beside the changes, and tags that come with them. */
function renderExtras(plan: Plan, { budget }: SectionManner): readonly string[] {
  const { newTags, unmanaged = [] } = plan;
  const tags = newTags.length === 0 ? '' : `Tags to create: ${listed(newTags, 50, (name) => code(name))}`;
  const unnamed = unmanaged.map(({ kind, id, name }) => `- ${code(`${kind}/${id}`)} ${code(name)}`);
  const explained = renderExplanations(plan, plainPalette).flatMap((part) => [...part.split('\n'), '']);
  const title = 'Equal, though they look different';
  return [
    tags,
    unnamed.length === 0 ? '' : ['Unmanaged: live, but no file names them', '', ...unnamed].join('\n'),
    explained.length === 0 ? '' : foldedText(title, fenced(explained.slice(0, -1), 'text'), budget.folds),
  ];
}

function foldedText(title: string, body: string, folds: boolean): string {
  return folds ? `<details><summary>${title}</summary>\n\n${body}\n\n</details>` : `**${title}**\n\n${body}`;
}

function renderFoot(plan: Plan, { planFile, digestOf }: SectionManner): string {
  const digest = `Plan digest ${code(digestOf(plan))}`;
  if (plan.changes.length === 0) return digest;
  const command = code(applyCommand(plan, planFile));
  const more = planFile === undefined ? '; or save it with `--out plan.json`, and apply just that.' : '';
  return `To apply it: ${command}${more}\n\n${digest}`;
}

/** Without what is empty. */
export function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
