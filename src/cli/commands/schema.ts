import path from 'node:path';

import { columnsOf, visible } from '../../util/visible.ts';
import { textColumns, wrappedLines } from '../../util/wrap.ts';
import { writeEditorSchemas } from '../../workflows/editor-schemas.ts';
import { writeModelines } from '../../workflows/modelines.ts';
import { defineCommand, projectOptions } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { projectWriterIn } from '../project-writer.ts';
import { tellElsewhere } from '../tell-elsewhere.ts';
import { withPorts } from '../with-ports.ts';

export const schemaCommand = defineCommand({
  options: {
    project: projectOptions.project,
    modelines: {
      type: 'boolean',
      default: false,
      describe: 'also put the line that names the schema on top of every file',
    },
  },
  examples: [
    ['$0 specs pull && $0 schema', 'completion and hover for this project, inside of configuration as well'],
    ['$0 schema --modelines', 'for editors that go by a line in each file'],
  ],
  run: async ({ project, modelines }, context) => {
    const writer = projectWriterIn(path.resolve(context.workingFolder, project));
    const { written, changed, elsewhere } = await withPorts({ project, verbose: false }, context, async (ports) => {
      const schemas = await writeEditorSchemas(ports, writer);
      const lines = modelines ? await writeModelines(ports.files, writer, schemas) : { changed: [], elsewhere: [] };
      return { written: schemas, ...lines };
    });
    const { palette } = context;
    const files = [
      [written.projectSchema, 'for airplan.yaml'],
      [written.resourceSchema, `for the files of ${visible(written.pipelines)}/`],
    ] as const;
    const width = Math.max(...files.map(([file]) => columnsOf(file)));
    for (const [file, what] of files) context.print(`${file.padEnd(width)}  ${palette.dim(what)}`);
    for (const file of changed) context.print(`${palette.yellow('~')} ${visible(file)}`);
    tellElsewhere(elsewhere, context);
    for (const line of aboutConnectors(written.connectors)) context.print(palette.dim(line));
    return exitCodes.done;
  },
});

function aboutConnectors(connectors: readonly string[]): readonly string[] {
  const words =
    connectors.length === 0
      ? 'Inside of configuration nothing is known yet: "airplan specs pull" stores the specifications of the connectors in use.'
      : `Inside of configuration they know ${connectors.map(visible).join(', ')}.`;
  return wrappedLines(words, textColumns);
}
