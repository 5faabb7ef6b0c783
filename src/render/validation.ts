import type { Issue } from '../model/issue.ts';
import type { CheckedFiles, ValidationReview } from '../model/validation.ts';
import { groupedBy } from '../util/group.ts';
import { visible } from '../util/visible.ts';
import { renderIssues } from './issues.ts';
import { renderJson } from './json.ts';
import type { Palette } from './palette.ts';

/** Findings that the same environments have. */
interface SharedIssues {
  /** `every environment`, or their names. */
  readonly where: string;
  readonly isEverywhere: boolean;
  readonly issues: readonly Issue[];
}

/** For people: every finding with its frame, and the verdict. */
export function renderValidation(review: ValidationReview, palette: Palette): string {
  const [first] = review.checks;
  if (first === undefined || (review.isSideBySide && first.environment !== ''))
    return renderSeveral(review.checks, palette);
  const { environment, isValid, issues, notes } = first;
  const verdict = isValid
    ? [
        `${palette.green('Valid')}: ${countsOf(first)}; environment ${visible(environment)}`,
        ...noteLines(notes, palette),
      ]
    : [];
  return [...(issues.length === 0 ? [] : [renderIssues(issues, palette)]), ...verdict].join('\n');
}

/** For programs. */
export function renderValidationJson({ checks, isSideBySide }: ValidationReview): string {
  const [first] = checks;
  if (!isSideBySide && first !== undefined) return renderJson({ formatVersion: '1.0', ...dataOf(first) });
  return renderJson({
    formatVersion: '1.0',
    isValid: checks.every(({ isValid }) => isValid),
    environments: checks.map((check) => ({ environment: check.environment, ...dataOf(check) })),
  });
}

function dataOf({ isValid, issues, notes }: CheckedFiles): object {
  return { isValid, issues, notes };
}

/** `2 sources, 1 destination, 1 connection` */
export function countsOf({ keys }: CheckedFiles): string {
  const count = (kind: string): number => keys.filter((key) => key.startsWith(`${kind}/`)).length;
  const words = (['definition', 'source', 'destination', 'connection'] as const).flatMap((kind) =>
    kind === 'definition' && count(kind) === 0 ? [] : [`${count(kind)} ${kind}${count(kind) === 1 ? '' : 's'}`],
  );
  return words.join(', ');
}

/** Each finding once, with the environments that have it; what most of them have goes first. */
export function sharedIssues(checks: readonly CheckedFiles[]): readonly SharedIssues[] {
  const found = checks.flatMap(({ environment, issues }) => issues.map((issue) => ({ environment, issue })));
  const same = [...groupedBy(found, ({ issue }) => JSON.stringify(issue)).values()].map((group) => ({
    environments: [...new Set(group.map(({ environment }) => environment))],
    issues: group.slice(0, 1).map(({ issue }) => issue),
  }));
  const groups = [...groupedBy(same, ({ environments }) => environments.join('\n')).values()].map((group) => ({
    environments: group[0]?.environments ?? [],
    issues: group.flatMap(({ issues }) => issues),
  }));
  return groups
    .sort((left, right) => right.environments.length - left.environments.length)
    .map(({ environments, issues }) => {
      const isEverywhere = environments.length === checks.length;
      const noun = environments.length === 1 ? 'environment' : 'environments';
      const where = isEverywhere ? 'every environment' : `${noun} ${environments.map(visible).join(', ')}`;
      return { where, isEverywhere, issues };
    });
}

function renderSeveral(checks: readonly CheckedFiles[], palette: Palette): string {
  const groups = sharedIssues(checks).map(
    ({ where, issues }) => `${palette.bold(`In ${where}`)}\n\n${renderIssues(issues, palette)}`,
  );
  return [...groups, severalVerdicts(checks, palette)].filter((part) => part !== '').join('\n\n');
}

function severalVerdicts(checks: readonly CheckedFiles[], palette: Palette): string {
  const named = (wanted: boolean): string =>
    checks
      .filter(({ isValid, environment }) => isValid === wanted && environment !== '')
      .map(({ environment }) => visible(environment))
      .join(', ');
  const [valid, invalid] = [named(true), named(false)];
  return [
    ...(valid === '' ? [] : [`${palette.green('Valid')}: ${valid}`]),
    ...(invalid === '' ? [] : [`${palette.red('Not valid')}: ${invalid}`]),
    ...noteLines([...new Set(checks.flatMap(({ notes }) => notes))], palette),
  ].join('\n');
}

function noteLines(notes: readonly string[], palette: Palette): readonly string[] {
  return notes.map((note) => palette.dim(`Note: ${visible(note)}`));
}
