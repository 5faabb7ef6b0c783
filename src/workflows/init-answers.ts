import { explainServer } from '../desired/server-address.ts';
import { InvalidFlagsError } from '../errors.ts';
import type { CiNeeds } from '../model/new-project.ts';

// Names go into files, into names of variables and into command lines of CI systems.
const environmentName = /^[A-Za-z0-9][\w.-]{0,62}$/;

// What machines and scripts of CI systems rely on: a secret in its place would break them.
const reservedVariable =
  /^(?:(?:AIRPLAN|GITHUB)_.*|LC_ALL|LD_PRELOAD|LD_LIBRARY_PATH|PATH|HOME|PWD|SHELL|USER|LANG|TERM|TMPDIR|IFS|ENV|BASH_ENV|CI|NODE_(?:OPTIONS|PATH)|RUNNER_TEMP|AGENT_TEMPDIRECTORY|SYSTEM_ACCESSTOKEN|AZURE_DEVOPS_EXT_PAT)$/;

/** What is wrong with an address that somebody has given; `undefined` when it is fine. */
export function explainServerAnswer(server: string): string | undefined {
  const fault = explainServer(server);
  if (fault === undefined) return /\s/.test(server) ? 'an address has no blanks' : undefined;
  if (fault.rule === 'credentials-in-address') return 'leave user and password out: --auth says how they are given';
  return server === '' || fault.message.includes('http(s)')
    ? 'write "sandbox", or an address such as https://airbyte.example.com'
    : 'leave out what follows the path of the address';
}

/** The same for the name of an environment. */
export function explainEnvironmentName(name: string): string | undefined {
  return environmentName.test(name)
    ? undefined
    : 'take up to 63 letters, digits, dashes, dots and underscores, a letter or digit first';
}

/** The same for a workspace. */
export function explainWorkspaceAnswer(workspace: string): string | undefined {
  return workspace.trim() === '' ? 'write its name, its slug or its id' : undefined;
}

/**
 * Makes sure that what pipelines are written for can stand in their files, and in command lines, as it is.
 *
 * @throws {InvalidFlagsError}
 */
export function assertCiNeeds({ environment, variables, prefix, branch }: CiNeeds, server: string): void {
  if (server === 'sandbox') {
    throw new InvalidFlagsError(`--ci: environment "${environment}" is on the sandbox, which ends with each run`, {
      hint: 'choose one with a server: --server with a new project, --env NAME in one that is there',
    });
  }
  const reserved = variables.find((name) => reservedVariable.test(name));
  if (reserved !== undefined) {
    throw new InvalidFlagsError(`--ci: the variable "${reserved}" belongs to the machines that run pipelines`, {
      hint: `take another name in the files, such as \${env:SHOP_${reserved}}, or leave --ci out`,
    });
  }
  const odd = [
    ['environment', environmentName.test(environment) ? [] : [environment]],
    ['variable', variables.filter((name) => !/^[A-Za-z_]\w*$/.test(name))],
    ['folder', /^(?:[\w.-]+\/)*$/.test(prefix) ? [] : [prefix]],
    ['branch', /^[\w.-]+(?:\/[\w.-]+)*$/.test(branch) ? [] : [branch]],
  ] as const;
  for (const [what, [name]] of odd) {
    if (name === undefined) continue;
    throw new InvalidFlagsError(`--ci: the ${what} "${name}" has a name that pipelines cannot be written for`, {
      hint: 'rename it, or leave --ci out; letters, digits, dashes, dots and underscores are fine',
    });
  }
}
