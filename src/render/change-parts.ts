import type { Change, Effect, FieldChange, StreamStep } from '../model/plan.ts';
import { streamName } from '../model/stream.ts';
import { groupedBy } from '../util/group.ts';
import { visible } from '../util/visible.ts';

/** What the resource's own file says of its end. */
export function lifeCycleNotes(change: Change): readonly string[] {
  const notes = change.isProtected === true ? ['protected: apply refuses this'] : [];
  return change.action !== 'delete' || change.reason === undefined ? notes : [...notes, `reason: ${change.reason}`];
}

/** What the effects of a step behind a change belong to. */
export const afterwardsPath = ['afterwards'];

/** Effects by what they stand under. */
export interface PlacedEffects {
  /** Of the change, or of a field that is not shown. */
  readonly whole: readonly Effect[];
  /** By the id of the path of their field. */
  readonly caused: ReadonlyMap<string, readonly Effect[]>;
}

/** Quiet ones are left out: they say that nothing moves. */
export function placedEffects(change: Change, fields: readonly FieldChange[]): PlacedEffects {
  const hasStep = change.action === 'update' && change.afterwards !== undefined;
  const paths = [...fields.map(({ path }) => path), ...(hasStep ? [afterwardsPath] : [])];
  const ids = new Set(paths.map(pathId));
  const told = change.effects.filter(({ isQuiet }) => isQuiet !== true);
  return {
    whole: told.filter(({ path }) => !ids.has(pathId(path))),
    caused: groupedBy(told, ({ path }) => pathId(path)),
  };
}

export function pathId(path: readonly string[]): string {
  return JSON.stringify(path);
}

/** How many streams of a step are named. */
const mostStepNames = 10;

/** The streams of a step: `public.orders, public.customers and 3 more`. */
export function stepStreams({ streams }: StreamStep): string {
  const names = streams.slice(0, mostStepNames).map((stream) => visible(streamName(stream)));
  const more = streams.length > names.length ? ` and ${streams.length - names.length} more` : '';
  return streams.length === 0 ? 'those streams that are found to have changed' : `${names.join(', ')}${more}`;
}
