import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { killChild, removeProgram, startChild, stopChild } from '../support/child-sandbox.ts';
import { killSandboxes } from '../support/kills.ts';

let folder = '';
let storeFile = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'airplan-child-'));
  storeFile = path.join(folder, 'sandbox.json');
});

afterAll(removeProgram);

afterEach(() => rm(folder, { recursive: true, force: true }));

test('a store that is written when its sandbox is killed loads, with all that was answered', async () => {
  const report = await killSandboxes(20, 1);

  expect(report).toMatchObject({ kills: 20, faults: [], leftovers: [] });
  expect(report.answers).toBeGreaterThan(100);
});

test('another process cannot have the store, until the first is killed', async () => {
  const first = await startChild({ storeFile });
  await expect(startChild({ storeFile })).rejects.toThrow(`the sandbox on ${first.url} is using the store`);
  await killChild(first);
  const second = await startChild({ storeFile });
  expect(await stopChild(second)).toBe(0);
  expect(await readdir(folder)).toEqual(['sandbox.json']);
});

test('a sandbox that is closed ends its process, whatever was under way', async () => {
  const child = await startChild({ storeFile, faults: [{ latency: { type: 'fixed', ms: 600_000 } }] });
  const waiting = Array.from({ length: 5 }, () => fetch(`${child.url}/api/v1/health`).catch(() => 'broken'));
  const requests = await fetch(`${child.url}/control/requests`);
  await requests.text();

  expect(await stopChild(child)).toBe(0);
  expect(await Promise.all(waiting)).toEqual(Array.from({ length: 5 }, () => 'broken'));
});
