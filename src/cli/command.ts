import type { ArgumentsCamelCase, InferredOptionTypes, Options, PositionalOptions } from 'yargs';

import type { CommandContext } from './context.ts';

type OptionTable = Readonly<Record<string, Options>>;
type PositionalTable = Readonly<Record<string, PositionalOptions>>;

/** The two parts of a command's file, loaded only when that command runs or shows its help. */
export interface CommandModule {
  readonly options: OptionTable;
  /** By the names that they have in the command's spelling. */
  readonly positionals?: PositionalTable;
  readonly examples: readonly (readonly [command: string, description: string])[];
  /** @returns the exit code */
  readonly run: (args: unknown, context: CommandContext) => Promise<number>;
}

type Arguments<Table extends OptionTable, Places extends PositionalTable> = ArgumentsCamelCase<
  InferredOptionTypes<Table> & InferredOptionTypes<Places>
>;

interface CommandParts<Table extends OptionTable, Places extends PositionalTable> {
  readonly options: Table;
  readonly positionals?: Places;
  readonly examples: CommandModule['examples'];
  readonly run: (args: Arguments<Table, Places>, context: CommandContext) => Promise<number>;
}

/** A command whose arguments have the types of its options; yargs has checked them before `run` is called. */
export function defineCommand<const Table extends OptionTable, const Places extends PositionalTable = NoPositionals>(
  parts: CommandParts<Table, Places>,
): CommandModule {
  return { ...parts, run: (args, context) => parts.run(args as Arguments<Table, Places>, context) };
}

type NoPositionals = Readonly<Record<never, PositionalOptions>>;

/** For every command that reads a project. */
export const projectOptions = {
  env: {
    type: 'string',
    requiresArg: true,
    describe: 'the environment of airplan.yaml to use; default: its defaultEnvironment',
  },
  project: { type: 'string', requiresArg: true, default: '.', describe: "the project's folder" },
  verbose: { type: 'boolean', default: false, describe: 'tell every request on standard error' },
} as const satisfies OptionTable;

/** For commands that can look at several environments at once. */
export const severalEnvironments = {
  env: {
    type: 'string',
    array: true,
    requiresArg: true,
    default: [] as string[],
    describe: "an environment of airplan.yaml, or '*' for all; may be repeated; default: its defaultEnvironment",
  },
} as const satisfies OptionTable;

/** For commands that plan. */
export const planningOptions = {
  ...projectOptions,
  select: {
    type: 'string',
    array: true,
    requiresArg: true,
    default: [] as string[],
    describe:
      'only resources that match kind/key, with * and ?; +kind/key with what it needs, kind/key+ with what needs it',
  },
  exclude: {
    type: 'string',
    array: true,
    requiresArg: true,
    default: [] as string[],
    describe: 'all but resources that match kind/key; may be repeated',
  },
  discover: {
    type: 'boolean',
    default: false,
    describe: 'run the connectors of all selected sources, also of those that are not there yet',
  },
  'rotate-secrets': {
    type: 'string',
    array: true,
    describe: 'send the secrets of sources and destinations again: of all, or of those that match kind/key',
  },
  prune: {
    type: 'boolean',
    default: false,
    describe: 'delete what no file names; to apply that takes --allow delete as well',
  },
  'show-unmanaged': { type: 'boolean', default: false, describe: 'list what no file names' },
  base: {
    type: 'string',
    requiresArg: true,
    describe: 'a commit, branch or tag: tell of each change whether the files changed since, or the server',
  },
  parallelism: { type: 'number', requiresArg: true, describe: 'requests under way at once, 1 to 32' },
  format: {
    requiresArg: true,
    choices: ['text', 'json'] as const,
    default: 'text' as const,
    describe: 'how to print the result',
  },
} as const satisfies OptionTable;
