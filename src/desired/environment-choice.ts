import { InvalidFlagsError } from '../errors.ts';
import type { Path } from '../model/issue.ts';
import { findClosest } from '../util/suggest.ts';
import type { EnvironmentDocument, ProjectDocument } from './documents.ts';
import { didYouMean, listed } from './finding.ts';
import { projectFile } from './project.ts';

export type EnvironmentChoice =
  | { readonly name: string; readonly document: EnvironmentDocument }
  | { readonly fault: EnvironmentFault };

interface EnvironmentFault {
  readonly rule: string;
  readonly message: string;
  readonly hint: string;
  /** What is to blame in `airplan.yaml`. */
  readonly path: Path;
}

/**
 * The environment that a run is about: the one named by a flag, else the default, else the only one.
 *
 * @throws {InvalidFlagsError} when the flag names none
 */
export function pickEnvironment(document: ProjectDocument, flag: string | undefined): EnvironmentChoice {
  const names = Object.keys(document.environments).sort();
  const name = flag ?? document.defaultEnvironment ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined) {
    return { fault: noChoice(names) };
  }
  const chosen = Object.hasOwn(document.environments, name) ? document.environments[name] : undefined;
  if (chosen !== undefined) {
    return { name, document: chosen };
  }
  const message = `there is no environment "${name}" in ${projectFile}`;
  const hint = didYouMean(findClosest(name, names), 'environments', names);
  if (flag === '*') {
    throw new InvalidFlagsError('this command is about one environment at a time', {
      hint: `"plan" and "validate" take '*'; here name one: ${listed(names)}`,
    });
  }
  if (flag !== undefined) {
    throw new InvalidFlagsError(message, { hint });
  }
  return { fault: { rule: 'unknown-environment', message, hint, path: ['defaultEnvironment'] } };
}

function noChoice(names: readonly string[]): EnvironmentFault {
  return {
    rule: 'environment-not-chosen',
    message: `${projectFile} has ${names.length} environments and no default`,
    hint: `choose with --env, or set "defaultEnvironment": ${listed(names)}`,
    path: ['environments'],
  };
}
