import { InvalidFlagsError } from '../../errors.ts';
import { statusFormatNames, statusFormats } from '../../render/status.ts';
import { openStatus } from '../../workflows/status.ts';
import { watchStatus } from '../../workflows/watch-status.ts';
import { defineCommand, planningOptions, projectOptions } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { withPorts } from '../with-ports.ts';

const usualSeconds = 10;

export const statusCommand = defineCommand({
  options: {
    ...projectOptions,
    parallelism: planningOptions.parallelism,
    // Text, so that it may stand alone.
    watch: { type: 'string', describe: `show it again every N seconds, ${usualSeconds} unless told; Ctrl-C ends it` },
    format: { choices: statusFormatNames, default: 'text' as const, describe: 'how to print it' },
  },
  examples: [
    ['$0 status', 'how every connection is doing'],
    ['$0 status --watch 30', 'the same, again every 30 seconds'],
    ['$0 status --format markdown', 'for a chat or a wiki'],
  ],
  run: async (args, context) => {
    const everyMs = args.watch === undefined ? undefined : toMilliseconds(args.watch);
    const request = args.env === undefined ? {} : { environment: args.env };
    const render = statusFormats[args.format];
    const controller = new AbortController();
    const release = everyMs === undefined ? () => undefined : context.onInterrupt(() => controller.abort());
    const work = withPorts(
      args,
      context,
      async (ports) => {
        const read = await openStatus(ports, request);
        if (everyMs === undefined) return context.print(await render(await read(), context.palette));
        const redraws = context.isInteractive && args.format === 'text';
        await watchStatus(read, ports, {
          everyMs,
          onlyChanges: !redraws,
          show: async (status) => {
            const text = await render(status, context.palette);
            context.print(redraws ? inPlace(text, context) : text);
          },
        });
      },
      controller.signal,
    );
    await work.finally(release);
    return exitCodes.done;
  },
});

function toMilliseconds(text: string): number {
  const seconds = text === '' ? usualSeconds : Number(text);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 86_400) return seconds * 1000;
  throw new InvalidFlagsError('--watch takes a whole number of seconds, from 1 to 86400');
}

/** Written over what is there: nothing is cleared before its new text stands, so that nothing flickers. */
function inPlace(text: string, { columns }: CommandContext): string {
  const wide = columns < 80 ? '\u001b[?7l' : '';
  const back = columns < 80 ? '\u001b[?7h' : '';
  const lines = text.split('\n').map((line) => `${line}\u001b[K`);
  return `\u001b[H${wide}${lines.join('\n')}${back}\u001b[J`;
}
