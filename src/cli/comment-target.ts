import { readFileSync } from 'node:fs';

import { InvalidFlagsError } from '../errors.ts';
import { Secret, secretLabel } from '../model/configuration.ts';
import { type CommentTarget, type HostName, hostNames } from '../workflows/open-comments.ts';
import type { CommandContext } from './context.ts';

/** For commands that speak with a host of repositories. */
export const commentTargetOptions = {
  host: { choices: hostNames, describe: 'where the repository is; default: that of the CI system' },
  repository: {
    type: 'string',
    requiresArg: true,
    describe: "owner/name, or GitLab's project; default: that of the run",
  },
  number: { type: 'number', requiresArg: true, describe: 'the pull or merge request; default: that of the run' },
  'api-url': { type: 'string', requiresArg: true, describe: "the address of the host's API; default: that of the run" },
  'token-variable': {
    type: 'string',
    requiresArg: true,
    describe: 'the environment variable with the token; default: GITHUB_TOKEN, GH_TOKEN or GITLAB_TOKEN',
  },
} as const;

export interface TargetArguments {
  readonly host?: HostName | undefined;
  readonly repository?: string | undefined;
  readonly number?: number | undefined;
  readonly apiUrl?: string | undefined;
  readonly tokenVariable?: string | undefined;
}

type Variable = CommandContext['environmentVariable'];

/** What a CI system tells its jobs. */
interface HostRow {
  /** What only its jobs have. */
  readonly sign: string;
  readonly apiUrl: string;
  readonly publicApi: string;
  readonly repository: string;
  readonly repositoryForm: RegExp;
  readonly number: (variable: Variable) => unknown;
  readonly page: (variable: Variable) => string | undefined;
  readonly tokens: readonly string[];
  readonly tokenHint: string;
  /** Numbers that grow from run to run. */
  readonly run: readonly string[];
}

const hostRows: Readonly<Record<HostName, HostRow>> = {
  github: {
    sign: 'GITHUB_ACTIONS',
    apiUrl: 'GITHUB_API_URL',
    publicApi: 'https://api.github.com',
    repository: 'GITHUB_REPOSITORY',
    repositoryForm: /^(?!\.+\/)[\w.-]+\/(?!\.+$)[\w.-]+$/,
    number: (variable) => /^refs\/pull\/(\d+)\//.exec(variable('GITHUB_REF') ?? '')?.[1] ?? numberOfEvent(variable),
    page: () => undefined,
    tokens: ['GITHUB_TOKEN', 'GH_TOKEN'],
    tokenHint: 'set "GITHUB_TOKEN: ${{ github.token }}" as "env" of the step',
    run: ['GITHUB_RUN_ID', 'GITHUB_RUN_ATTEMPT'],
  },
  gitlab: {
    sign: 'GITLAB_CI',
    apiUrl: 'CI_API_V4_URL',
    publicApi: 'https://gitlab.com/api/v4',
    repository: 'CI_PROJECT_ID',
    repositoryForm: /^(?!.*(?:^|\/)\.+(?:\/|$))[\w./-]+$/,
    number: (variable) => variable('CI_MERGE_REQUEST_IID'),
    page: (variable) => {
      const project = variable('CI_MERGE_REQUEST_PROJECT_URL');
      return project && `${project}/-/merge_requests/${variable('CI_MERGE_REQUEST_IID')}`;
    },
    tokens: ['GITLAB_TOKEN'],
    tokenHint:
      'make a project access token with the scope "api", and set it as GITLAB_TOKEN; CI_JOB_TOKEN may not comment',
    run: ['CI_PIPELINE_ID', 'CI_JOB_ID'],
  },
};

/** The host that is asked for, or whose CI system this runs in. */
export function commentHost({ host }: TargetArguments, { environmentVariable }: CommandContext): HostName | undefined {
  return host ?? hostNames.find((name) => environmentVariable(hostRows[name].sign) === 'true');
}

/**
 * Where to comment, out of flags, else out of what the CI system tells its jobs.
 *
 * @throws {InvalidFlagsError} for what neither of them says
 */
export function commentTarget(args: TargetArguments, context: CommandContext): CommentTarget {
  const { environmentVariable: variable } = context;
  const host = commentHost(args, context);
  if (host === undefined) {
    throw new InvalidFlagsError(
      'this is no run of GitHub Actions or GitLab CI, so that it is not clear where to comment',
      {
        hint: 'give --host, --repository and --number; --dry-run prints the comment',
      },
    );
  }
  const row = hostRows[host];
  const page = args.number === undefined ? row.page(variable) : undefined;
  return {
    host,
    apiUrl: parseApiUrl(args.apiUrl ?? variable(row.apiUrl) ?? row.publicApi),
    repository: parseRepository(args.repository ?? variable(row.repository), row),
    number: parseNumber(args.number ?? row.number(variable)),
    page,
    token: findToken(args, row, variable),
  };
}

/** The run of the CI system that this is a part of. */
export function runNumbers(args: TargetArguments, context: CommandContext): readonly number[] | undefined {
  const host = commentHost(args, context);
  const numbers = host === undefined ? [] : hostRows[host].run.map((name) => Number(context.environmentVariable(name)));
  return numbers.length > 0 && numbers.every(Number.isSafeInteger) ? numbers : undefined;
}

function parseApiUrl(text: string): string {
  const isUrl = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  if (!isUrl) throw new InvalidFlagsError(`"${text}" is no address of an API`, { hint: 'check --api-url' });
  return text.replace(/\/+$/, '');
}

function parseRepository(text: string | undefined, { repositoryForm }: HostRow): string {
  if (text !== undefined && repositoryForm.test(text)) return text;
  const message =
    text === undefined ? 'it is not clear which repository to comment in' : `there is no repository "${text}"`;
  throw new InvalidFlagsError(message, { hint: 'give --repository, as in "--repository owner/name"' });
}

function parseNumber(value: unknown): number {
  if (Number.isNaN(value)) throw new InvalidFlagsError('--number takes the number of a pull or merge request');
  const number = Number(value);
  if (value !== undefined && Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidFlagsError('this is not the run of a pull or merge request', {
    hint: 'give --number, or leave this step out on other runs',
  });
}

function findToken({ tokenVariable }: TargetArguments, { tokens, tokenHint }: HostRow, variable: Variable): Secret {
  const names = tokenVariable === undefined ? tokens : [tokenVariable];
  const token = names.map(variable).find((value) => value !== undefined && value !== '');
  if (token !== undefined) return new Secret(token.trim(), secretLabel);
  throw new InvalidFlagsError(
    `there is no token: ${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} not set`,
    {
      hint: tokenHint,
    },
  );
}

/** Where a run is not about the merge of a pull request, the event tells its number. */
function numberOfEvent(variable: Variable): unknown {
  const file = variable('GITHUB_EVENT_PATH');
  if (file === undefined) return undefined;
  try {
    const event = JSON.parse(readFileSync(file, 'utf8')) as GithubEvent;
    return event.pull_request?.number ?? event.issue?.number ?? event.workflow_run?.pull_requests?.[0]?.number;
  } catch {
    return undefined;
  }
}

interface Numbered {
  readonly number?: unknown;
}

interface GithubEvent {
  readonly pull_request?: Numbered;
  readonly issue?: Numbered;
  readonly workflow_run?: { readonly pull_requests?: readonly Numbered[] };
}
