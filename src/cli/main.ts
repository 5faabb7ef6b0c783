import yargs, { type Argv } from 'yargs';

import { AirplanError, InternalError, InvalidFlagsError, messageOf } from '../errors.ts';
import { colourPalette, plainPalette } from '../render/palette.ts';
import { commands } from './commands.ts';
import type { CliContext, CommandContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { flagsError, type KnownWords } from './flag-words.ts';
import { tellError } from './tell-error.ts';
import { version } from './version.ts';

/**
 * Runs one command line.
 *
 * @param argv - without the program's own name
 * @returns the exit code; everything that went wrong was told
 */
export async function runCli(argv: readonly string[], cli: CliContext): Promise<number> {
  const hasColour = cli.hasColour && !argv.includes('--no-color');
  const palette = hasColour ? colourPalette : plainPalette;
  const context: CommandContext = { ...cli, hasColour, palette, runCommand: runCli };
  try {
    return await parseAndRun(argv, context);
  } catch (error) {
    return tellError(await toAirplanError(error, argv), context);
  }
}

async function parseAndRun(argv: readonly string[], context: CommandContext): Promise<number> {
  let exitCode: number = exitCodes.done;
  let output = '';
  let fault: unknown;
  const parser = commands.reduce((program, { command, description, load }) => {
    return program.command(
      command,
      description,
      async (sub: Argv) => {
        const { options, positionals = {}, examples } = await load();
        for (const [name, positional] of Object.entries(positionals)) sub.positional(name, positional);
        return sub.options(options).example(examples.map(([line, text]) => [line, text]));
      },
      async (args) => {
        const { run, options } = await load();
        assertFilled(argv, Object.keys(options));
        assertGivenOnce(
          args,
          Object.keys(options).filter((name) => options[name]?.array !== true),
        );
        exitCode = await run(args, context);
      },
    );
  }, program(context));
  await parser.parseAsync([...argv], {}, (error: unknown, _args: unknown, text: string) => {
    fault = error;
    output = text;
  });
  if (fault) throw fault;
  if (output !== '') context.print(output);
  return exitCode;
}

function program(context: CommandContext): Argv {
  return yargs()
    .scriptName('airplan')
    .usage('$0 <command>\n\nAirbyte pipelines as code: YAML files in, a configured workspace out.')
    .option('color', { type: 'boolean', default: true, describe: 'colours on a terminal; --no-color turns them off' })
    .demandCommand(1, 'say what to do')
    .strict()
    .recommendCommands()
    .parserConfiguration({ 'camel-case-expansion': true, 'greedy-arrays': false })
    .completion('completion', 'print a script that completes commands in bash or zsh')
    .version(version)
    .wrap(Math.min(100, context.columns))
    .exitProcess(false)
    .fail(throwFault)
    .epilog(
      'Exit codes: 0 done, 2 changes found (plan --detailed-exitcode), 3 files or flags invalid, 4 refused, ' +
        '5 saved plan is stale, 6 apply incomplete, 7 differences after apply, 8 a check or job failed, 9 server or credentials, ' +
        '130 interrupted, 1 anything else',
    );
}

/** Two values for a flag that takes one would reach the command as a list. */
function assertGivenOnce(args: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  const twice = names.find((name) => Array.isArray(args[name]));
  if (twice === 'env') {
    throw new InvalidFlagsError('--env is given more than once', {
      hint: 'this command is about one environment at a time; "plan" and "validate" take several',
    });
  }
  if (twice !== undefined) throw new InvalidFlagsError(`--${twice} is given more than once`);
}

/** `--rotate-secrets=`, of a variable that is not set, would read as the flag alone, which stands for all. */
function assertFilled(argv: readonly string[], names: readonly string[]): void {
  const empty = names.find((name) => argv.includes(`--${name}=`));
  if (empty === undefined) return;
  throw new InvalidFlagsError(`--${empty} is empty`, { hint: 'write a value, or leave the flag out' });
}

/** What yargs complains about. */
class Complaint extends Error {}

/** What yargs complains about is a mistake in the flags; what a command throws comes through here as well. */
function throwFault(message: string | undefined, error: Error | undefined): never {
  throw error ?? new Complaint(message ?? 'these flags do not go together');
}

async function toAirplanError(error: unknown, argv: readonly string[]): Promise<AirplanError> {
  if (error instanceof AirplanError) return error;
  const isComplaint = error instanceof Error && (error instanceof Complaint || error.name === 'YError');
  if (isComplaint) return flagsError(error.message, argv, await knownWords(argv));
  return new InternalError(messageOf(error), { cause: error });
}

async function knownWords(argv: readonly string[]): Promise<KnownWords> {
  const entry = commands.find(({ command }) => command.split(' ')[0] === argv[0]);
  if (entry === undefined) return { flags: [] };
  const { options } = await entry.load();
  return { command: argv[0] ?? '', usage: entry.command, flags: Object.keys(options) };
}
