import { renderChecks } from '../../render/check.ts';
import { renderJson } from '../../render/json.ts';
import { checkWorkspace } from '../../workflows/check.ts';
import { defineCommand, planningOptions, projectOptions } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { withPorts } from '../with-ports.ts';

export const checkCommand = defineCommand({
  options: {
    ...projectOptions,
    files: { type: 'boolean', default: false, describe: 'test what the files say, before anything is written' },
    parallelism: planningOptions.parallelism,
    format: planningOptions.format,
  },
  positionals: { selector: { type: 'string', describe: 'only sources and destinations that match kind/key' } },
  examples: [
    ['$0 check', 'every source and destination, as the server has them'],
    ['$0 check source/shop --files', 'whether the configuration in the files works'],
  ],
  run: async ({ selector, env, files, parallelism, format, ...args }, context) => {
    const request = {
      select: selector === undefined ? [] : [selector],
      exclude: [],
      files,
      ...(env === undefined ? {} : { environment: env }),
      ...(parallelism === undefined ? {} : { parallelism }),
    };
    const checked = await withPorts({ ...args, parallelism }, context, (ports) => checkWorkspace(ports, request));
    context.print(format === 'json' ? renderJson({ checks: checked }) : renderChecks(checked, context.palette));
    const isBad = checked.some(({ result }) => result === 'failed' || result === 'crashed');
    return isBad ? exitCodes.failed : exitCodes.done;
  },
});
