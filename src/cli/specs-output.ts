import type { Palette } from '../render/palette.ts';
import { columnsOf } from '../util/visible.ts';
import type { Pulled, PulledSpecification } from '../workflows/specs-pull.ts';

type State = PulledSpecification['state'];

const signs: Readonly<Record<State, string>> = { new: '+', changed: '~', unchanged: ' ', removed: '-', kept: '!' };
const shown: readonly State[] = ['new', 'changed', 'removed', 'kept'];

/** What `specs pull` did, a line for each file that is another than before. */
export function pulledAsText({ folder, files }: Pulled, palette: Palette): string {
  const counts = (['new', 'changed', 'unchanged', 'removed'] as const)
    .map((state) => [state, files.filter((it) => it.state === state).length] as const)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`);
  const listed = files.filter(({ state }) => shown.includes(state));
  const width = Math.max(0, ...listed.map(({ file }) => columnsOf(file)));
  const lines = listed.map((it) => `  ${signs[it.state]} ${it.file.padEnd(width)}  ${aboutOne(it)}`);
  return [...lines, palette.bold(`Specifications in ${folder}: ${counts.join(', ') || 'none in use'}`)].join('\n');
}

function aboutOne({ state, name, tag, changes }: PulledSpecification): string {
  switch (state) {
    case 'removed':
      return 'no file uses this connector any more';
    case 'kept':
      return 'stays as it is: airplan did not write it';
    case 'changed':
      return `${name} ${tag}: ${changes.length === 0 ? 'written anew' : changes.join(', ')}`;
    default:
      return `${name} ${tag}`;
  }
}
