import type { Environment } from '../model/environment.ts';
import type { Palette } from '../render/palette.ts';
import type { Terminal } from './live-view.ts';
import type { Questions } from './questions.ts';

/** What a command may touch of the process that it runs in. Tests and the demo bring their own. */
export interface CliContext {
  /** Prints a result; a line break is added. */
  readonly print: (text: string) => void;
  /** Prints everything else to standard error; a line break is added. */
  readonly tell: (text: string) => void;
  readonly workingFolder: string;
  readonly environmentVariable: (name: string) => string | undefined;
  /** True when someone sits there who can be asked. */
  readonly isInteractive: boolean;
  /** True when standard error is a terminal that can show a live view. */
  readonly showsProgress: boolean;
  readonly columns: number;
  /** Where a live view goes, if there is a terminal. */
  readonly terminal?: Terminal;
  readonly hasColour: boolean;
  /** Asks for a line of text. */
  readonly ask: (question: string) => Promise<string>;
  /** Asks by forms; by default on the terminal of this process. */
  readonly questions?: () => Promise<Questions>;
  /** Calls back on Ctrl-C, until the returned function is called. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** The address of an environment's server; by default that of the environment, or the embedded sandbox. */
  readonly serverUrl?: (environment: Environment) => Promise<string>;
  /** Milliseconds since the epoch; by default the clock of the machine. */
  readonly nowMs?: () => number;
}

/** What a command is given: the context, and what the common flags made of it. */
export interface CommandContext extends CliContext {
  /** For standard output. */
  readonly palette: Palette;
  /** Runs another command as if it were typed. */
  readonly runCommand: (argv: readonly string[], context: CliContext) => Promise<number>;
}
