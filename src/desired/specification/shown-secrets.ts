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
 * @param hide - takes out what else may not be seen, such as the second line of a secret
 */
export function placeWithout(place: Place, literals: readonly Place[], hide: (text: string) => string): Place {
  const start = place.column - 1;
  const hidden = literals.filter(
    (it) => it.file === place.file && it.line === place.line && it.lineText === place.lineText,
  );
  const part = (from: number, to: number): string => hide(cutOut(place.lineText, from, to, hidden));
  const before = part(0, start);
  const marked = part(start, start + place.length);
  const after = part(start + place.length, place.lineText.length);
  return {
    ...place,
    column: before.length + 1,
    length: Math.max(1, marked.length),
    lineText: `${before}${marked}${after}`,
  };
}

/** A piece of a line with a label for each literal that begins in it, and nothing for the rest of one. */
function cutOut(line: string, from: number, to: number, literals: readonly Place[]): string {
  let text = '';
  for (let index = from; index < to; index += 1) {
    const literal = literals.find(({ column, length }) => index >= column - 1 && index < column - 1 + length);
    if (literal === undefined) text += line[index] ?? '';
    else if (index === literal.column - 1) text += secretLabel;
  }
  return text;
}
