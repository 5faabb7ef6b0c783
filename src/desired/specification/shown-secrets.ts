import { secretLabel } from '../../model/configuration.ts';
import type { Issue, Place } from '../../model/issue.ts';
import { groupedBy } from '../../util/group.ts';

/** Where a file spells out a secret: lines that nobody may show as they are. */
export interface LiteralPlace {
  readonly start: Place;
  /** Its last character. */
  readonly end: Place;
}

/** Issues whose lines show nothing of the secrets that files spell out. */
export function withoutLiterals(issues: readonly Issue[], literals: readonly LiteralPlace[]): readonly Issue[] {
  const byFile = groupedBy(literals, ({ start }) => start.file);
  return issues.map((issue) => {
    const inFile = issue.place === undefined ? [] : (byFile.get(issue.place.file) ?? []);
    return issue.place === undefined || inFile.length === 0
      ? issue
      : { ...issue, place: placeWithout(issue.place, inFile, String) };
  });
}

/**
 * A place whose line shows nothing of the literals on it, with its caret where it was.
 *
 * @param literals - of the place's file
 * @param hide - takes out what else may not be seen
 */
export function placeWithout(place: Place, literals: readonly LiteralPlace[], hide: (text: string) => string): Place {
  const start = place.column - 1;
  const end = start + place.length;
  const spans = literals.flatMap((literal) => spanOn(place, literal) ?? []);
  const part = (from: number, to: number): string => cutOut(place.lineText, { from, to, spans, hide });
  const before = part(0, start);
  const marked = part(start, end);
  const lineText = `${before}${marked}${part(end, place.lineText.length)}`;
  return { ...place, column: before.length + 1, length: Math.max(1, marked.length), lineText };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** What of a line belongs to a literal. A line that is another one by now was seen to before. */
function spanOn({ line, lineText }: Place, { start, end }: LiteralPlace): Span | undefined {
  const known = line === start.line ? start : line === end.line ? end : undefined;
  if (known?.lineText !== lineText) return undefined;
  return {
    start: line === start.line ? start.column - 1 : 0,
    end: line === end.line ? end.column : lineText.length,
  };
}

interface Cut {
  readonly from: number;
  readonly to: number;
  readonly spans: readonly Span[];
  readonly hide: (text: string) => string;
}

/** A piece of a line with a label for each literal that begins in it, and nothing for the rest of one. */
function cutOut(line: string, { from, to, spans, hide }: Cut): string {
  if (from >= to) return '';
  const [next] = spans.filter(({ start, end }) => end > from && start < to).sort((a, b) => a.start - b.start);
  if (next === undefined) return hide(line.slice(from, to));
  const label = next.start >= from ? secretLabel : '';
  const rest = cutOut(line, { from: next.end, to, spans, hide });
  return `${hide(line.slice(from, Math.max(from, next.start)))}${label}${rest}`;
}
