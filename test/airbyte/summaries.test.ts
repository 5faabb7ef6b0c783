import { expect, test } from 'vitest';

import type { Client } from '../../src/airbyte/client.ts';
import { listSummaries } from '../../src/airbyte/summaries.ts';

interface Answered {
  readonly client: Client;
  readonly bodies: readonly unknown[];
}

/** Answers one after the other, then the last one for ever. */
function aClient(answers: readonly object[]): Answered {
  const bodies: unknown[] = [];
  const client: Client = {
    call: async ({ body, decode }) => decode(answers[Math.min(bodies.push(body), answers.length) - 1], 'answer'),
  };
  return { client, bodies };
}

const aConnection = (connectionId: string) => ({ connectionId, isSyncing: false });

test('goes on behind the last connection of a page until it has as many as there are', async () => {
  const { client, bodies } = aClient([
    { connections: [aConnection('a'), aConnection('b')], num_connections: 3 },
    { connections: [aConnection('c')], num_connections: 3 },
  ]);

  expect([...(await listSummaries(client, 'w')).keys()]).toEqual(['a', 'b', 'c']);
  expect(bodies).toMatchObject([{ workspaceId: 'w' }, { workspaceId: 'w', cursor: 'b' }]);
});

test('asks once where a server has no pages, and stops where a page brings nothing new', async () => {
  const old = aClient([{ connections: [aConnection('a')] }]);
  const stuck = aClient([{ connections: [aConnection('a')], num_connections: 9 }]);

  expect([...(await listSummaries(old.client, 'w')).keys()]).toEqual(['a']);
  expect(old.bodies).toHaveLength(1);
  expect([...(await listSummaries(stuck.client, 'w')).keys()]).toEqual(['a']);
  expect(stuck.bodies).toHaveLength(2);
});
