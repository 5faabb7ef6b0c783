import type { Place } from '../model/issue.ts';
import { shownLine } from './waived-lines.ts';

/** A file's text, with the means to say on which line something stands. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
  /** Offsets at which lines begin, ascending. */
  readonly lineStarts: readonly number[];
  /** True when some lines may hold what nobody is to see. */
  readonly hasWaivers: boolean;
}

export function sourceText(file: string, text: string): SourceText {
  const lineStarts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    lineStarts.push(end + 1);
  }
  return { file, text, lineStarts, hasWaivers: text.includes('airplan-ignore') };
}

/** The place of a piece of text; what goes on over the end of the line is cut. */
export function placeAt(source: SourceText, start: number, end: number): Place {
  const index = lineIndexAt(source.lineStarts, start);
  const lineStart = source.lineStarts[index] ?? 0;
  const lineText = lineTextAt(source, index);
  const column = start - lineStart + 1;
  const restOfLine = lineText.trimEnd().length - (start - lineStart);
  const length = Math.max(1, Math.min(end - start, restOfLine));
  return { file: source.file, line: index + 1, column, length, lineText };
}

function lineTextAt({ text, lineStarts, hasWaivers }: SourceText, index: number): string {
  const lineAt = (at: number): string =>
    text.slice(lineStarts[at], (lineStarts[at + 1] ?? text.length + 1) - 1).replace(/\r$/, '');
  return hasWaivers ? shownLine(lineAt, index) : lineAt(index);
}

function lineIndexAt(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
