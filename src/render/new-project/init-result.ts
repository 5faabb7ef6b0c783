import { padTo } from '../../util/cell.ts';
import { columnsOf, visible } from '../../util/visible.ts';
import { hanging, textColumns } from '../../util/wrap.ts';
import type { Palette } from '../palette.ts';

/** What became of one file, as `init` tells it. */
interface Outcome {
  readonly file: string;
  readonly about: string;
  readonly result: 'created' | 'added-to' | 'kept';
}

interface ShownInit {
  readonly outcomes: readonly Outcome[];
  readonly isDryRun: boolean;
  /** What else is to be known, a sentence each. */
  readonly notes: readonly string[];
  /** How to go on, one thing each. */
  readonly steps: readonly string[];
  /** Where that has to be done. */
  readonly folder: string;
}

/** What `init` has written, what it has left alone, and how to go on. */
export function renderInit({ outcomes, isDryRun, notes, steps, folder }: ShownInit, palette: Palette): string {
  const written = outcomes.filter(({ result }) => result !== 'kept');
  const kept = outcomes.filter(({ result }) => result === 'kept');
  const width = Math.max(0, ...outcomes.map(({ file }) => columnsOf(visible(file))));
  const line = ({ file, about, result }: Outcome): string => {
    const mark = result === 'created' ? palette.green('+') : palette.yellow('~');
    const fits = 4 + width + 2 + columnsOf(about) <= textColumns;
    return `  ${mark} ${fits ? `${padTo(visible(file), width)}  ${palette.dim(about)}` : visible(file)}`;
  };
  const head = written.length === 0 ? nothingToWrite(notes) : headOf(written.length, isDryRun);
  const keptLines =
    kept.length === 0 ? [] : ['', ...hanging('Kept as it was: ', kept.map(({ file }) => visible(file)).join(', '))];
  const keptHint =
    kept.length === 0 || written.length === 0
      ? []
      : [palette.dim('To have one written anew, move it away and run init again.')];
  const noteLines = notes.flatMap((note) => ['', ...hanging('', note)]);
  const next =
    written.length === 0 || isDryRun
      ? []
      : ['', palette.bold(headOfSteps(folder)), ...steps.flatMap((step, at) => hanging(`${at + 1}. `, step, '  '))];
  return [palette.bold(head), ...written.map(line), ...keptLines, ...keptHint, ...noteLines, ...next].join('\n');
}

function nothingToWrite(notes: readonly string[]): string {
  return notes.length === 0 ? 'Nothing to write: everything is there' : 'Nothing to write';
}

function headOfSteps(folder: string): string {
  return folder === '.' ? 'Next' : `Next, in ${visible(folder)}`;
}

function headOf(count: number, isDryRun: boolean): string {
  const files = `${count} ${count === 1 ? 'file' : 'files'}`;
  return isDryRun ? `Would write ${files}; nothing was written` : `Wrote ${files}`;
}
