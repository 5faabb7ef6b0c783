import { expect, test } from 'vitest';

import { checkLive } from '../../src/airbyte/checks.ts';
import type { Client } from '../../src/airbyte/client.ts';
import { resourceKey } from '../../src/model/resource.ts';

const answering = (body: unknown): Client => ({ call: async ({ decode, path }) => decode(body, path) });
const about = { key: resourceKey('source', 'shop'), hideSecrets: (words: string) => words.replace('hunter2', '***') };

test.each([
  [{ status: 'succeeded', jobInfo: { succeeded: true } }, { result: 'succeeded' }],
  [
    { status: 'failed', message: 'hunter2 is wrong', jobInfo: { succeeded: true } },
    { result: 'failed', message: '*** is wrong' },
  ],
  [
    { jobInfo: { succeeded: false, failureReason: { externalMessage: 'out of memory' } } },
    { result: 'crashed', message: 'out of memory' },
  ],
  [{ jobInfo: { succeeded: false } }, { result: 'crashed' }],
])('a check that crashed is told apart from one that failed: %j', async (body, expected) => {
  expect(await checkLive(answering(body), 'source', 'id', about)).toEqual(expected);
});
