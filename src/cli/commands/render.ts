import { renderStateJson } from '../../render/rendered-state.ts';
import { printState, renderWorkspace, shownOrigins } from '../../workflows/render.ts';
import { defineCommand, projectOptions } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { tellWarnings } from '../tell-warnings.ts';
import { withPorts } from '../with-ports.ts';

export const renderCommand = defineCommand({
  options: {
    ...projectOptions,
    origins: {
      choices: shownOrigins,
      default: 'elsewhere' as const,
      describe: 'which values to print with where they come from: those that the own file does not say, or all',
    },
    format: {
      requiresArg: true,
      choices: ['yaml', 'json'] as const,
      default: 'yaml' as const,
      describe: 'how to print the result',
    },
  },
  examples: [
    ['$0 render --env production', 'every resource as production is to have it'],
    ['$0 render source/ecommerce --origins all', 'one, and for each value the file and line that says it'],
    ['$0 render --format json', 'for programs'],
  ],
  run: async (args, context) => {
    const select = typeof args.selector === 'string' ? [args.selector] : [];
    const environment = args.env === undefined ? {} : { environment: args.env };
    const request = { select, exclude: [], ...environment };
    const { state, warnings } = await withPorts(args, context, (ports) => renderWorkspace(ports, request));
    tellWarnings(warnings, context);
    context.print(args.format === 'json' ? renderStateJson(state) : printState(state, args.origins));
    return exitCodes.done;
  },
});
