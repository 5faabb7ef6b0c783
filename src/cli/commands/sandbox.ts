import { sandboxProfiles } from '../../sandbox/profile.ts';
import type { AnsweredRequest } from '../../sandbox/requests.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { authModes } from '../sandbox-auth.ts';
import { requestLine, sandboxBanner } from '../sandbox-banner.ts';
import { sandboxOptions, usualStore } from '../sandbox-flags.ts';

const options = {
  port: { type: 'number', requiresArg: true, default: 8001, describe: 'on 127.0.0.1; 0 takes any free one' },
  profile: {
    type: 'string',
    choices: sandboxProfiles,
    default: '2.0' as const,
    describe: 'which Airbyte to behave like',
  },
  auth: { requiresArg: true, choices: authModes, default: 'none' as const, describe: 'whom it lets in' },
  username: { type: 'string', requiresArg: true, describe: 'for --auth basic; default: made up' },
  password: { type: 'string', requiresArg: true, describe: 'for --auth basic; default: made up' },
  'client-id': { type: 'string', requiresArg: true, describe: 'for --auth token; default: made up' },
  'client-secret': { type: 'string', requiresArg: true, describe: 'for --auth token; default: made up' },
  'token-ttl': { type: 'number', requiresArg: true, describe: 'seconds that a token lasts; default: 900' },
  store: { type: 'string', requiresArg: true, describe: `where its state is kept; default: ${usualStore}` },
  memory: { type: 'boolean', default: false, describe: 'keep its state in memory only' },
  reset: { type: 'boolean', default: false, describe: 'throw away the state that is kept' },
  'seed-world': { type: 'string', requiresArg: true, describe: 'fill an empty state: small, large or connections' },
  seed: { type: 'number', requiresArg: true, describe: 'for everything that is drawn; shuffles lists as well' },
  specs: { type: 'string', requiresArg: true, describe: 'a folder of connector specifications to use besides its own' },
  catalogs: { type: 'string', requiresArg: true, describe: 'a folder of catalogs for sources to discover' },
  latency: { type: 'string', requiresArg: true, default: '0', describe: 'milliseconds: 20, 10-80 or tail:20-900' },
  quiet: { type: 'boolean', default: false, describe: 'tell no requests on standard error' },
} as const;

export const sandboxCommand = defineCommand({
  options,
  examples: [
    ['$0 sandbox', 'a server on http://127.0.0.1:8001, kept in .airplan/sandbox.json'],
    ['$0 sandbox --memory --profile 1.6 --port 0', 'an older one that forgets everything'],
    ['$0 sandbox --auth token --token-ttl 5', 'one whose tokens run out all the time'],
    ['$0 sandbox --reset --seed-world small', 'one that starts anew, with ten connections'],
  ],
  run: async (args, context) => {
    const started = sandboxOptions(args, context.workingFolder);
    const onAnswer = args.quiet ? {} : { onAnswer: (request: AnsweredRequest) => context.tell(requestLine(request)) };
    const sandbox = await startSandbox({ ...started, ...onAnswer });
    const stopped = interrupted(context);
    context.print(sandboxBanner(sandbox, started));
    context.tell('Stop it with Ctrl-C.');
    await stopped;
    await sandbox.close();
    return exitCodes.done;
  },
});

function interrupted(context: CommandContext): Promise<void> {
  return new Promise((resolve) => {
    const release = context.onInterrupt(() => {
      release();
      resolve();
    });
  });
}
