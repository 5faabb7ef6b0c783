import { syncConnections } from '../../workflows/sync.ts';
import { defineCommand } from '../command.ts';
import { runSync } from '../run-sync.ts';
import { connectionOptions, connectionPositional, connectionRequest, waitingOf, waitOptions } from '../sync-flags.ts';

export const syncCommand = defineCommand({
  options: { ...connectionOptions, ...waitOptions },
  positionals: connectionPositional,
  examples: [
    ['$0 sync ecommerce-to-bronze', 'start the sync of one connection'],
    ['$0 sync tag:bronze --wait --timeout 2h', 'of all that are tagged, and wait until they are over'],
    ['$0 sync source/ecommerce+ --wait', 'of every connection that reads from a source'],
  ],
  run: (args, context) => {
    const wait = waitingOf(args);
    const request = { ...connectionRequest(args), wait };
    const verb = { done: 'Synced', noun: 'sync', nouns: 'syncs' };
    return runSync({ args, wait, verb, start: (ports, watcher) => syncConnections(ports, request, watcher) }, context);
  },
});
