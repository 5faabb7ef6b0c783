import type { Change } from '../../model/plan.ts';
import type { StreamSelection } from '../../model/stream.ts';

/** How many names a sentence takes. */
const mostNames = 3;

/** `a, b and c`, or the first names and how many more there are. */
export function firstNames(names: readonly string[]): string {
  const shown = names.slice(0, mostNames);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** `1 stream`, `2 streams`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `it`, or `its 3 connections`. */
export function theirs(count: number, noun: string): string {
  return count === 1 ? `its ${noun}` : `its ${count} ${noun}s`;
}

/** Streams as a connection is to have them; undefined where only applying will tell. */
export function selectionsOf(change: Change): readonly StreamSelection[] | undefined {
  if (change.action === 'delete' || change.desired.kind !== 'connection') return undefined;
  const { streams } = change.desired;
  return streams.state === 'known' ? streams.selections : undefined;
}

export function isIncremental({ syncMode }: Pick<StreamSelection, 'syncMode'>): boolean {
  return syncMode === 'incremental';
}
