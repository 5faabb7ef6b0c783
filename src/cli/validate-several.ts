import { renderIssues } from '../render/issues.ts';
import { renderJson } from '../render/json.ts';
import type { Palette } from '../render/palette.ts';
import { environmentNames } from '../workflows/environment-names.ts';
import { type EnvironmentValidation, toSharedIssues, validateSeveral } from '../workflows/validate-several.ts';
import type { CommandContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { withPorts } from './with-ports.ts';

interface ValidatingArguments {
  readonly env: readonly string[];
  readonly project: string;
  readonly verbose: boolean;
  readonly format: 'text' | 'json';
}

/** Validates the files for several environments: what they have in common once, and what only one of them has. */
export async function printSeveralValidations(args: ValidatingArguments, context: CommandContext): Promise<number> {
  const validations = await withPorts(args, context, async (ports) =>
    validateSeveral(ports, await environmentNames(ports, args.env)),
  );
  const isValid = validations.every(({ loaded }) => loaded !== undefined);
  context.print(args.format === 'json' ? asJson(validations, isValid) : asText(validations, context));
  return isValid ? exitCodes.done : exitCodes.invalid;
}

function asJson(validations: readonly EnvironmentValidation[], isValid: boolean): string {
  return renderJson({
    formatVersion: '1.0',
    isValid,
    environments: validations.map(({ environment, loaded, issues, notes }) => ({
      environment,
      isValid: loaded !== undefined,
      issues,
      notes,
    })),
  });
}

function asText(validations: readonly EnvironmentValidation[], { palette }: CommandContext): string {
  const groups = toSharedIssues(validations).map(({ environments, issues }) => {
    const noun = environments.length === 1 ? 'environment' : 'environments';
    const where =
      environments.length === validations.length ? 'every environment' : `${noun} ${environments.join(', ')}`;
    return `${palette.bold(`In ${where}`)}\n\n${renderIssues(issues, palette)}`;
  });
  return [...groups, verdict(validations, palette)].filter((part) => part !== '').join('\n\n');
}

function verdict(validations: readonly EnvironmentValidation[], palette: Palette): string {
  const named = (isValid: boolean): string =>
    validations
      .filter(({ loaded }) => (loaded !== undefined) === isValid)
      .map(({ environment }) => environment)
      .join(', ');
  const [valid, invalid] = [named(true), named(false)];
  const notes = new Set(validations.flatMap((validation) => validation.notes));
  return [
    ...(valid === '' ? [] : [`${palette.green('Valid')}: ${valid}`]),
    ...(invalid === '' ? [] : [`${palette.red('Not valid')}: ${invalid}`]),
    ...[...notes].map((note) => palette.dim(`Note: ${note}`)),
  ].join('\n');
}
