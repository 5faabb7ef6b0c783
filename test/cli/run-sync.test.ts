import { expect, test } from 'vitest';
import { exitCodeOfReport } from '../../src/cli/run-sync.ts';
import { RefusedError } from '../../src/errors.ts';
import type { Job } from '../../src/model/job.ts';
import { resourceKey } from '../../src/model/resource.ts';
import type { SyncOutcome, SyncReport } from '../../src/model/sync.ts';

const connection = { key: resourceKey('connection', 'x'), connectionId: 'c', name: 'x' };
const refused = new RefusedError('no');

function anOutcome(result: SyncOutcome['result']): SyncOutcome {
  if (result === 'inactive' || result === 'skipped') return { connection, result };
  if (result === 'not-started') return { connection, result, error: refused };
  return { connection, result, job: { id: 1 } as Job, isJoined: false };
}

const cases: readonly (readonly [SyncReport['end'], readonly SyncOutcome['result'][], number])[] = [
  ['started', ['started', 'inactive'], 0],
  ['over', ['succeeded', 'inactive'], 0],
  ['over', ['succeeded', 'failed'], 8],
  ['over', ['cancelled'], 8],
  ['timeout', ['running', 'succeeded'], 8],
  ['silence', ['unknown'], 8],
  ['started', ['started', 'not-started'], 4],
  ['over', ['failed', 'not-started'], 8],
  ['interrupted', ['failed', 'running', 'skipped'], 130],
];

test.each(cases)('%s with %j ends with exit %i', (end, results, exitCode) => {
  expect(exitCodeOfReport({ outcomes: results.map(anOutcome), end, durationMs: 0 })).toBe(exitCode);
});
