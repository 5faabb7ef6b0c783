import { renderDiagnosis } from '../../render/doctor.ts';
import { renderJson } from '../../render/json.ts';
import { examine } from '../../workflows/doctor.ts';
import { defineCommand, projectOptions } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { withPorts } from '../with-ports.ts';

export const doctorCommand = defineCommand({
  options: {
    ...projectOptions,
    format: { choices: ['text', 'json'] as const, default: 'text' as const, describe: 'how to print the result' },
  },
  examples: [['$0 doctor --env production', 'why the server cannot be reached, or that it can']],
  run: async (args, context) => {
    const steps = await withPorts(args, context, (ports) => examine(ports, args.env));
    context.print(
      args.format === 'json' ? renderJson({ formatVersion: '1.0', steps }) : renderDiagnosis(steps, context.palette),
    );
    const failure = steps.find(({ state }) => state === 'failed');
    if (failure === undefined) return exitCodes.done;
    return failure.name === 'workspace' ? exitCodes.invalid : exitCodes.unreachable;
  },
});
