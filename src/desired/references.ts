import { type ConfigurationValue, Secret } from '../model/configuration.ts';
import { type Issue, type Locate, type Origin, originAt } from '../model/issue.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import { findClosest } from '../util/suggest.ts';
import type { FilePorts } from './files.ts';
import { anError, didYouMean } from './finding.ts';
import { hasReferences, type Piece, parseReferences } from './reference-syntax.ts';
import { decodeText } from './text.ts';

/** What `${var:NAME}` may stand for. */
export type VariableValue = string | number | boolean | Secret;
export type Variables = Readonly<Record<string, VariableValue>>;

/** What references are resolved against. */
export interface ReferenceContext {
  readonly ports: FilePorts;
  readonly variables: Variables;
  /** To name in a finding. */
  readonly environmentName: string;
  readonly locate: Locate;
  /** Gets what cannot be resolved. */
  readonly issues: Issue[];
}

/**
 * A value with all references in its strings resolved.
 *
 * What came out of the environment or a file is `Secret`, and so is every string that holds such a piece. What cannot be
 * resolved becomes a finding and stays as it was written.
 */
export async function resolveReferences(
  value: Json,
  origin: Origin,
  context: ReferenceContext,
): Promise<ConfigurationValue> {
  if (typeof value === 'string') {
    return hasReferences(value) ? resolveText(value, origin, context) : value;
  }
  if (Array.isArray(value)) {
    return Promise.all(value.map((item, index) => resolveReferences(item, originAt(origin, index), context)));
  }
  if (!isJsonObject(value)) {
    return value;
  }
  const entries = Object.entries(value).map(
    async ([key, item]) => [key, await resolveReferences(item, originAt(origin, key), context)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function resolveText(text: string, origin: Origin, context: ReferenceContext): Promise<VariableValue> {
  const pieces = parseReferences(text);
  const results = await Promise.all(pieces.map((piece) => resolvePiece(piece, context)));
  const failures = results.filter((result) => result instanceof Unresolved);
  if (failures.length > 0) {
    const place = context.locate(origin);
    context.issues.push(...failures.map(({ rule, message, hint }) => anError(rule, message, { place, hint })));
    return text;
  }
  return joined(results as readonly VariableValue[], text);
}

// One reference alone keeps its type: `${var:port}` of the number 5432 is the number 5432.
function joined(values: readonly VariableValue[], label: string): VariableValue {
  const [only] = values;
  if (values.length === 1 && only !== undefined && !(only instanceof Secret)) {
    return only;
  }
  const text = values.map((value) => (value instanceof Secret ? value.reveal() : String(value))).join('');
  return values.some((value) => value instanceof Secret) ? new Secret(text, label) : text;
}

class Unresolved {
  readonly rule: string;
  readonly message: string;
  readonly hint: string;

  constructor(rule: string, message: string, hint: string) {
    this.rule = rule;
    this.message = message;
    this.hint = hint;
  }
}
type Resolved = VariableValue | Unresolved;

function resolvePiece(piece: Piece, context: ReferenceContext): Resolved | Promise<Resolved> {
  switch (piece.type) {
    case 'text':
      return piece.text;
    case 'env':
      return resolveEnvironmentVariable(piece.name, piece.fallback, context);
    case 'var':
      return resolveVariable(piece.name, context);
    case 'file':
      return resolveFile(piece.name, context);
    case 'broken':
      return new Unresolved('broken-reference', piece.message, 'write ${env:NAME}, or $${ for a literal ${');
  }
}

// An empty variable is as good as none: that is what a CI system sets for a secret which it does not have.
function resolveEnvironmentVariable(name: string, fallback: string | undefined, { ports }: ReferenceContext): Resolved {
  const value = ports.environmentVariable(name);
  if (value !== undefined && value !== '') {
    return new Secret(value, `\${env:${name}}`);
  }
  if (fallback !== undefined) {
    return new Secret(fallback, `\${env:${name}:-${fallback}}`);
  }
  const state = value === undefined ? 'not set' : 'empty';
  const hint = `set it, or write \${env:${name}:-…} with a default`;
  return new Unresolved('missing-environment-variable', `environment variable "${name}" is ${state}`, hint);
}

function resolveVariable(name: string, { variables, environmentName }: ReferenceContext): Resolved {
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (value !== undefined) {
    return value;
  }
  const names = Object.keys(variables);
  const hint =
    names.length === 0
      ? `add it to "variables" of environment "${environmentName}" in airplan.yaml`
      : didYouMean(findClosest(name, names), 'variables', names);
  return new Unresolved('missing-variable', `environment "${environmentName}" has no variable "${name}"`, hint);
}

async function resolveFile(path: string, { ports }: ReferenceContext): Promise<Resolved> {
  if (isOutside(path)) {
    const hint = "name a file inside of the project's folder, or an absolute path";
    return new Unresolved('file-outside', `file "${path}" lies outside of the project's folder`, hint);
  }
  const bytes = await ports.files.read(path);
  if (bytes === undefined) {
    const hint = "paths are relative to the project's folder";
    return new Unresolved('missing-file', `file "${path}" does not exist`, hint);
  }
  const decoded = decodeText(path, bytes);
  if ('issue' in decoded) {
    const { rule, message, hint = '' } = decoded.issue;
    return new Unresolved(rule, message, hint);
  }
  // Editors end a file with a line break, which is never part of a password.
  return new Secret(decoded.text.replace(/\r?\n$/, ''), `\${file:${path}}`);
}

function isOutside(path: string): boolean {
  const isAbsolute = /^([/\\]|[a-z]:)/i.test(path);
  return !isAbsolute && path.split(/[/\\]/).includes('..');
}
