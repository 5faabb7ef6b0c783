import { renderIssues } from '../../render/issues.ts';
import { renderJson } from '../../render/json.ts';
import { validateFiles } from '../../workflows/load.ts';
import { defineCommand, projectOptions } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { withPorts } from '../with-ports.ts';

export const validateCommand = defineCommand({
  options: {
    ...projectOptions,
    format: { choices: ['text', 'json'] as const, default: 'text' as const, describe: 'how to print the result' },
  },
  examples: [
    ['$0 validate', 'check the project in this folder'],
    ['$0 validate --env production', 'with the variables and references of that environment'],
  ],
  run: async (args, context) => {
    const { issues, loaded } = await withPorts(args, context, (ports) => validateFiles(ports, args.env));
    if (args.format === 'json') {
      context.print(renderJson({ formatVersion: '1.0', isValid: loaded !== undefined, issues }));
    } else if (issues.length > 0) {
      context.print(renderIssues(issues, context.palette));
    }
    if (loaded === undefined) return exitCodes.invalid;
    const { definitions = [], sources, destinations, connections } = loaded.desired;
    if (args.format === 'text') {
      const counts = [
        ...(definitions.length === 0 ? [] : [counted(definitions.length, 'definition')]),
        counted(sources.length, 'source'),
        counted(destinations.length, 'destination'),
        counted(connections.length, 'connection'),
      ];
      context.print(`${context.palette.green('Valid')}: ${counts.join(', ')}; environment ${loaded.environment.name}`);
    }
    return exitCodes.done;
  },
});

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
