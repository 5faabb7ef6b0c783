import { type Action, actions, type Change, type EffectWeight, effectWeights, type Plan } from '../../model/plan.ts';
import { resourceKinds } from '../../model/resource.ts';
import { sharedRows } from '../alike.ts';
import { causeWords } from '../causes.ts';
import { actionMarks } from '../plan.ts';
import { code, listed, prose } from './words.ts';

/** How many fields of a change its row names. */
const mostFields = 3;

const weightWords: Readonly<Record<EffectWeight, string>> = {
  harmless: '',
  rereads: 'second reading',
  loses: '**loses**',
};

/** One line for each resource that changes. */
export function renderResources({ changes, base }: Plan): string {
  const hasCauses = base !== undefined;
  return table(
    ['change', 'resource', 'what', ...(hasCauses ? ['cause'] : []), 'data', 'file'],
    changes.map((change) => [
      actionWord(change.action),
      code(change.key),
      whatChanges(change),
      ...(hasCauses ? [(change.causes ?? []).map((cause) => causeWords[cause]).join(', ')] : []),
      weightWords[worstOf(change)],
      change.place === undefined ? '' : code(`${change.place.file}:${change.place.line}`),
    ]),
  );
}

/** How many resources of each kind are created, updated and so on. */
export function renderCounts({ changes }: Plan): string {
  const rows = resourceKinds
    .map((kind) => ({ kind, ofKind: changes.filter((change) => change.kind === kind) }))
    .filter(({ ofKind }) => ofKind.length > 0);
  return table(
    ['', ...actions.map(actionWord)],
    rows.map(({ kind, ofKind }) => [
      `${kind}s`,
      ...actions.map((action) => String(ofKind.filter((change) => change.action === action).length)),
    ]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function actionWord(action: Action): string {
  return `\`${actionMarks[action]}\` ${action}`;
}

function whatChanges(change: Change): string {
  if (change.action === 'create') return `new: ${code(change.name)}`;
  if (change.action === 'delete') return change.reason === undefined ? code(change.name) : prose(change.reason, 120);
  const labels = [...new Set(sharedRows(change.fields, '').map(({ label }) => label))];
  const step = change.action === 'update' && change.afterwards !== undefined ? `then ${change.afterwards.action}` : '';
  return [listed(labels, mostFields, (label) => code(label)), step].filter((part) => part !== '').join(', ');
}

function worstOf({ effects }: Change): EffectWeight {
  return effectWeights.findLast((weight) => effects.some((effect) => effect.weight === weight)) ?? 'harmless';
}
