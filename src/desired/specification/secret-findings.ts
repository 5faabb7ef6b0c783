import { type ConfigurationValue, isConfiguration, Secret, serverMask } from '../../model/configuration.ts';
import type { Issue, Path, PathStep, Place } from '../../model/issue.ts';
import { anError } from '../finding.ts';
import { hasReferences, parseReferences } from '../reference-syntax.ts';

/** A string at a secret path that the file spells out. */
export interface LiteralSecret {
  readonly path: Path;
  readonly text: string;
  /** True where it is the default of a reference. */
  readonly isDefault?: boolean;
}

/** What stands where the specification has secrets. */
export interface FoundSecrets {
  readonly literals: readonly LiteralSecret[];
  /** Secrets that begin and end with the same quote. */
  readonly quoted: readonly Path[];
}

/**
 * Finds the secrets of a configuration.
 *
 * @param written - as the files have it, references resolved
 * @param opened - the same, opened by the specification: whatever is secret is sealed
 */
export function findSecrets(written: ConfigurationValue, opened: ConfigurationValue): FoundSecrets {
  const literals: LiteralSecret[] = [];
  const quoted: Path[] = [];
  walk(written, opened, [], ({ text, path, isLiteral, defaults }) => {
    if (isLiteral && text !== '') literals.push({ path, text });
    if (defaults !== '') literals.push({ path, text: defaults, isDefault: true });
    if (isQuoted(text)) quoted.push(path);
  });
  return { literals, quoted };
}

/** Everything in a configuration that is the mask of a server, secret or not: nobody means ten asterisks. */
export function findMasks(configuration: ConfigurationValue): readonly Path[] {
  return pathsOf(configuration, (text) => text === serverMask);
}

/** Strings whose references could not be resolved, which was said already; what they stand for nobody knows. */
export function findUnresolved(configuration: ConfigurationValue): readonly Path[] {
  return pathsOf(
    configuration,
    (text, isWritten) => isWritten && hasReferences(text) && parseReferences(text).some(({ type }) => type !== 'text'),
  );
}

/** What stands in for variables that are not set. */
export function findUnknown(value: ConfigurationValue, path: Path = []): readonly Path[] {
  if (value instanceof Secret) return value.isKnown ? [] : [path];
  return typeof value === 'string'
    ? []
    : membersOf(value).flatMap(([step, inner]) => findUnknown(inner, [...path, step]));
}

type Test = (text: string, isWritten: boolean) => boolean;

function pathsOf(value: ConfigurationValue, test: Test, path: Path = []): readonly Path[] {
  if (value instanceof Secret) return test(value.reveal(), false) ? [path] : [];
  if (typeof value === 'string') return test(value, true) ? [path] : [];
  return membersOf(value).flatMap(([step, inner]) => pathsOf(inner, test, [...path, step]));
}

interface Seen {
  readonly path: Path;
  readonly text: string;
  readonly isLiteral: boolean;
  /** What the references in it have as defaults. */
  readonly defaults: string;
}
type See = (seen: Seen) => void;

function walk(written: ConfigurationValue, opened: ConfigurationValue, path: Path, see: See): void {
  if (opened instanceof Secret) {
    if (written instanceof Secret || typeof written === 'string') {
      const isLiteral = !(written instanceof Secret);
      see({ path, text: opened.reveal(), isLiteral, defaults: isLiteral ? '' : written.revealDefaults() });
    }
    return;
  }
  const inner = new Map(membersOf(opened));
  for (const [step, value] of membersOf(written)) {
    const other = inner.get(step);
    if (other !== undefined) walk(value, other, [...path, step], see);
  }
}

function membersOf(value: ConfigurationValue): readonly (readonly [PathStep, ConfigurationValue])[] {
  if (Array.isArray(value)) return value.map((item: ConfigurationValue, index) => [index, item] as const);
  return isConfiguration(value) ? Object.entries(value) : [];
}

function isQuoted(text: string): boolean {
  return text.length > 1 && /^["'`]/.test(text) && text.at(-1) === text.at(0);
}

/** The finding for a mask. */
export function maskedSecret(label: string, place: Place): Issue {
  const hint = 'write a reference such as ${env:NAME}; servers never tell the secret behind it';
  return anError('mask-as-secret', `${label} is the mask that servers show in place of a secret`, { place, hint });
}

/** The finding for a secret that a file spells out; a name in `${…}` was meant as a reference. */
export function literalSecret({ text, path, isDefault }: LiteralSecret, label: string, place: Place): Issue {
  const written = place.lineText.slice(place.column - 1);
  const variable = /^["']?\$\{var:([^}]+)\}/.exec(written)?.[1];
  if (isDefault === true) {
    const spelling =
      variable === undefined ? 'the default of its reference' : `the default of variable "${variable}" of airplan.yaml`;
    const message = `${label} is a secret, and ${spelling} spells it out`;
    return anError('literal-secret', message, { place, hint: 'take the default out, and set the variable' });
  }
  const name = nameInBraces(text);
  if (name !== undefined && !written.includes('$${')) {
    const hint = `write \${env:${name}}`;
    return anError('not-a-reference', `${label} would be sent as the text \${${name}}`, { place, hint });
  }
  if (variable !== undefined) {
    const message = `${label} is a secret, and variable "${variable}" of airplan.yaml spells it out`;
    return anError('literal-secret', message, { place, hint: `let the variable be \${env:NAME}` });
  }
  const example = environmentName(path);
  const message = `${label} is a secret, and the file spells it out`;
  return anError('literal-secret', message, { place, hint: `write a reference such as \${env:${example}}` });
}

/** The name in a `${NAME}` that other tools would replace, and airplan does not. */
export function nameInBraces(text: string): string | undefined {
  return /\$\{([A-Za-z_]\w*)\}/.exec(text)?.[1];
}

function environmentName(path: Path): string {
  const name = path.findLast((step) => typeof step === 'string');
  return String(name ?? 'SECRET')
    .replaceAll(/\W+/g, '_')
    .toUpperCase();
}

/** The warning for a secret whose quotes are a part of it. */
export function quotedSecret(label: string, place: Place): Issue {
  return {
    rule: 'quoted-secret',
    severity: 'warning',
    message: `${label} begins and ends with a quote, which is sent as a part of the secret`,
    place,
    hint: 'take the quotes out of the value if they are not meant: some tools keep those of an env file',
  };
}
