import path from 'node:path';

import { pullSpecifications } from '../../workflows/specs-pull.ts';
import { defineCommand, projectOptions } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { projectWriterIn } from '../project-writer.ts';
import { pulledAsText } from '../specs-output.ts';
import { withPorts } from '../with-ports.ts';

export const specsCommand = defineCommand({
  options: {
    ...projectOptions,
    // The word behind the command; yargs checks it like a flag.
    action: { choices: ['pull'] as const, demandOption: true, hidden: true },
  },
  examples: [
    ['$0 specs pull', 'from the server of the default environment, into .airplan/specs'],
    ['$0 specs pull --env production', 'of the versions that run there'],
  ],
  run: async (args, context) => {
    const writer = projectWriterIn(path.resolve(context.workingFolder, args.project));
    const pulled = await withPorts(args, context, (ports) => pullSpecifications(ports, writer, args.env));
    context.print(pulledAsText(pulled, context.palette));
    return exitCodes.done;
  },
});
