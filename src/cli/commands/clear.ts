import { defineStreamCommand } from '../stream-command.ts';

export const clearCommand = defineStreamCommand('clear', [
  ['$0 clear ecommerce-to-bronze', 'all its streams, once you have said yes'],
  ["$0 clear ecommerce-to-bronze --streams 'audit_*' --yes", 'some of them, in a script'],
]);
