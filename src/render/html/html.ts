import type { Issue } from '../../model/issue.ts';
import { actions, type Cause, causes, type Plan } from '../../model/plan.ts';
import { resourceKinds } from '../../model/resource.ts';
import { applyCommand } from '../apply-command.ts';
import { causeWords, renderBaseName, renderVerdict } from '../causes.ts';
import { renderExplanations } from '../explained.ts';
import { renderIssue } from '../issues.ts';
import { type Loss, lossesOf, lossWords } from '../losses.ts';
import { plainPalette } from '../palette.ts';
import { actionMarks, renderSummary } from '../plan.ts';
import type { PlanReview, ReviewManner } from '../plan-review.ts';
import { failureIssues } from '../remarks.ts';
import { renderChanges } from './changes.ts';
import { type Choice, renderFilters } from './filters.ts';
import { renderPage } from './page.ts';
import { planPicture } from './picture.ts';
import { type Html, html, nothing } from './words.ts';

/**
 * A review as a page of its own: one file that loads nothing, to be read in any browser. Filters and search work on the
 * changes of all environments at once.
 */
export function renderHtml({ plans, warnings }: PlanReview, { digestOf, planFile }: ReviewManner): string {
  const sections = plans.map((one, index) =>
    'plan' in one
      ? planSection(one.plan, { digestOf, planFile, prefix: `p${index}-` })
      : failureSection(one.environment, failureIssues(one)),
  );
  const planned = plans.flatMap((one) => ('plan' in one ? [one.plan] : []));
  const title = `airplan: ${plans.map(({ environment }) => environment).join(', ')}`;
  const told = warnings.length === 0 ? nothing : html`<h2>Warnings about the files</h2>${findings(warnings)}`;
  const isFiltered = planned.some(({ changes }) => changes.length > 0);
  return renderPage(title, [...(isFiltered ? [filters(planned)] : []), ...sections, told]);
}

interface SectionManner extends Pick<ReviewManner, 'digestOf' | 'planFile'> {
  /** In front of every id of the section. */
  readonly prefix: string;
}

function planSection(plan: Plan, { digestOf, planFile, prefix }: SectionManner): Html {
  const { environment, workspace, server, notes, newTags, unmanaged = [] } = plan;
  const verdict = renderVerdict(plan);
  const since =
    plan.base === undefined || verdict === undefined
      ? nothing
      : html`<p>Since ${renderBaseName(plan.base)}: ${verdict}</p>`;
  return html`<section>
<h1>${renderSummary(plan)}</h1>
${since}
<p class="dim">Environment ${environment}, workspace “${workspace.name}” on ${server}</p>
${lossBox(plan)}
${notes.map((note) => html`<p>Note: ${note}</p>`)}
${planPicture(plan, prefix)}
${renderChanges(plan, prefix)}
${list('Tags to create', newTags)}
${list(
  'Unmanaged: live, but no file names them',
  unmanaged.map(({ kind, id, name }) => `${kind}/${id} “${name}”`),
)}
${explanations(plan)}
${foot(plan, planFile)}
<p class="dim">Plan digest <code>${digestOf(plan)}</code></p>
</section>`;
}

function foot(plan: Plan, planFile: string | undefined): Html {
  if (plan.changes.length === 0) return nothing;
  return html`<p>To apply it: <code>${applyCommand(plan, planFile)}</code></p>`;
}

function lossBox(plan: Plan): Html {
  if (plan.changes.length === 0) return nothing;
  const losses = lossesOf(plan);
  if (losses.length === 0)
    return html`<div class="box calm">Nothing is deleted, replaced, cleared or read again.</div>`;
  return html`<div class="box"><ul>${losses.map(lossItem)}</ul></div>`;
}

function lossItem({ kind, change, texts, standing }: Loss): Html {
  const takes = { forbidden: ' (protected: apply refuses)', unasked: ` (takes --allow ${kind})`, fine: '' }[standing];
  const why = texts.length === 0 ? '' : `: ${texts.join('; ')}`;
  return html`<li><strong>${lossWords[kind]}</strong> <span class="key">${change.key}</span>${takes}${why}</li>`;
}

function list(title: string, items: readonly string[]): Html {
  return items.length === 0 ? nothing : html`<h2>${title}</h2><ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

function explanations(plan: Plan): Html {
  const parts = renderExplanations(plan, plainPalette);
  if (parts.length === 0) return nothing;
  return html`<details><summary>Equal, though they look different</summary><div>${block(parts.join('\n\n'))}</div></details>`;
}

function failureSection(environment: string, issues: readonly Issue[]): Html {
  const count = issues.length === 1 ? '1 error' : `${issues.length} errors`;
  return html`<section><h1>No plan${environment === '' ? '' : ` for ${environment}`}: ${count}</h1>${findings(issues)}</section>`;
}

function findings(issues: readonly Issue[]): Html {
  return block(issues.map((issue) => renderIssue(issue, plainPalette)).join('\n\n'));
}

/** Lines as they are. */
function block(text: string): Html {
  return html`<pre>${text.split('\n').map((line) => html`${line}`)}</pre>`;
}

/** Boxes to choose by, for what there is more than one of; hidden until the script has found them. */
function filters(plans: readonly Plan[]): Html {
  const changes = plans.flatMap((plan) => plan.changes);
  const had = (values: readonly string[]) => (value: string) => values.includes(value);
  const kinds = resourceKinds.filter(had(changes.map(({ kind }) => kind)));
  const done = actions.filter(had(changes.map(({ action }) => action)));
  const found = causes.filter(had(changes.flatMap((change) => change.causes ?? [])));
  const isCaused = changes.every((change) => (change.causes ?? []).length > 0);
  return renderFilters('changes', [
    { name: 'action', choices: done.map((value) => ({ value, words: `${actionMarks[value]} ${value}` })) },
    { name: 'kind', choices: kinds.map((value) => ({ value, words: value })) },
    { name: 'cause', choices: causeChoices(found, isCaused) },
  ]);
}

function causeChoices(found: readonly Cause[], isCaused: boolean): readonly Choice[] {
  if (found.length === 0) return [];
  const known = found.map((value) => ({ value, words: causeWords[value] }));
  return isCaused ? known : [...known, { value: '', words: 'no cause' }];
}
