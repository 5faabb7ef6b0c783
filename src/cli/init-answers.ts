import { InvalidFlagsError } from '../errors.ts';
import { type AuthKind, authKinds, type CiHost, ciHosts, type NewProject } from '../model/new-project.ts';
import { explainEnvironmentName, explainServerAnswer, explainWorkspaceAnswer } from '../workflows/init-answers.ts';
import type { Questions } from './questions.ts';

/** For `init`: each flag is the answer to a question. */
export const initAnswerOptions = {
  server: {
    type: 'string',
    requiresArg: true,
    describe: 'the address of Airbyte, or "sandbox" for the server inside of airplan',
  },
  workspace: { type: 'string', requiresArg: true, describe: 'name, slug or id of the workspace' },
  env: {
    type: 'string',
    requiresArg: true,
    describe: 'the name of the environment; default: production, or sandbox',
  },
  auth: {
    requiresArg: true,
    choices: authKinds,
    describe: 'how airplan proves who it is: an application, a user, a token, or not at all; default: client',
  },
  example: { type: 'boolean', describe: 'begin with an example to try; --no-example begins empty' },
  ci: {
    type: 'string',
    array: true,
    requiresArg: true,
    choices: [...ciHosts, 'none'],
    describe: 'where pull requests are to be planned and applied; may be repeated',
  },
} as const;

export interface InitArguments {
  readonly server?: string | undefined;
  readonly workspace?: string | undefined;
  readonly env?: string | undefined;
  readonly auth?: AuthKind | undefined;
  readonly example?: boolean | undefined;
  readonly ci?: readonly string[] | undefined;
}

interface Situation {
  /** Absent where nobody can be asked. */
  readonly questions?: Questions | undefined;
  /** Whether there are resource files already. */
  readonly hasPipelines: boolean;
}

/**
 * What a new project begins with: what flags say, then what is answered, then what is usual.
 *
 * @throws {InvalidFlagsError} for an answer that is none, and for what nobody has said
 */
export async function answersOf(args: InitArguments, { questions, hasPipelines }: Situation): Promise<NewProject> {
  assertAnswers(args);
  if (questions === undefined) assertEnough(args);
  const server = args.server ?? (await questions?.text(serverQuestion)) ?? 'sandbox';
  const isSandbox = server === 'sandbox';
  if (isSandbox && args.auth !== undefined && args.auth !== 'none') {
    throw new InvalidFlagsError(`--auth ${args.auth}: the sandbox of a project asks nobody who they are`, {
      hint: 'leave it out, or give --server',
    });
  }
  const workspace = args.workspace ?? (isSandbox ? 'default' : ((await questions?.text(workspaceQuestion)) ?? ''));
  const usual = isSandbox ? 'sandbox' : 'production';
  const environment = args.env ?? (isSandbox ? usual : ((await questions?.text(environmentQuestion(usual))) ?? usual));
  const auth = isSandbox ? 'none' : (args.auth ?? (await questions?.choose(authQuestion)) ?? 'client');
  const hasExample =
    args.example ?? (hasPipelines ? false : ((await questions?.confirm('Begin with an example to try?')) ?? true));
  return { server, workspace, environment, auth, hasExample };
}

/**
 * Where pipelines are to run: what the flag says, then what is answered. Nobody is asked about the sandbox, which ends with
 * each run.
 *
 * @param usual - where the repository is pushed to
 * @throws {InvalidFlagsError} for none and some
 */
export async function ciAnswer(
  { ci }: InitArguments,
  questions?: Questions,
  usual?: CiHost,
): Promise<readonly CiHost[]> {
  if (ci === undefined) return (await questions?.chooseSome(ciQuestion(usual))) ?? [];
  if (ci.length > 1 && ci.includes('none')) {
    throw new InvalidFlagsError('--ci: "none" does not go together with others', { hint: 'give one or the other' });
  }
  return ciHosts.filter((host) => ci.includes(host));
}

function assertAnswers({ server, workspace, env }: InitArguments): void {
  const faults = [
    ['--server', server === undefined ? undefined : explainServerAnswer(server)],
    ['--workspace', workspace === undefined ? undefined : explainWorkspaceAnswer(workspace)],
    ['--env', env === undefined ? undefined : explainEnvironmentName(env)],
  ] as const;
  for (const [flag, hint] of faults) {
    if (hint !== undefined) throw new InvalidFlagsError(`${flag}: this cannot be used`, { hint });
  }
}

function assertEnough({ server, workspace }: InitArguments): void {
  const missing = [
    ...(server === undefined ? ['--server'] : []),
    ...(workspace === undefined && server !== 'sandbox' ? ['--workspace'] : []),
  ];
  if (missing.length === 0) return;
  throw new InvalidFlagsError(`${missing.join(' and ')} must be given: there is no terminal to ask on`, {
    hint: 'or try without a server: airplan init --server sandbox',
  });
}

const serverQuestion = {
  message: 'Where is Airbyte? An address, or "sandbox" to try without one',
  usual: 'sandbox',
  explain: explainServerAnswer,
};

const workspaceQuestion = {
  message: 'Which workspace? Its name, its slug or its id',
  example: 'Default Workspace',
  explain: explainWorkspaceAnswer,
};

function environmentQuestion(usual: string) {
  return { message: 'What do you call this environment?', usual, explain: explainEnvironmentName };
}

const authQuestion = {
  message: 'How does airplan prove who it is?',
  choices: [
    { value: 'client', label: 'client id and secret', hint: 'of an application: Settings, Applications' },
    { value: 'basic', label: 'user name and password', hint: 'in front of older servers' },
    { value: 'token', label: 'a token' },
    { value: 'none', label: 'not at all', hint: 'the server asks for nothing' },
  ],
} as const;

function ciQuestion(usual: CiHost | undefined) {
  return {
    message: 'Write pipelines for pull requests? None is fine',
    choices: [
      { value: 'github', label: 'GitHub Actions' },
      { value: 'gitlab', label: 'GitLab CI' },
      { value: 'azure', label: 'Azure Pipelines' },
    ],
    chosen: usual === undefined ? [] : [usual],
  } as const;
}
