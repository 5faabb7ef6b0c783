import { renderIssues } from '../../render/issues.ts';
import { renderJson } from '../../render/json.ts';
import { everyEnvironment } from '../../workflows/environment-names.ts';
import { validateFiles } from '../../workflows/load.ts';
import { defineCommand, projectOptions, severalEnvironments } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { printSeveralValidations } from '../validate-several.ts';
import { withPorts } from '../with-ports.ts';

export const validateCommand = defineCommand({
  options: {
    ...projectOptions,
    ...severalEnvironments,
    format: { choices: ['text', 'json'] as const, default: 'text' as const, describe: 'how to print the result' },
  },
  examples: [
    ['$0 validate', 'check the project in this folder'],
    ['$0 validate --env production', 'with the variables and references of that environment'],
    ["$0 validate --env '*'", 'all environments, for CI'],
  ],
  run: async (args, context) => {
    if (args.env.length > 1 || args.env.includes(everyEnvironment)) return printSeveralValidations(args, context);
    const { issues, loaded, notes } = await withPorts(args, context, (ports) => validateFiles(ports, args.env[0]));
    if (args.format === 'json') {
      context.print(renderJson({ formatVersion: '1.0', isValid: loaded !== undefined, issues, notes }));
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
      for (const note of notes) context.print(context.palette.dim(`Note: ${note}`));
    }
    return exitCodes.done;
  },
});

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
