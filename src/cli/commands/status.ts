import { InvalidFlagsError } from '../../errors.ts';
import { statusFormatNames, statusFormats } from '../../render/status.ts';
import { withoutUndefined } from '../../util/decode.ts';
import { openStatus, type StatusRequest } from '../../workflows/status.ts';
import { watchStatus } from '../../workflows/watch-status.ts';
import { defineCommand, planningOptions, projectOptions } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { showsLooks } from '../watch-output.ts';
import { withPorts } from '../with-ports.ts';

const usualSeconds = 10;

export const statusCommand = defineCommand({
  options: {
    ...projectOptions,
    parallelism: planningOptions.parallelism,
    // Text, so that it may stand alone.
    watch: { type: 'string', describe: `show it again every N seconds, ${usualSeconds} unless told; Ctrl-C ends it` },
    format: { requiresArg: true, choices: statusFormatNames, default: 'text' as const, describe: 'how to print it' },
  },
  examples: [
    ['$0 status', 'how every connection is doing'],
    ['$0 status --watch 30', 'the same, again every 30 seconds'],
    ['$0 status --format markdown', 'for a chat or a wiki'],
  ],
  run: async (args, context) => {
    const everyMs = args.watch === undefined ? undefined : toMilliseconds(args.watch);
    const request = withoutUndefined({ environment: args.env, parallelism: args.parallelism });
    if (everyMs !== undefined) return watch(everyMs, { args, request, context });
    const status = await withPorts(args, context, async (ports) => (await openStatus(ports, request))());
    context.print(statusFormats[args.format](status, context.palette));
    return exitCodes.done;
  },
});

interface Watched {
  readonly args: {
    readonly project: string;
    readonly verbose: boolean;
    readonly parallelism: number | undefined;
    readonly format: keyof typeof statusFormats;
  };
  readonly request: StatusRequest;
  readonly context: CommandContext;
}

/** Nothing but Ctrl-C ends it, so that it never was done. */
async function watch(everyMs: number, { args, request, context }: Watched): Promise<number> {
  const controller = new AbortController();
  const release = context.onInterrupt(() => controller.abort());
  const show = showsLooks(args.format, everyMs, context);
  const watching = withPorts(
    args,
    context,
    async (ports) => watchStatus(await openStatus(ports, request), ports, { everyMs, show }),
    controller.signal,
  );
  await watching.finally(release);
  return exitCodes.interrupted;
}

function toMilliseconds(text: string): number {
  const seconds = text === '' ? usualSeconds : Number(text);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 86_400) return seconds * 1000;
  throw new InvalidFlagsError('--watch takes a whole number of seconds, from 1 to 86400');
}
