import type { Issue } from '../../model/issue.ts';
import { actions, causes, type Plan } from '../../model/plan.ts';
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
import { script, scriptDigest } from './script.ts';
import { styles } from './styles.ts';
import { Html, html, nothing } from './words.ts';

/**
 * A review as a page of its own: one file that loads nothing, to be read in any browser. Filters and search work on the
 * changes of all environments at once.
 */
export function renderHtml({ plans, warnings }: PlanReview, { digestOf, planFile }: ReviewManner): string {
  const sections = plans.map((one) =>
    'plan' in one ? planSection(one.plan, { digestOf, planFile }) : failureSection(one.environment, failureIssues(one)),
  );
  const planned = plans.flatMap((one) => ('plan' in one ? [one.plan] : []));
  const title = `airplan: ${plans.map(({ environment }) => environment).join(', ')}`;
  const told = warnings.length === 0 ? nothing : html`<h2>Warnings about the files</h2>${findings(warnings)}`;
  const isFiltered = planned.some(({ changes }) => changes.length > 0);
  // The page may load nothing and run nothing else, whatever gets into it.
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src '${scriptDigest}'; base-uri 'none'; form-action 'none'`;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(styles)}</style>
</head>
<body>
<main>
${isFiltered ? filters(planned) : nothing}
${sections}
${told}
</main>
${isFiltered ? new Html(`<script>${script}</script>`) : nothing}
</body>
</html>`.text;
}

function planSection(plan: Plan, { digestOf, planFile }: Pick<ReviewManner, 'digestOf' | 'planFile'>): Html {
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
${renderChanges(plan)}
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

interface Choice {
  readonly value: string;
  readonly words: string;
}

/** Boxes to choose by, for what there is more than one of; hidden until the script has found them. */
function filters(plans: readonly Plan[]): Html {
  const changes = plans.flatMap((plan) => plan.changes);
  const had = (values: readonly string[]) => (value: string) => values.includes(value);
  const kinds = resourceKinds.filter(had(changes.map(({ kind }) => kind)));
  const done = actions.filter(had(changes.map(({ action }) => action)));
  const found = causes.filter(had(changes.flatMap((change) => change.causes ?? [])));
  return html`<form hidden aria-label="Filter the changes">
<label><span class="dim">Search (/)</span><br><input type="search" name="search" autocomplete="off"></label>
${choices(
  'action',
  done.map((value) => ({ value, words: `${actionMarks[value]} ${value}` })),
)}
${choices(
  'kind',
  kinds.map((value) => ({ value, words: value })),
)}
${found.length === 0 ? nothing : choices('cause', [...found.map((value) => ({ value, words: causeWords[value] })), { value: '', words: 'no cause' }])}
<span><button type="button" name="open">Open all</button> <button type="button" name="close">Close all</button></span>
<output aria-live="polite"></output>
</form>`;
}

function choices(name: string, all: readonly Choice[]): Html {
  const boxes = all.map(
    ({ value, words }) => html`<label><input type="checkbox" name="${name}" value="${value}" checked> ${words}</label>`,
  );
  return html`<fieldset><legend>${name}</legend>${boxes}</fieldset>`;
}
