import { InvalidFlagsError } from '../errors.ts';
import type { PlannedStreamJob } from '../model/stream-job.ts';
import { renderStreamJobs } from '../render/stream-job.ts';
import { runStreamJobs } from '../workflows/stream-jobs.ts';
import { type CommandModule, defineCommand } from './command.ts';
import { runSync } from './run-sync.ts';
import { connectionOptions, connectionPositional, connectionRequest, waitingOf, waitOptions } from './sync-flags.ts';

const verbs = {
  refresh: { done: 'Refreshed', noun: 'refresh', nouns: 'refreshes' },
  clear: { done: 'Cleared', noun: 'clear job', nouns: 'clear jobs' },
} as const;

/** The commands `refresh` and `clear`: the same, but for what the server does. */
export function defineStreamCommand(
  action: PlannedStreamJob['action'],
  examples: CommandModule['examples'],
): CommandModule {
  return defineCommand({
    options: {
      ...connectionOptions,
      streams: {
        type: 'string',
        array: true,
        requiresArg: true,
        default: [] as string[],
        describe: 'only streams of this name, with or without namespace, with * and ?; may be repeated',
      },
      yes: { type: 'boolean', alias: 'y', default: false, describe: 'start without asking' },
      ...waitOptions,
    },
    positionals: connectionPositional,
    examples,
    run: (args, context) => {
      const wait = waitingOf(args);
      const { streams, yes, format } = args;
      if (streams.some((glob) => glob.trim() === '')) throw new InvalidFlagsError('--streams is empty');
      const request = { ...connectionRequest(args), action, streams, wait };
      if (!yes && !context.isInteractive) {
        throw new InvalidFlagsError('there is no terminal to ask on', {
          hint: `--yes says that you mean this ${action}`,
        });
      }
      const confirm = async (planned: readonly PlannedStreamJob[]): Promise<boolean> => {
        (format === 'text' ? context.print : context.tell)(renderStreamJobs(planned, context.palette));
        if (yes) return true;
        if ((await context.ask('Start this? Only "yes" is taken for it: ')).trim() === 'yes') return true;
        context.tell('Nothing was started.');
        return false;
      };
      return runSync(
        {
          args,
          wait,
          verb: verbs[action],
          start: (ports, watcher) => runStreamJobs(ports, request, { ...watcher, confirm }),
        },
        context,
      );
    },
  });
}
