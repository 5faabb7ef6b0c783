import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { CliContext } from '../../src/cli/context.ts';
import { runCli } from '../../src/cli/main.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'airplan-sandbox-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Running {
  readonly banner: string;
  readonly url: string;
  /** What was told on standard error so far. */
  readonly told: readonly string[];
}

/** `airplan sandbox` on any free port, until the work is done; then Ctrl-C. */
async function whileRunning<Result>(flags: readonly string[], work: (running: Running) => Promise<Result>) {
  const told: string[] = [];
  let interrupt = (): void => undefined;
  let print = (_text: string): void => undefined;
  const printed = new Promise<string>((resolve) => {
    print = resolve;
  });
  const context: CliContext = {
    print,
    tell: (text) => void told.push(text),
    workingFolder: folder,
    environmentVariable: () => undefined,
    isInteractive: false,
    showsProgress: false,
    columns: 100,
    hasColour: false,
    ask: async () => '',
    onInterrupt: (listener) => {
      interrupt = listener;
      return () => undefined;
    },
  };
  const ended = runCli(['sandbox', '--port', '0', ...flags], context);
  const banner = await Promise.race([printed, ended.then((code) => Promise.reject(new Error(`${code}: ${told}`)))]);
  try {
    return await work({ banner, told, url: /http:\/\/[\d.:]+/.exec(banner)?.[0] ?? '' });
  } finally {
    interrupt();
    expect(await ended).toBe(0);
  }
}

async function runShell(command: string): Promise<string> {
  const child = execFile('sh', ['-c', command]);
  const parts: string[] = [];
  child.stdout?.on('data', (part: string) => parts.push(part));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`"${command}" ended with ${code}`);
  return parts.join('');
}

const hasCurl = await runShell('curl --version').then(
  () => true,
  () => false,
);
if (!hasCurl) process.stdout.write('skipped: the curl of the banner, as there is no curl\n');

describe.skipIf(!hasCurl)('the curl of the banner works when it is copied', () => {
  test.each([
    [[]],
    [['--auth', 'basic']],
    [['--auth', 'basic', '--password', "it's $HOME"]],
    [['--auth', 'token']],
    [['--auth', 'token', '--client-secret', `a"b'c\\`, '--profile', '1.6']],
  ])('with %j', async (flags) => {
    const answer = await whileRunning(['--memory', '--seed-world', '1', ...flags], ({ banner }) =>
      runShell(banner.split('Try it:\n')[1] ?? ''),
    );

    expect(JSON.parse(answer).sources).toHaveLength(1);
  });
});

test('the banner says what there is', () =>
  whileRunning(['--seed-world', 'small', '--auth', 'token', '--token-ttl', '7'], async ({ banner, url }) => {
    expect(banner).toContain(`listens on ${url} and behaves like Airbyte 2.0. It moves no data.`);
    expect(banner).toContain('5 sources, 1 destination, 10 connections');
    expect(banner).toContain(path.join(folder, '.airplan/sandbox.json'));
    expect(banner).toContain('client id airplan-sandbox, client secret made-up-secret; tokens last 7 s');
  }));

test('each request is told in a line, faults included', () =>
  whileRunning(['--memory'], async ({ url, told }) => {
    const fault = { on: { nth: 2 }, fault: { type: 'status', status: 503 } };
    await fetch(`${url}/control/faults`, { method: 'POST', body: JSON.stringify(fault) });
    for (const name of ['health', 'health', 'nothing']) await fetch(`${url}/api/v1/${name}`);

    expect(told.slice(1).map((line) => line.replace(/\d+ ms/, '1 ms'))).toEqual([
      'GET /api/v1/health 200 1 ms',
      'GET /api/v1/health 503 1 ms (fault: status)',
      'GET /api/v1/nothing 404 1 ms',
    ]);
  }));

test('--quiet tells no requests', () =>
  whileRunning(['--memory', '--quiet'], async ({ url, told }) => {
    await fetch(`${url}/api/v1/health`);

    expect(told).toEqual(['Stop it with Ctrl-C.']);
  }));

test('what it was told to keep is there after Ctrl-C; --reset starts anew, --memory keeps nothing', async () => {
  const holds = ({ banner }: Running) => Promise.resolve(/holds +(.*)/.exec(banner)?.[1]);
  const full = '1 source, 1 destination, 1 connection';
  const empty = '0 sources, 0 destinations, 0 connections';

  expect(await whileRunning(['--store', 's.json', '--seed-world', '1'], holds)).toBe(full);
  expect(await whileRunning(['--store', 's.json'], holds)).toBe(full);
  expect(await whileRunning(['--store', 's.json', '--reset'], holds)).toBe(empty);
  expect(await whileRunning(['--memory'], holds)).toBe(empty);
  expect(readdirSync(folder)).toEqual(['s.json']);
  expect(existsSync(path.join(folder, '.airplan'))).toBe(false);
});

test('a second one on the same store is refused, with the address of the first', () =>
  whileRunning([], async ({ url }) => {
    await expect(whileRunning([], async () => undefined)).rejects.toThrow(`4: error: the sandbox on ${url} is using`);
  }));
