import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { emptyRows } from '../../src/sandbox/fresh-store.ts';
import { readStoreFile } from '../../src/sandbox/store-file.ts';
import { removeProgram, startChild, stopChild } from '../support/child-sandbox.ts';
import { findInconsistencies } from '../support/inconsistencies.ts';
import { type Caller, callerOf } from '../support/large-world.ts';
import { type Call, createLoadClient } from '../support/load-client.ts';

const clients = 50;
const lastsMs = 30_000;

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'airplan-load-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));
afterAll(removeProgram);

/** Everything that clients made, as the API shows it. */
async function readAll({ ok, workspaceId }: Caller): Promise<object> {
  const page = { workspaceIds: [workspaceId], includeDeleted: true, pagination: { pageSize: 100_000 } };
  return {
    sources: await ok('sources/list_paginated', page),
    destinations: await ok('destinations/list_paginated', page),
    connections: await ok('connections/list_all', { workspaceId }),
    tags: await ok('tags/list', { workspaceId }),
  };
}

test('fifty clients at once: no failure of its own, nothing lost, nothing left open', async () => {
  const storeFile = path.join(folder, 'sandbox.json');
  const child = await startChild({ storeFile });
  const caller = await callerOf(child);
  const failures: string[] = [];
  const counts = { answers: 0, good: 0 };
  const call: Call = async (name, body) => {
    const answer = await fetch(`${child.url}/api/v1/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    counts.answers += 1;
    if (answer.status < 300) counts.good += 1;
    if (answer.status >= 500) failures.push(`${name} ${answer.status}: ${text.slice(0, 300)}`);
    return { name, status: answer.status, text };
  };
  const endMs = performance.now() + lastsMs;
  const work = Array.from({ length: clients }, async (_value, seed) => {
    const client = createLoadClient(call, caller.workspaceId, seed);
    while (performance.now() < endMs) await client.step();
  });
  await Promise.all(work);
  const before = await readAll(caller);
  process.stdout.write(`${counts.answers} answers in ${lastsMs / 1000} s, ${counts.good} of them good\n`);

  expect(failures).toEqual([]);
  expect(counts.good / counts.answers).toBeGreaterThan(0.8);
  expect(await stopChild(child)).toBe(0);
  expect(findInconsistencies((await readStoreFile(storeFile)) ?? emptyRows(() => 'lost'))).toEqual([]);
  expect(await readdir(folder)).toEqual(['sandbox.json']);

  const again = await startChild({ storeFile });
  expect(await readAll(await callerOf(again))).toEqual(before);
  await stopChild(again);
});
