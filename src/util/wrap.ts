import { columnsOf } from './visible.ts';

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
