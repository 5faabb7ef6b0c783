import type { ResourceKey } from '../model/resource.ts';
import { columnsOf, visibleLines } from '../util/visible.ts';
import type { Palette } from './palette.ts';

type Result = 'succeeded' | 'failed' | 'crashed' | 'absent';

interface CheckedActor {
  readonly key: ResourceKey;
  readonly result: Result;
  readonly message?: string;
}

const results: readonly Result[] = ['succeeded', 'failed', 'crashed', 'absent'];

/** A line for each source and destination, what its connector says below it, and how many there are of each kind. */
export function renderChecks(checked: readonly CheckedActor[], palette: Palette): string {
  const width = Math.max(0, ...checked.map(({ key }) => columnsOf(key)));
  const lines = checked.flatMap(({ key, result, message }) => [
    `  ${key.padEnd(width)}  ${styled(result, palette)}`,
    ...wordsOf(result, message).map((line) => `      ${line}`),
  ]);
  const counts = results
    .map((result) => [result, checked.filter((one) => one.result === result).length] as const)
    .filter(([, count]) => count > 0)
    .map(([result, count]) => `${count} ${result}`);
  return [...lines, palette.bold(`Checked: ${counts.join(', ')}`)].join('\n');
}

function styled(result: Result, palette: Palette): string {
  if (result === 'succeeded') return palette.green(result);
  return result === 'absent' ? palette.yellow(result) : palette.red(result);
}

function wordsOf(result: Result, message: string | undefined): readonly string[] {
  if (result === 'absent') return ['the server does not have it yet: --files tests what the files say'];
  const fallback = result === 'crashed' ? 'the check itself did not run to its end, and nobody says why' : '';
  const text = message ?? fallback;
  const words = text === '' ? [] : visibleLines(text).split('\n');
  return result === 'crashed' && message !== undefined ? ['the check itself did not run to its end:', ...words] : words;
}
