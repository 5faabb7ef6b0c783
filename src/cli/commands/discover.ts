import { InvalidFlagsError } from '../../errors.ts';
import { renderJson } from '../../render/json.ts';
import { renderOffer } from '../../render/offer.ts';
import { renderStreamDifferences } from '../../render/stream-differences.ts';
import { type DiscoveredSource, discoverSource, printStreams } from '../../workflows/discover.ts';
import { defineCommand, projectOptions } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { showRunning } from '../progress.ts';
import { tellWarnings } from '../tell-warnings.ts';
import { withPorts } from '../with-ports.ts';

const formats = ['text', 'yaml', 'json'] as const;

export const discoverCommand = defineCommand({
  options: {
    ...projectOptions,
    stream: {
      type: 'string',
      array: true,
      requiresArg: true,
      default: [] as string[],
      describe: 'only streams of that name, with * and ?, and their columns; may be repeated',
    },
    diff: {
      type: 'boolean',
      default: false,
      describe: 'what is new, gone or changed for the connections that read from it',
    },
    refresh: { type: 'boolean', default: false, describe: 'run the connector, whatever the server has kept' },
    files: { type: 'boolean', default: false, describe: 'run the connector with the configuration in the files' },
    format: {
      requiresArg: true,
      choices: formats,
      default: 'text' as const,
      describe: 'how to print; yaml: "streams:" for a file',
    },
  },
  positionals: { source: { type: 'string', demandOption: true, describe: 'the key of a source' } },
  examples: [
    ['$0 discover shop', 'its streams, with sync modes, keys and cursors'],
    ["$0 discover shop --stream 'audit_*'", 'some of them, and their columns'],
    ['$0 discover shop --files --format yaml', 'before it is on the server: what to paste into a catalog'],
    ['$0 discover shop --refresh --diff', 'what has changed there, and what that means'],
  ],
  run: async ({ source, stream: streams, diff, refresh, files, format, env, ...args }, context) => {
    if (diff && format === 'yaml') {
      throw new InvalidFlagsError('--diff has no yaml form', {
        hint: 'take --format json, or leave one of the two out',
      });
    }
    const environment = env === undefined ? {} : { environment: env };
    const request = { source, streams, refresh, files, ...environment };
    const running = await showRunning(context, { doing: 'discovering', still: 'still discovering' });
    running.onStart(source);
    const work = withPorts(args, context, (ports) => discoverSource(ports, request));
    const discovered = await work.finally(running.stop);
    tellWarnings(discovered.warnings, context);
    context.print(render(discovered, { diff, format, showsColumns: streams.length > 0 }, context));
    return exitCodes.done;
  },
});

interface Manner {
  readonly diff: boolean;
  readonly format: (typeof formats)[number];
  readonly showsColumns: boolean;
}

function render(
  discovered: DiscoveredSource,
  { diff, format, showsColumns }: Manner,
  { palette }: CommandContext,
): string {
  const { offer, streams, comparison } = discovered;
  if (format === 'yaml') return printStreams(streams, offer.streams);
  const notes = [...discovered.notes, ...(diff ? comparison.notes : [])];
  if (format === 'json') {
    const { key, from } = offer;
    return renderJson({ formatVersion: '1.0', key, from, ...(diff ? comparison : { streams }), notes });
  }
  return diff
    ? renderStreamDifferences({ offer, ...comparison, notes }, palette)
    : renderOffer({ offer, streams, showsColumns, notes }, palette);
}
