import { InternalError } from '../../errors.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { defineCommand } from '../command.ts';
import type { CliContext, CommandContext } from '../context.ts';
import { connectionEdit, demoVariables, sourceEdit } from '../demo-story.ts';
import { exitCodes } from '../exit-codes.ts';
import { packageFolder } from '../package-folder.ts';

export const demoCommand = defineCommand({
  options: {},
  examples: [['$0 demo', 'needs nothing, leaves nothing behind']],
  run: async (_args, context) => {
    const sandbox = await startSandbox();
    const { print, palette } = context;
    const run = commandRunner(context, sandbox.url);
    const say = (text: string) => print(`\n${palette.bold(palette.cyan(`# ${text}`))}`);
    try {
      print(palette.dim(`Airbyte is played by the embedded sandbox on ${sandbox.url}; it moves no data.`));
      say("1. An online shop's pipelines, as YAML in git. Are the files right?");
      await run('validate');
      say('2. What would change on the server?');
      await run('plan');
      say('3. Do it: sources and destinations first, then the connections between them.');
      await run('apply', '--yes');
      say('4. And now? Nothing is left to do.');
      await run('plan');
      say("5. Meanwhile somebody edits the schedule and the database host in Airbyte's web interface.");
      await connectionEdit(sandbox.store);
      await sourceEdit(sandbox.store);
      print(palette.dim('(done, behind our back)'));
      say('6. airplan sees it, value by value.');
      await run('plan');
      say('7. The files are the truth: put it back.');
      await run('apply', '--yes');
      await run('plan', '--detailed-exitcode');
      say('That is airplan. Your turn: see "Start with your own server" in the README.');
      return exitCodes.done;
    } finally {
      await sandbox.close();
    }
  },
});

/** Runs other commands as if typed, on the example's files and the given server; the first failure ends the demo. */
function commandRunner(context: CommandContext, url: string): (...argv: string[]) => Promise<void> {
  const folder = packageFolder();
  const inDemo: CliContext = {
    ...context,
    workingFolder: folder,
    environmentVariable: (name) => demoVariables[name],
    serverUrl: async () => url,
  };
  return async (...argv) => {
    context.print(context.palette.dim(`\n$ airplan ${argv.join(' ')}`));
    const exitCode = await context.runCommand([...argv, '--env', 'sandbox'], inDemo);
    if (exitCode !== exitCodes.done)
      throw new InternalError(`"airplan ${argv.join(' ')}" ended with exit code ${exitCode}`);
  };
}
