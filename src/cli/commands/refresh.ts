import { defineStreamCommand } from '../stream-command.ts';

export const refreshCommand = defineStreamCommand('refresh', [
  ['$0 refresh ecommerce-to-bronze', 'all its streams, once you have said yes'],
  ['$0 refresh ecommerce-to-bronze --streams orders --yes --wait', 'one of them, in a script'],
]);
