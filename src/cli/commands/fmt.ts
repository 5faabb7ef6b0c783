import path from 'node:path';

import { visible } from '../../util/visible.ts';
import { formatProject } from '../../workflows/format.ts';
import { defineCommand, projectOptions } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { projectWriterIn } from '../project-writer.ts';
import { tellElsewhere } from '../tell-elsewhere.ts';
import { withPorts } from '../with-ports.ts';

export const fmtCommand = defineCommand({
  options: {
    project: projectOptions.project,
    check: { type: 'boolean', default: false, describe: 'write nothing; exit 2 when a file would change' },
  },
  examples: [
    ['$0 fmt', "bring the project's files into one style"],
    ['$0 fmt --check', 'for CI: name the files that are not in it'],
  ],
  run: async ({ project, check }, context) => {
    const writer = check ? undefined : projectWriterIn(path.resolve(context.workingFolder, project));
    const { files, changed, elsewhere } = await withPorts({ project, verbose: false }, context, (ports) =>
      formatProject(ports, writer),
    );
    for (const file of changed) context.print(`${context.palette.yellow('~')} ${visible(file)}`);
    tellElsewhere(elsewhere, context);
    context.print(context.palette.bold(verdict(files, changed.length, check)));
    return check && changed.length > 0 ? exitCodes.changesFound : exitCodes.done;
  },
});

function verdict(files: number, changed: number, isCheck: boolean): string {
  const rest = `${files - changed} of ${files} ${files === 1 ? 'file' : 'files'} in style`;
  if (changed === 0) return `Nothing to format: ${rest}`;
  return isCheck
    ? `To format: ${changed}; ${rest}`
    : `Formatted: ${changed}; the other ${files - changed} were in style`;
}
