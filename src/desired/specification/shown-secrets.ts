import { secretLabel } from '../../model/configuration.ts';
import type { Issue, Place } from '../../model/issue.ts';
import { groupedBy } from '../../util/group.ts';

/** Issues whose lines show nothing of the secrets that files spell out. */
export function withoutLiterals(issues: readonly Issue[], literals: readonly Place[]): readonly Issue[] {
  const byFile = groupedBy(literals, ({ file }) => file);
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
 * @param hide - takes out what else may not be seen, such as the second line of a secret
 */
export function placeWithout(place: Place, literals: readonly Place[], hide: (text: string) => string): Place {
  const start = place.column - 1;
  const end = start + place.length;
  // A line that is another one by now was seen to before.
  const hidden = literals.filter((it) => it.line === place.line && it.lineText === place.lineText);
  const part = (from: number, to: number): string => cutOut(place.lineText, { from, to, hidden, hide });
  const before = part(0, start);
  const marked = part(start, end);
  const lineText = `${before}${marked}${part(end, place.lineText.length)}`;
  return { ...place, column: before.length + 1, length: Math.max(1, marked.length), lineText };
}

interface Cut {
  readonly from: number;
  readonly to: number;
  readonly hidden: readonly Place[];
  readonly hide: (text: string) => string;
}

/** A piece of a line with a label for each literal that begins in it, and nothing for the rest of one. */
function cutOut(line: string, { from, to, hidden, hide }: Cut): string {
  if (from >= to) return '';
  const spans = hidden.map(({ column, length }) => ({ start: column - 1, end: column - 1 + length }));
  const next = spans.filter(({ start, end }) => end > from && start < to).sort((a, b) => a.start - b.start)[0];
  if (next === undefined) return hide(line.slice(from, to));
  const label = next.start >= from ? secretLabel : '';
  const rest = cutOut(line, { from: next.end, to, hidden, hide });
  return `${hide(line.slice(from, Math.max(from, next.start)))}${label}${rest}`;
}
