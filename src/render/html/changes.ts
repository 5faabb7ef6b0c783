import { type Cause, type Change, causes, type Effect, type FieldChange, type Plan } from '../../model/plan.ts';
import { sharedRows } from '../alike.ts';
import { causeWords, onlyCause } from '../causes.ts';
import { afterwardsPath, lifeCycleNotes, pathId, placedEffects, stepStreams } from '../change-parts.ts';
import { afterText, bothTexts } from '../field-values.ts';
import { actionMarks } from '../plan.ts';
import { type Html, html, nothing } from './words.ts';

/** Every change of a plan, folded, in its order. */
export function renderChanges({ changes, base }: Plan, prefix: string): readonly Html[] {
  return changes.map((change, index) => renderChange(change, changeId(prefix, index), base !== undefined));
}

/** The id of a change on its page. */
export function changeId(prefix: string, index: number): string {
  return `${prefix}c${index}`;
}

function renderChange(change: Change, id: string, hasCauses: boolean): Html {
  const { action, kind, key, name, place } = change;
  const told = causes.filter((cause) => change.causes?.includes(cause));
  const why = hasCauses ? told.map((cause) => causeWords[cause]).join(', ') : '';
  const where = place === undefined ? '' : `${place.file}:${place.line}`;
  const about = [why, where].filter((words) => words !== '').join(' · ');
  return html`<details class="change" id="${id}" data-action="${action}" data-kind="${kind}" data-cause="${told.join(' ')}">
<summary><span class="mark ${action}">${actionMarks[action]} ${action}</span> <span class="key">${key}</span> “${name}” <span class="dim">${about}</span></summary>
<div>${renderBody(change)}</div>
</details>`;
}

function renderBody(change: Change): readonly Html[] {
  const { whole, caused } = placedEffects(change, change.fields);
  const under = (path: readonly string[]) => (caused.get(pathId(path)) ?? []).map(renderEffect);
  const notes = [...lifeCycleNotes(change), ...change.notes].map((note) => html`<p>${note}</p>`);
  return [
    ...notes,
    ...whole.map(renderEffect),
    ...renderFields(change, under),
    ...renderStep(change),
    ...(change.action === 'update' && change.afterwards !== undefined ? under(afterwardsPath) : []),
  ];
}

function renderEffect({ weight, text }: Effect): Html {
  return html`<p class="effect ${weight}">→ ${text}</p>`;
}

function renderFields(change: Change, under: (path: readonly string[]) => readonly Html[]): readonly Html[] {
  const rows = sharedRows(change.fields, '', Number.POSITIVE_INFINITY);
  if (rows.length === 0) return [];
  const isMixed = onlyCause(change) === undefined;
  const body = rows.map(({ label, field, below, paths }) => {
    const names = below.length === 0 ? nothing : html`<p class="dim">${below.map((line) => line.trim()).join(' ')}</p>`;
    const cause = isMixed && field.cause !== undefined ? causeText(field.cause) : nothing;
    return html`<tr><td>${label}${names}${cause}${paths.flatMap(under)}</td>${valueCells(field, change)}</tr>`;
  });
  const heads =
    change.action === 'create' ? html`<th>field</th><th>value</th>` : html`<th>field</th><th>before</th><th>after</th>`;
  return [html`<table><thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table>`];
}

function causeText(cause: Cause): Html {
  return html`<p class="dim">${causeWords[cause]}</p>`;
}

/** Lists that would be too long to compare are told by what comes and goes. */
const longestPair = 400;

function valueCells(field: FieldChange, { action }: Change): Html {
  if (action === 'create') return html`<td class="after">${afterText(field)}</td>`;
  const texts = bothTexts(field, longestPair);
  if (typeof texts === 'string') return html`<td colspan="2">${texts}</td>`;
  return html`<td class="before">${texts[0]}</td><td class="after">${texts[1]}</td>`;
}

function renderStep(change: Change): readonly Html[] {
  if (change.action !== 'update' || change.afterwards === undefined) return [];
  return [html`<p class="replace">then ${change.afterwards.action} <code>${stepStreams(change.afterwards)}</code></p>`];
}
