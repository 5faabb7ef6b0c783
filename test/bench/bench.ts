/*
 * Ratios, measured in one run on one machine, so that they can be compared with the aims whatever the machine.
 * Medians of several runs; the sandbox is a process of its own.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pLimit from 'p-limit';
import { parse } from 'yaml';

import { callerOf, fillWorld, largestWorld, peakMemoryMib } from '../support/large-world.ts';
import { catalogText, exactRules, patternRules, planCatalog } from './catalog.ts';
import { benchLargePlan } from './large-plan.ts';
import { benchReportPage } from './report-page.ts';
import { airplan, cpuMs, cpuSeconds, environment, inTurn, median, report, startSandbox } from './tools.ts';
import { largeWorld, writeProject } from './world.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'airplan-bench-'));

try {
  benchStart();
  benchCatalog();
  await benchReportPage();
  await benchPlan();
  benchValidate();
  await benchSandbox();
  await benchLargePlan();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Start-up: `airplan --version` against node doing nothing, in CPU time. */
function benchStart(): void {
  const runs = 20;
  const idle = cpuSeconds(runs, ['-e', '0']);
  const start = cpuSeconds(runs, [airplan, '--version']);
  report('start-up of "airplan --version" / "node -e 0", CPU time', start / idle, '≤ 2.0');
}

/** The plan of one connection of 5,000 streams against parsing the same answer as JSON, in this process. */
function benchCatalog(): void {
  const text = catalogText(5000);
  const parsed = cpuMs(() => JSON.parse(text));
  for (const [what, rules] of [
    ['entries', exactRules(5000)],
    ['patterns', patternRules(5000)],
  ] as const) {
    const planned = cpuMs(() => planCatalog(JSON.parse(text), rules));
    report(`CPU time of planning 5,000 streams by 5,000 ${what} / parsing the answer`, planned / parsed, '≤ 20');
    report('the same in seconds', planned / 1000, '≤ 1');
  }
}

/** A plan of a large workspace against asking for each object, both 8 at once with 20 ms on every answer. */
async function benchPlan(): Promise<void> {
  const { server, url } = await startSandbox('20');
  try {
    writeProject(folder, url, largeWorld);
    run(['apply', '--yes', '--parallelism', '32', '--override-limits']);
    const planned = median([1, 2, 3, 4, 5].map(() => timed(() => run(['plan']))));
    const requests = run(['plan', '--verbose']).stderr.match(/^ {2}\w.* ms$/gm)?.length ?? 0;
    const asked = median(await inTurn(3, () => askOneByOne(url)));
    const idle = median([1, 2, 3, 4, 5].map(() => timed(() => run(['validate']))));
    report('requests of a plan of 500 sources, 50 destinations, 1,000 connections', requests, '≤ 40');
    report('that plan as a whole command, files read / one request an object', planned / asked, '≤ 0.067');
    report('that plan without what "validate" takes / one request an object', (planned - idle) / asked, '≤ 0.067');
  } finally {
    server.kill('SIGTERM');
  }
}

function run(args: readonly string[]): { readonly stderr: string } {
  const out = path.join(folder, 'stderr.txt');
  execFileSync('sh', ['-c', `exec "$0" "$@" 2>"${out}" >/dev/null`, process.execPath, airplan, ...args], {
    cwd: folder,
    env: environment,
  });
  return { stderr: readFileSync(out, 'utf8') };
}

async function askOneByOne(url: string): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const limit = pLimit(8);
  const post = (name: string, body: object) => postJson(`${url}/api/v1/${name}`, body, agent);
  const { workspaces } = await post('workspaces/list_by_organization_id', {
    organizationId: '00000000-0000-0000-0000-000000000000',
  });
  const { workspaceId } = workspaces[0];
  const lists = await Promise.all([
    post('sources/list', { workspaceId, pageSize: 1000 }),
    post('destinations/list', { workspaceId, pageSize: 1000 }),
    post('connections/list', { workspaceId }),
  ]);
  const startMs = performance.now();
  const kinds = ['source', 'destination', 'connection'] as const;
  await Promise.all(
    kinds.flatMap((kind, index) =>
      lists[index][`${kind}s`].map((one: Record<string, string>) =>
        limit(() => post(`${kind}s/get`, { [`${kind}Id`]: one[`${kind}Id`] })),
      ),
    ),
  );
  agent.destroy();
  return performance.now() - startMs;
}

// biome-ignore lint/suspicious/noExplicitAny: what a benchmark reads need not be distrusted
function postJson(url: string, body: object, agent: Agent): Promise<any> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json' } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve(JSON.parse(Buffer.concat(parts).toString('utf8'))));
    });
    sent.on('error', reject).end(JSON.stringify(body));
  });
}

/** `validate` of 1,000 files against parsing the same files as YAML, both as whole processes less node's own start. */
function benchValidate(): void {
  rmSync(path.join(folder, 'pipelines'), { recursive: true });
  writeProject(folder, 'sandbox', { sources: 300, destinations: 50, connections: 650 });
  const files = readdirSync(path.join(folder, 'pipelines'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => path.join(folder, 'pipelines', file));
  const runs = [1, 2, 3, 4, 5];
  const validated = median(runs.map(() => timed(() => run(['validate']))));
  const parsed = median(runs.map(() => timed(() => files.map((file) => parse(readFileSync(file, 'utf8'))))));
  report(
    `"airplan validate" of ${files.length} files as a command / only parsing them as YAML in a warm process`,
    validated / parsed,
    '',
  );
}

/** The sandbox with the largest world that it promises to hold: the time of its largest answer, and its memory. */
async function benchSandbox(): Promise<void> {
  const { server, url } = await startSandbox('0');
  try {
    const caller = await callerOf({ url });
    await fillWorld(caller, largestWorld);
    const body = JSON.stringify({ workspaceId: caller.workspaceId });
    const listed = await inTurn(5, async () => {
      const startMs = performance.now();
      const answer = await fetch(`${url}/api/v1/connections/list`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      await answer.arrayBuffer();
      return performance.now() - startMs;
    });
    report('"connections/list" of 2,000 connections of 50 streams, seconds', median(listed) / 1000, '≤ 2');
    report('the most memory of that sandbox, MiB', Math.round(peakMemoryMib(server.pid ?? 0) ?? Number.NaN), '≤ 1024');
  } finally {
    server.kill('SIGTERM');
  }
}

function timed(work: () => unknown): number {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
}
