import { Secret } from '../model/configuration.ts';
import type { VariableValue } from '../model/environment.ts';
import { findClosest } from '../util/suggest.ts';
import type { FilePorts } from './files.ts';
import { didYouMean } from './finding.ts';
import type { Piece } from './reference-syntax.ts';
import { decodeText } from './text.ts';

/** Where references are looked up. */
export interface LookUpContext {
  readonly ports: FilePorts;
  readonly variables: Readonly<Record<string, VariableValue>>;
  /** To name in a finding. */
  readonly environmentName: string;
}

interface Fault {
  readonly rule: string;
  readonly message: string;
  readonly hint: string;
}
export type Found = { readonly value: VariableValue } | { readonly fault: Fault };

/** What one piece of a string stands for. Finds only; never throws for what is not there. */
export function lookUp(piece: Piece, context: LookUpContext): Found | Promise<Found> {
  switch (piece.type) {
    case 'text':
      return { value: piece.text };
    case 'env':
      return lookUpEnvironmentVariable(piece.name, piece.fallback, context);
    case 'var':
      return lookUpVariable(piece.name, context);
    case 'file':
      return lookUpFile(piece.name, context);
    case 'broken':
      return notFound('broken-reference', piece.message, 'write ${env:NAME}, or $${ for a literal ${');
  }
}

// An empty variable is as good as none: that is what a CI system sets for a secret which it does not have.
function lookUpEnvironmentVariable(name: string, fallback: string | undefined, { ports }: LookUpContext): Found {
  const { environmentVariable, unsetVariable } = ports;
  const value = environmentVariable(name);
  if (value !== undefined && value !== '') {
    return { value: new Secret(value, `\${env:${name}}`, fallback) };
  }
  if (fallback !== undefined) {
    return { value: new Secret(fallback, `\${env:${name}:-${fallback}}`, fallback) };
  }
  const standIn = unsetVariable?.(name);
  if (standIn !== undefined) return { value: new Secret(standIn, `\${env:${name}}`, '', false) };
  const state = value === undefined ? 'not set' : 'empty';
  const message = `environment variable "${name}" is ${state}`;
  return notFound('missing-environment-variable', message, 'set it where airplan runs');
}

function lookUpVariable(name: string, { variables, environmentName }: LookUpContext): Found {
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (value !== undefined) {
    return { value };
  }
  const names = Object.keys(variables);
  const hint =
    names.length === 0
      ? `add it to "variables" of environment "${environmentName}" in airplan.yaml`
      : didYouMean(findClosest(name, names), 'variables', names);
  return notFound('missing-variable', `environment "${environmentName}" has no variable "${name}"`, hint);
}

async function lookUpFile(path: string, { ports }: LookUpContext): Promise<Found> {
  if (isOutside(path)) {
    const hint = "name a file inside of the project's folder, or an absolute path";
    return notFound('file-outside', `file "${path}" lies outside of the project's folder`, hint);
  }
  const bytes = await ports.files.read(path);
  if (bytes === undefined) {
    const hint = "paths are relative to the project's folder";
    return notFound('missing-file', `file "${path}" does not exist`, hint);
  }
  const decoded = decodeText(path, bytes);
  if ('issue' in decoded) {
    const { rule, message, hint = '' } = decoded.issue;
    return notFound(rule, message, hint);
  }
  // Editors end a file with a line break, which is never part of a password.
  return { value: new Secret(decoded.text.replace(/\r?\n$/, ''), `\${file:${path}}`) };
}

function isOutside(path: string): boolean {
  const isAbsolute = /^([/\\]|[a-z]:)/i.test(path);
  return !isAbsolute && path.split(/[/\\]/).includes('..');
}

function notFound(rule: string, message: string, hint: string): Found {
  return { fault: { rule, message, hint } };
}
