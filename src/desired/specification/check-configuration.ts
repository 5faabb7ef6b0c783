import type { Configuration } from '../../model/configuration.ts';
import { type Issue, originAt, type Path, type Place } from '../../model/issue.ts';
import { hideSecrets, openConfiguration, revealed } from '../../model/secrets.ts';
import { mostFindings } from '../finding.ts';
import { type Checked, type ConfigurationSubject, labelOf, pathText } from './checked.ts';
import { schemaIssues } from './schema-findings.ts';
import {
  findMasks,
  findSecrets,
  findUnknown,
  findUnresolved,
  literalSecret,
  maskedSecret,
  quotedSecret,
} from './secret-findings.ts';
import { type LiteralPlace, placeWithout } from './shown-secrets.ts';

export interface CheckedConfiguration {
  /** One for each cause; no secret is in any, nor in the lines that they show. */
  readonly issues: readonly Issue[];
  readonly literals: readonly LiteralPlace[];
}

/** Checks a configuration as it would be sent, and says in words what is wrong with it. */
export function checkConfiguration(subject: ConfigurationSubject): CheckedConfiguration {
  const { configuration, specification, origin, places } = subject;
  const opened = openConfiguration(configuration, specification);
  const checked: Checked = { ...subject, opened, value: revealed(opened, specification) };
  const { literals, quoted } = findSecrets(configuration, opened);
  const masks = findMasks(configuration);
  const unknown = [...findUnresolved(configuration), ...findUnknown(configuration)];
  const settled = new Set([...masks, ...unknown].map(pathText));
  const spelled = literals.filter(({ path }) => !settled.has(pathText(path)));
  const names = spelled.filter(({ text }) => isName(text)).map(({ path }) => path);
  const placeOf = (path: Path): Place => places.ofValue(originAt(origin, ...path));
  const issues = [
    ...schemaIssues(checked, new Set([...settled, ...names.map(pathText)])),
    ...masks.map((path) => maskedSecret(labelOf(path, checked), placeOf(path))),
    ...spelled.map((literal) => literalSecret(literal, labelOf(literal.path, checked), placeOf(literal.path))),
    ...quoted.map((path) => quotedSecret(labelOf(path, checked), placeOf(path))),
  ];
  const hidden = spelled
    .filter(({ text }) => !isName(text))
    .map(({ path }) => ({
      start: placeOf(path),
      end: places.ofEnd(originAt(origin, ...path)),
    }));
  return {
    issues: issues.slice(0, mostFindings).map((issue) => withSafePlace(issue, hidden, opened)),
    literals: hidden,
  };
}

/** What can be said of a configuration without a specification. */
export function checkUnspecified({
  configuration,
  origin,
  places,
}: Omit<ConfigurationSubject, 'specification'>): readonly Issue[] {
  return findMasks(configuration).map((path) =>
    maskedSecret(labelOf(path, { value: null }), places.ofValue(originAt(origin, ...path))),
  );
}

function withSafePlace(issue: Issue, literals: readonly LiteralPlace[], opened: Configuration): Issue {
  if (issue.place === undefined) return issue;
  const hide = (text: string): string => (isHarmless(issue) ? text : hideSecrets(text, opened));
  const place = placeWithout(issue.place, literals, hide);
  return { ...issue, place: issue.rule === 'unknown-property' ? withoutRest(place) : place };
}

/** What stands at a key that nobody knows may be a secret: `pasword` is not marked as one. */
function withoutRest(place: Place): Place {
  const end = place.column - 1 + place.length;
  const isKey = /^["']?\s*:\s+\S/.test(place.lineText.slice(end));
  return isKey ? { ...place, lineText: `${place.lineText.slice(0, end)}: …` } : place;
}

/** What these point at is no secret, though it stands where one should. */
function isHarmless({ rule }: Issue): boolean {
  return rule === 'not-a-reference' || rule === 'mask-as-secret';
}

/** `${DB_PASSWORD}` gives nothing away, and shows what is wrong. */
function isName(text: string): boolean {
  return /^\$\{\w+\}$/.test(text);
}
