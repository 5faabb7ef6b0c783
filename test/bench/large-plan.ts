import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { cpuMs, inTurn, median, report, runBeside, startSandbox } from './tools.ts';
import { writeProject } from './world.ts';

const size = { sources: 5000, destinations: 500, connections: 10_000 };

/**
 * A plan without changes of a very large workspace: its requests, its memory, and its CPU time against that of
 * `JSON.parse` for the bodies of the same answers, all of them recorded on their way.
 */
export async function benchLargePlan(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'airplan-bench-large-'));
  const { server, url } = await startSandbox('0');
  const bodies: string[] = [];
  const proxy = await startRecorder(url, bodies);
  try {
    writeProject(folder, `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, size);
    await runBeside(folder, ['apply', '--yes', '--parallelism', '32', '--override-limits']);
    bodies.length = 0;
    const plan = await runBeside(folder, ['plan']);
    const answers = [...bodies];
    const plans = [plan, ...(await inTurn(2, () => runBeside(folder, ['plan'])))];
    const planned = median(plans.map((run) => run.cpuSeconds));
    const validated = median((await inTurn(3, () => runBeside(folder, ['validate']))).map((run) => run.cpuSeconds));
    const parsed = cpuMs(() => answers.map((body) => JSON.parse(body))) / 1000;
    report('requests of a plan of 5,000 sources, 500 destinations, 10,000 connections', answers.length, '≤ 400');
    report('the most memory of that plan, MiB', Math.round(median(plans.map((run) => run.peakMib))), '≤ 600');
    report('CPU seconds of that plan, nothing to change', planned, '');
    report('CPU time of that plan as a command / JSON.parse of its answers', planned / parsed, '≤ 2');
    report('CPU time of that plan less that of "validate" / the same', (planned - validated) / parsed, '≤ 2');
  } finally {
    proxy.close();
    server.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Passes requests on, and keeps the bodies of the answers. */
async function startRecorder(url: string, bodies: string[]): Promise<Server> {
  const proxy = createServer((asked, answer) => {
    const passed = request(`${url}${asked.url}`, { method: asked.method, headers: asked.headers }, (got) => {
      const parts: Buffer[] = [];
      got.on('data', (part: Buffer) => parts.push(part));
      got.on('end', () => {
        const body = Buffer.concat(parts);
        bodies.push(body.toString('utf8'));
        answer.writeHead(got.statusCode ?? 502, { 'content-type': 'application/json' }).end(body);
      });
    });
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return proxy;
}
