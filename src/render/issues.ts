import type { Issue, Place, Severity } from '../model/issue.ts';
import { columnsOf, visible } from '../util/visible.ts';
import { hanging } from '../util/wrap.ts';
import type { Palette } from './palette.ts';

/** How much of a long line a frame shows, in characters. */
const frameWidth = 68;
/** How much of a cut line stands before the caret. */
const leadWidth = 28;

/**
 * Findings for people, in the order given: what is wrong, where, the line with a caret, and a way out.
 *
 * @returns without a line break at the end; empty when there are no issues
 */
export function renderIssues(issues: readonly Issue[], palette: Palette): string {
  return issues.length === 0
    ? ''
    : [...issues.map((issue) => renderIssue(issue, palette)), renderCount(issues, palette)].join('\n\n');
}

/** One finding, without the count. */
export function renderIssue({ rule, severity, message, place, hint }: Issue, palette: Palette): string {
  const label = severity === 'error' ? palette.red('error:') : palette.yellow('warning:');
  const lines = [`${palette.bold(label)} ${visible(message)}`];
  if (place === undefined) {
    lines.push(palette.dim(`  (${rule})`));
  } else {
    lines.push(`  ${visible(place.file)}:${place.line}:${place.column} ${palette.dim(`(${rule})`)}`);
    lines.push(...renderFrame(place, palette));
  }
  return [...lines, ...(hint === undefined ? [] : renderHint(hint, '  ', palette))].join('\n');
}

/** One thing to do now; lists in it are long. */
export function renderHint(hint: string, indent: string, palette: Palette): readonly string[] {
  const [first = '', ...others] = hanging('hint: ', visible(hint), indent);
  return [first.replace('hint:', palette.cyan('hint:')), ...others];
}

function renderFrame(place: Place, palette: Palette): readonly string[] {
  if (place.lineText === '') {
    return [];
  }
  const { before, marked, after } = cutLine(place);
  const gutter = String(place.line);
  const carets = '^'.repeat(Math.max(1, columnsOf(marked)));
  return [
    `  ${palette.dim(`${gutter} |`)} ${before}${marked}${after}`,
    `  ${palette.dim(`${' '.repeat(gutter.length)} |`)} ${' '.repeat(columnsOf(before))}${palette.red(carets)}`,
  ];
}

interface CutLine {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
}

// Cut first, made visible afterwards: a place counts the characters of the file.
function cutLine({ lineText, column, length }: Place): CutLine {
  const caret = Math.min(column - 1, lineText.length);
  const start =
    lineText.length <= frameWidth ? 0 : Math.max(0, Math.min(caret - leadWidth, lineText.length - frameWidth));
  const end = Math.min(lineText.length, start + frameWidth);
  const markedEnd = Math.min(end, caret + length);
  return {
    before: `${start > 0 ? '…' : ''}${printable(lineText.slice(start, caret))}`,
    marked: printable(lineText.slice(caret, markedEnd)),
    after: `${printable(lineText.slice(markedEnd, end))}${end < lineText.length ? '…' : ''}`,
  };
}

// A tab is as wide as the terminal likes; four spaces are four, above the caret and below.
function printable(text: string): string {
  return visible(text.replaceAll('\t', '    '));
}

function renderCount(issues: readonly Issue[], palette: Palette): string {
  const files = new Set(issues.flatMap(({ place }) => (place === undefined ? [] : [place.file]))).size;
  const counts = [countOf(issues, 'error'), countOf(issues, 'warning')].filter((count) => count !== '').join(', ');
  return palette.bold(files === 0 ? counts : `${counts} in ${files} ${files === 1 ? 'file' : 'files'}`);
}

function countOf(issues: readonly Issue[], severity: Severity): string {
  const { length } = issues.filter((issue) => issue.severity === severity);
  return length === 0 ? '' : `${length} ${length === 1 ? severity : `${severity}s`}`;
}
