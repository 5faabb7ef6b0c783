import { unknownValue } from '../../desired/files.ts';
import { AirplanError } from '../../errors.ts';
import type { ValidationReview } from '../../model/validation.ts';
import { failureIssues } from '../../render/remarks.ts';
import { renderValidation } from '../../render/validation.ts';
import { type ValidationFormat, validationFormatNames, validationFormats } from '../../render/validation-formats.ts';
import { validateEnvironments } from '../../workflows/validate-several.ts';
import { defineCommand, projectOptions, severalEnvironments } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { folderOf } from '../plan-format-flags.ts';
import { withPorts } from '../with-ports.ts';

export const validateCommand = defineCommand({
  options: {
    ...projectOptions,
    ...severalEnvironments,
    'without-variables': {
      type: 'boolean',
      default: false,
      describe: 'take environment variables that are not set as unknown; their values are not checked',
    },
    format: {
      requiresArg: true,
      choices: validationFormatNames,
      default: 'text' as const,
      describe: 'how to print the result',
    },
  },
  examples: [
    ['$0 validate', 'check the project in this folder'],
    ['$0 validate --env production', 'with the variables and references of that environment'],
    ['$0 validate --without-variables', 'where there are no secrets'],
    ["$0 validate --env '*'", 'all environments, for CI'],
    ["$0 validate --env '*' --format github", 'annotations at the lines of a pull request'],
  ],
  run: async (args, context) => {
    const format: ValidationFormat = args.format;
    const { render, isForHosts } = validationFormats[format];
    const { palette } = context;
    const manner = { palette, folder: folderOf(args.project, context.workingFolder) };
    const review = await withPorts(args, context, (ports) =>
      validateEnvironments(args.withoutVariables ? { ...ports, unsetVariable: () => unknownValue } : ports, args.env),
    ).catch((error) => {
      if (isForHosts && error instanceof AirplanError) context.print(render(asReview(error), manner));
      throw error;
    });
    context.print(render(review, manner));
    if (isForHosts) context.tell(renderValidation(review, palette));
    return review.checks.every(({ isValid }) => isValid) ? exitCodes.done : exitCodes.invalid;
  },
});

/** What could not be validated is no reason to leave a host without its document. */
function asReview(error: AirplanError): ValidationReview {
  const issues = failureIssues({ environment: '', error });
  return { checks: [{ environment: '', isValid: false, issues, notes: [], keys: [] }], isSideBySide: false };
}
