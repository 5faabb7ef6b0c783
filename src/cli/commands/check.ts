import { renderChecks } from '../../render/check.ts';
import { renderJson } from '../../render/json.ts';
import { checkWorkspace } from '../../workflows/check.ts';
import { defineCommand, planningOptions, projectOptions } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { showRunning } from '../progress.ts';
import { tellWarnings } from '../tell-warnings.ts';
import { withPorts } from '../with-ports.ts';

const { select, exclude, parallelism, format } = planningOptions;

export const checkCommand = defineCommand({
  options: {
    ...projectOptions,
    files: { type: 'boolean', default: false, describe: 'test what the files say, before anything is written' },
    select,
    exclude,
    parallelism,
    format,
  },
  positionals: { selector: { type: 'string', describe: 'only sources and destinations that match kind/key' } },
  examples: [
    ['$0 check', 'every source and destination, as the server has them'],
    ['$0 check source/shop --files', 'whether the configuration in the files works'],
    ['$0 check +connection/orders', 'both ends of a connection'],
  ],
  run: async (args, context) => {
    const request = {
      select: args.selector === undefined ? args.select : [args.selector, ...args.select],
      exclude: args.exclude,
      files: args.files,
      ...(args.env === undefined ? {} : { environment: args.env }),
      ...(args.parallelism === undefined ? {} : { parallelism: args.parallelism }),
    };
    const running = await showRunning(context, { doing: 'checking', still: 'still checking' });
    const work = withPorts(args, context, (ports) => checkWorkspace(ports, request, running));
    const { checks, warnings } = await work.finally(running.stop);
    tellWarnings(warnings, context);
    context.print(
      args.format === 'json' ? renderJson({ formatVersion: '1.0', checks }) : renderChecks(checks, context.palette),
    );
    const isBad = checks.some(({ result }) => result === 'failed' || result === 'crashed');
    return isBad ? exitCodes.failed : exitCodes.done;
  },
});
