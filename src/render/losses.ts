import { type GuardedAction, guardedActionOf, isForbidden, needsAllowance } from '../model/guarded-actions.ts';
import type { Change, Effect, Plan } from '../model/plan.ts';
import { afterwardsPath, pathId, stepStreams } from './change-parts.ts';

/** What a reviewer has to look at: guarded actions, and effects that cost data, sync state or a second reading. */
export const lossKinds = ['delete', 'replace', 'clear', 'refresh', 'loses', 'rereads'] as const satisfies readonly (
  | GuardedAction
  | Effect['weight']
)[];
export type LossKind = (typeof lossKinds)[number];

/** What each of them is called in front of resources. */
export const lossWords: Readonly<Record<LossKind, string>> = {
  delete: 'deletes',
  replace: 'replaces',
  clear: 'clears streams of',
  refresh: 'reads again from the start',
  loses: 'loses data or state of',
  rereads: 'asks for a second reading of',
};

/** One thing that a change costs. */
export interface Loss {
  readonly kind: LossKind;
  readonly change: Change;
  /** Id of the effect; of a guarded action without any, the action. */
  readonly rule: string;
  /** In words, each without a full stop. */
  readonly texts: readonly string[];
  /** `forbidden` by `protect`; `unasked`: takes `--allow`; else the file says it, or it takes nothing. */
  readonly standing: 'forbidden' | 'unasked' | 'fine';
}

/** What the changes of a plan cost, the worst first. */
export function lossesOf({ changes }: Pick<Plan, 'changes'>): readonly Loss[] {
  const losses = changes.flatMap(changeLosses);
  return lossKinds.flatMap((kind) => losses.filter((loss) => loss.kind === kind));
}

/** What one change costs. */
export function changeLosses(change: Change): readonly Loss[] {
  const heavy = change.effects.filter(({ weight }) => weight !== 'harmless');
  const action = guardedActionOf(change);
  if (action === undefined) return heavy.map((effect) => effectLoss(change, effect));
  const isStep = change.action === 'update';
  const own = isStep ? heavy.filter(({ path }) => pathId(path) === pathId(afterwardsPath)) : heavy;
  const others = heavy.filter((effect) => !own.includes(effect));
  return [guardedLoss(change, action, own), ...others.map((effect) => effectLoss(change, effect))];
}

function guardedLoss(change: Change, kind: GuardedAction, effects: readonly Effect[]): Loss {
  const streams = change.action === 'update' && change.afterwards !== undefined ? [stepStreams(change.afterwards)] : [];
  const reason = change.action === 'delete' && change.reason !== undefined ? [`reason: ${change.reason}`] : [];
  const texts = [...streams, ...effects.map(({ text }) => text), ...reason];
  return { kind, change, rule: effects[0]?.rule ?? kind, texts, standing: standingOf(change, kind) };
}

function standingOf(change: Change, kind: GuardedAction): Loss['standing'] {
  if (isForbidden(change)) return 'forbidden';
  return needsAllowance(change, kind) ? 'unasked' : 'fine';
}

function effectLoss(change: Change, { weight, rule, text }: Effect): Loss {
  return { kind: weight === 'loses' ? 'loses' : 'rereads', change, rule, texts: [text], standing: 'fine' };
}
