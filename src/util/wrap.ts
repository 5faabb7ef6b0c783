import { columnsOf } from './visible.ts';

/** Text for people is cut to this many columns wherever it goes, so that the same plan gives the same bytes. */
export const textColumns = 80;

/** Text cut between words into lines of at most `columns`; a word that is longer has a line of its own. */
export function wrappedLines(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && columnsOf(longer) > columns) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** Text in lines of at most `width` columns where words allow it, each behind `indent`. */
export function wrapped(text: string, width: number, indent = ''): string {
  return wrappedLines(text, width - columnsOf(indent))
    .map((line) => `${indent}${line}`)
    .join('\n');
}

/** Text of several lines behind a mark: `! a note that` and, below it, `  goes on`. */
export function hanging(mark: string, text: string, indent = ''): readonly string[] {
  const lines = wrappedLines(text, textColumns - columnsOf(indent) - columnsOf(mark));
  return lines.map((line, index) => `${indent}${index === 0 ? mark : ' '.repeat(columnsOf(mark))}${line}`);
}
