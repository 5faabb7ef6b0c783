import { graphFormatNames, graphFormats } from '../../render/graph/graph-formats.ts';
import { withoutUndefined } from '../../util/decode.ts';
import { drawWorkspace } from '../../workflows/graph.ts';
import { defineCommand, planningOptions, projectOptions } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { tellWarnings } from '../tell-warnings.ts';
import { withPorts } from '../with-ports.ts';

export const graphCommand = defineCommand({
  options: {
    ...projectOptions,
    select: planningOptions.select,
    exclude: planningOptions.exclude,
    live: {
      type: 'boolean',
      default: false,
      describe: 'ask the server: how the last job of each connection went, and what a plan would change',
    },
    parallelism: planningOptions.parallelism,
    format: { requiresArg: true, choices: graphFormatNames, default: 'mermaid' as const, describe: 'how to draw it' },
  },
  examples: [
    ['$0 graph --format svg > pipelines.svg', 'every pipeline of the files; no server is asked'],
    ["$0 graph --select '+connection/orders*'", 'some pipelines from end to end, for a wiki'],
    ['$0 graph --live --format html > pipelines.html', 'with last jobs and drift, to pan and zoom'],
  ],
  run: async (args, context) => {
    const { select, exclude, live: isLive, parallelism } = args;
    const request = { ...withoutUndefined({ environment: args.env, parallelism }), select, exclude, isLive };
    const { warnings, ...picture } = await withPorts(args, context, (ports) => drawWorkspace(ports, request));
    tellWarnings(warnings, context);
    for (const note of picture.notes) context.tell(`Note: ${note}`);
    context.print(await graphFormats[args.format].render(picture));
    return exitCodes.done;
  },
});
