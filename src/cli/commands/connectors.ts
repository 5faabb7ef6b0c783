import { InvalidFlagsError } from '../../errors.ts';
import { renderConnectors } from '../../render/connectors.ts';
import { renderJson } from '../../render/json.ts';
import { renderSkeleton } from '../../render/skeleton.ts';
import { describeConnector, findConnectors } from '../../workflows/connectors.ts';
import { defineCommand, planningOptions, projectOptions } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { withPorts } from '../with-ports.ts';

export const connectorsCommand = defineCommand({
  positionals: {
    search: { type: 'string', describe: 'a part of a name or repository; or show, to see one connector' },
    name: { type: 'string', describe: 'for show: repository, name or id of a connector' },
  },
  options: {
    ...projectOptions,
    format: planningOptions.format,
  },
  examples: [
    ['$0 connectors postgres', 'what the server has of that name'],
    ['$0 connectors show source-postgres', 'a file to start from, made from its specification'],
  ],
  run: async (args, context) => {
    const { search = '', name, env, format } = args;
    if (search !== 'show' && name !== undefined) {
      throw new InvalidFlagsError(`connectors takes one text to search for, or "show" and a name`);
    }
    if (search !== 'show') {
      const connectors = await withPorts(args, context, (ports) => findConnectors(ports, search, env));
      context.print(
        format === 'json'
          ? renderJson({ formatVersion: '1.0', connectors })
          : renderConnectors(connectors, context.palette),
      );
      return exitCodes.done;
    }
    if (name === undefined) {
      throw new InvalidFlagsError('connectors show needs a name', { hint: 'airplan connectors lists them' });
    }
    const described = await withPorts(args, context, (ports) => describeConnector(ports, name, env));
    const skeleton = renderSkeleton(described);
    context.print(format === 'json' ? renderJson({ formatVersion: '1.0', ...described, skeleton }) : skeleton);
    return exitCodes.done;
  },
});
