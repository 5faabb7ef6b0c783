import path from 'node:path';

import { InvalidFlagsError } from '../../errors.ts';
import { sandboxProfiles } from '../../sandbox/profile.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { sandboxAuth } from '../sandbox-auth.ts';

const options = {
  port: { type: 'number', requiresArg: true, default: 8001, describe: 'on 127.0.0.1; 0 takes any free one' },
  profile: { choices: sandboxProfiles, default: '2.0' as const, describe: 'which Airbyte to behave like' },
  store: { type: 'string', requiresArg: true, default: '.airplan/sandbox.json', describe: 'where its state is kept' },
  memory: { type: 'boolean', default: false, describe: 'keep its state in memory only' },
  specs: { type: 'string', requiresArg: true, describe: 'a folder of connector specifications to use besides its own' },
  catalogs: { type: 'string', requiresArg: true, describe: 'a folder of catalogs for sources to discover' },
  latency: { type: 'number', requiresArg: true, default: 0, describe: 'milliseconds added to every answer' },
  token: { type: 'string', requiresArg: true, describe: 'CLIENT_ID:CLIENT_SECRET; asks for tokens made from them' },
  basic: { type: 'string', requiresArg: true, describe: 'USER:PASSWORD; asks for them, as old installations do' },
} as const;

export const sandboxCommand = defineCommand({
  options,
  examples: [
    ['$0 sandbox', 'a server on http://127.0.0.1:8001, kept in .airplan/sandbox.json'],
    ['$0 sandbox --memory --profile 1.6 --port 0', 'an older one that forgets everything'],
  ],
  run: async (args, context) => {
    const { port, profile, latency } = args;
    assertNumbers(port, latency);
    const inFolder = (file: string) => path.resolve(context.workingFolder, file);
    const sandbox = await startSandbox({
      port,
      profile,
      latency: { type: 'fixed', ms: latency },
      auth: sandboxAuth(args),
      ...(args.memory ? {} : { storeFile: inFolder(args.store) }),
      ...(args.specs === undefined ? {} : { specsFolder: inFolder(args.specs) }),
      ...(args.catalogs === undefined ? {} : { catalogsFolder: inFolder(args.catalogs) }),
    });
    context.print(`The sandbox listens on ${sandbox.url} and behaves like Airbyte ${profile}. It moves no data.`);
    context.tell('Stop it with Ctrl-C.');
    await interrupted(context);
    await sandbox.close();
    return exitCodes.done;
  },
});

function assertNumbers(port: number, latency: number): void {
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidFlagsError('--port takes a number up to 65535');
  if (!(latency >= 0)) throw new InvalidFlagsError('--latency takes milliseconds');
}

function interrupted(context: CommandContext): Promise<void> {
  return new Promise((resolve) => {
    const release = context.onInterrupt(() => {
      release();
      resolve();
    });
  });
}
