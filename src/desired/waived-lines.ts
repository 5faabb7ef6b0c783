const waiver = /#\s*airplan-ignore\s+literal-secret\b/;
const blockScalar = /[|>][-+\d]*\s*(#.*)?$/;
/** Names and no texts: `${env:NAME}`, but not the default of one. */
const plainReference = /(\$?\$\{\w*(?::[\w./-]+)?\})/;

/** One line of a file, counted from 0. */
type LineAt = (index: number) => string;

/**
 * A line as it may be shown, of the same length: whoever waives `literal-secret` says that a secret stands there, so
 * that no finding of any other kind may show it.
 */
export function shownLine(lineAt: LineAt, index: number): string {
  return isWaived(lineAt, index) ? withoutTexts(lineAt(index)) : lineAt(index);
}

/** By a comment on it, above it, or of the key whose text goes on over it. */
function isWaived(lineAt: LineAt, index: number): boolean {
  if (waiver.test(lineAt(index))) return true;
  let above = index - 1;
  while (above >= 0 && isCommentOrBlank(lineAt(above))) {
    if (waiver.test(lineAt(above))) return true;
    above -= 1;
  }
  while (above >= 0 && !isIndentedLess(lineAt(above), lineAt(index))) above -= 1;
  return above >= 0 && blockScalar.test(lineAt(above)) && isWaived(lineAt, above);
}

function isCommentOrBlank(line: string): boolean {
  return /^\s*(#|$)/.test(line);
}

function isIndentedLess(line: string, other: string): boolean {
  return line.trim() !== '' && line.search(/\S/) < other.search(/\S/);
}

/** Keys stay, and so do references and the comment. */
function withoutTexts(line: string): string {
  const comment = line.search(waiver);
  const end = comment < 0 ? line.length : comment;
  const start = /^\s*(?:- +)*(?:\{\s*)?(?:[\w."'-]+:(?: +|$))?/.exec(line)?.[0].length ?? 0;
  if (/^\s*#/.test(line) || start >= end) return line;
  const parts = line.slice(start, end).split(plainReference);
  const shown = parts.map((part, nth) =>
    nth % 2 === 1 ? part : part.replaceAll(/\S/gu, (it) => '…'.repeat(it.length)),
  );
  return `${line.slice(0, start)}${shown.join('')}${line.slice(end)}`;
}
