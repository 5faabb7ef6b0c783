import { InvalidFilesError } from '../model/invalid-files.ts';
import type { CheckedFiles, ValidationReview } from '../model/validation.ts';
import { environmentNames, everyEnvironment } from './environment-names.ts';
import { type LoadedFiles, validateFiles } from './load.ts';
import type { Ports } from './ports.ts';

/**
 * Reads and checks a project's files once for each environment that flags ask for; speaks with no server.
 *
 * @throws {InvalidFlagsError} when there is no such environment
 */
export async function validateEnvironments(ports: Ports, flags: readonly string[]): Promise<ValidationReview> {
  if (flags.length < 2 && !flags.includes(everyEnvironment)) {
    return { checks: [await checkFiles(ports, flags[0])], isSideBySide: false };
  }
  try {
    const names = await environmentNames(ports, flags);
    return { checks: await Promise.all(names.map((name) => checkFiles(ports, name))), isSideBySide: true };
  } catch (error) {
    if (!(error instanceof InvalidFilesError)) throw error;
    const { issues } = error;
    return { checks: [{ environment: '', isValid: false, issues, notes: [], keys: [] }], isSideBySide: true };
  }
}

async function checkFiles(ports: Ports, name: string | undefined): Promise<CheckedFiles> {
  const { issues, loaded, notes } = await validateFiles(ports, name);
  const environment = loaded?.environment.name ?? name ?? '';
  return {
    environment,
    isValid: loaded !== undefined,
    issues,
    notes,
    keys: loaded === undefined ? [] : keysOf(loaded),
  };
}

function keysOf({ desired }: LoadedFiles): CheckedFiles['keys'] {
  const { definitions = [], sources, destinations, connections } = desired;
  return [...definitions, ...sources, ...destinations, ...connections].map(({ key }) => key);
}
