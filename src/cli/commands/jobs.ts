import { InvalidFlagsError } from '../../errors.ts';
import { jobStatuses } from '../../model/job.ts';
import { jobEnd } from '../../render/job-words.ts';
import { renderJob, renderJobs, renderLogs } from '../../render/jobs.ts';
import { renderJson } from '../../render/json.ts';
import { cancelNamedJob, getJob, getJobLogs, listWorkspaceJobs } from '../../workflows/jobs.ts';
import type { Ports } from '../../workflows/ports.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { connectionOptions, connectionRequest, sinceOf } from '../sync-flags.ts';
import { withPorts } from '../with-ports.ts';

const actions = ['list', 'get', 'logs', 'cancel'] as const;

const usualLimit = 20;
const highestLimit = 10_000;

interface JobsArguments {
  readonly action: (typeof actions)[number];
  readonly target?: string | undefined;
  readonly env?: string | undefined;
  readonly select: readonly string[];
  readonly exclude: readonly string[];
  readonly status: readonly string[];
  readonly since?: string | undefined;
  readonly limit?: number | undefined;
  readonly format: 'text' | 'json';
}

export const jobsCommand = defineCommand({
  options: {
    ...connectionOptions,
    // The word behind the command; yargs checks it like a flag.
    action: { choices: actions, demandOption: true, hidden: true },
    status: {
      type: 'string',
      array: true,
      requiresArg: true,
      choices: jobStatuses,
      default: [] as string[],
      describe: 'list: only jobs that stand so; may be repeated',
    },
    since: {
      type: 'string',
      requiresArg: true,
      describe: 'list: only jobs created since then: 90m, 24h, 7d ago, or a date like 2026-11-29',
    },
    limit: { type: 'number', requiresArg: true, describe: `list: at most so many, ${usualLimit} unless told` },
  },
  positionals: {
    target: { type: 'string', describe: 'list: a connection by its key, or tag:NAME; the others: the id of a job' },
  },
  examples: [
    ['$0 jobs list', 'the newest jobs of the workspace'],
    ['$0 jobs list ecommerce-to-bronze --status failed --since 7d', 'what went wrong with one connection'],
    ['$0 jobs get 12', 'attempts, streams, and why it failed'],
    ['$0 jobs logs 12', 'all that it has logged'],
    ['$0 jobs cancel 12', 'stop it, if it is the one that runs'],
  ],
  run: async (args, context) => {
    const run = args.action === 'list' ? listAction(args, context) : jobAction(args, context);
    const interrupt = listenForInterrupt(context);
    try {
      return await withPorts(args, context, (ports) => interrupt.guard(run(ports)), interrupt.signal);
    } finally {
      interrupt.release();
    }
  },
});

type Action = (ports: Ports) => Promise<number>;

function listAction(args: JobsArguments, context: CommandContext): Action {
  const { status, since, limit = usualLimit, format, target: selector } = args;
  if (!Number.isInteger(limit) || limit < 1 || limit > highestLimit) {
    throw new InvalidFlagsError(`--limit takes a whole number from 1 to ${highestLimit}`);
  }
  const nowMs = (context.nowMs ?? Date.now)();
  const sinceMs = since === undefined ? {} : { sinceMs: sinceOf(since, nowMs) };
  const request = { ...connectionRequest({ ...args, selector }), statuses: status, limit, ...sinceMs };
  return async (ports) => {
    const { jobs, isWhole } = await listWorkspaceJobs(ports, request);
    if (!isWhole) context.tell('Older jobs were not looked through; --since or one connection narrows it down.');
    if (format === 'json') context.print(renderJson({ formatVersion: '1.0', isWhole, jobs }));
    else context.print(renderJobs(jobs, nowMs, context.palette));
    return exitCodes.done;
  };
}

function jobAction(args: JobsArguments, context: CommandContext): Action {
  assertNotListed(args);
  const { action, format, env } = args;
  const id = jobIdOf(args);
  const request = env === undefined ? {} : { environment: env };
  const show = (data: object, text: string) => context.print(format === 'json' ? renderJson(data) : text);
  return async (ports) => {
    if (action === 'logs') {
      const logs = await getJobLogs(ports, request, id);
      show({ formatVersion: '1.0', id, attempts: logs }, renderLogs(logs, context.palette));
      return exitCodes.done;
    }
    const found = await (action === 'get' ? getJob(ports, request, id) : cancelNamedJob(ports, request, id));
    const data = { formatVersion: '1.0', ...found };
    if (action === 'get') {
      show(data, renderJob(found, context.palette));
      return exitCodes.done;
    }
    const words = jobEnd(found.job);
    show(data, found.key === undefined ? words : `${found.key}  ${words}`);
    return found.job.status === 'cancelled' ? exitCodes.done : exitCodes.failed;
  };
}

function jobIdOf({ action, target }: JobsArguments): number {
  if (target === undefined) {
    throw new InvalidFlagsError(`"jobs ${action}" needs the id of a job`, { hint: 'see "airplan jobs list"' });
  }
  if (/^\d{1,15}$/.test(target)) return Number(target);
  throw new InvalidFlagsError(`the id of a job is a whole number, not "${target}"`, {
    hint: 'see "airplan jobs list", which also takes the name of a connection',
  });
}

/** Flags that would do nothing are a misunderstanding. */
function assertNotListed({ action, select, exclude, status, since, limit }: JobsArguments): void {
  const given = Object.entries({ select, exclude, status, since, limit }).find(([, value]) =>
    Array.isArray(value) ? value.length > 0 : value !== undefined,
  );
  if (given !== undefined) throw new InvalidFlagsError(`--${given[0]} is for "jobs list", not for "jobs ${action}"`);
}
