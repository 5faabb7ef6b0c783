import type { ResourceKey } from '../model/resource.ts';
import { columnsOf, visible } from '../util/visible.ts';
import { textColumns, wrapped } from '../util/wrap.ts';
import { renderHint } from './issues.ts';
import type { Palette } from './palette.ts';

const results = ['succeeded', 'failed', 'crashed', 'absent'] as const;
type Result = (typeof results)[number];

interface CheckedActor {
  readonly key: ResourceKey;
  readonly result: Result;
  readonly message?: string;
}

/** A line for each source and destination, what its connector says below it, and how many there are of each kind. */
export function renderChecks(checked: readonly CheckedActor[], palette: Palette): string {
  const width = Math.max(0, ...checked.map(({ key }) => columnsOf(key)));
  const lines = checked.flatMap(({ key, result, message }) => [
    `  ${key}${' '.repeat(width - columnsOf(key))}  ${styles[result](palette)(shownResults[result])}`,
    ...wordsOf(result, message),
  ]);
  const counts = results
    .map((result) => [result, checked.filter((one) => one.result === result).length] as const)
    .filter(([, count]) => count > 0)
    .map(([result, count]) => `${count} ${shownResults[result]}`);
  const isSomeAbsent = checked.some(({ result }) => result === 'absent');
  const hint = isSomeAbsent ? renderHint('--files tests what the files say of them', '  ', palette) : [];
  return [...lines, palette.bold(`Checked: ${counts.join(', ')}`), ...hint].join('\n');
}

const shownResults: Readonly<Record<Result, string>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  crashed: 'crashed',
  absent: 'not on the server yet',
};

const styles: Readonly<Record<Result, (palette: Palette) => Palette['red']>> = {
  succeeded: ({ green }) => green,
  failed: ({ red }) => red,
  crashed: ({ red }) => red,
  absent: ({ yellow }) => yellow,
};

/** Connectors print stack traces; `--format json` has all of it. */
const mostLines = 12;

function wordsOf(result: Result, message: string | undefined): readonly string[] {
  const said = message === undefined ? [] : message.trim().split('\n');
  const lines = result === 'crashed' ? [crashed, ...said] : said;
  const wrappedOnes = lines.flatMap((line) => wrapped(visible(line), textColumns, '      ').split('\n'));
  if (wrappedOnes.length <= mostLines) return wrappedOnes;
  const rest = wrappedOnes.length - mostLines;
  return [...wrappedOnes.slice(0, mostLines), `      … ${rest} more lines; --format json has all of it`];
}

const crashed = 'The check itself did not run to its end.';
