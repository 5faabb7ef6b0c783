import type { DoctorStep } from '../../model/diagnosis.ts';
import { renderDoctorStep } from '../../render/doctor.ts';
import { renderJson } from '../../render/json.ts';
import { examine } from '../../workflows/doctor.ts';
import { defineCommand, planningOptions, projectOptions } from '../command.ts';
import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import { withPorts } from '../with-ports.ts';

export const doctorCommand = defineCommand({
  options: {
    ...projectOptions,
    format: planningOptions.format,
  },
  examples: [['$0 doctor --env production', 'why the server cannot be reached, or that it can']],
  run: async ({ format, ...args }, context) => {
    const steps: DoctorStep[] = [];
    await withPorts(args, context, async (ports) => {
      for await (const step of examine(ports, args.env)) {
        steps.push(step);
        if (format === 'text') context.print(renderDoctorStep(step, context.palette));
      }
    });
    if (format === 'json') context.print(renderJson({ formatVersion: '1.0', steps }));
    const code = steps.find(({ state }) => state === 'failed')?.code;
    return code === undefined ? exitCodes.done : exitCodeOf[code];
  },
});
