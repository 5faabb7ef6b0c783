import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { peakMemoryMib } from '../support/large-world.ts';

export const airplan = path.join(import.meta.dirname, '../../dist/airplan.js');
export const environment = { ...process.env, BENCH_PASSWORD: 'made-up', NO_COLOR: '1' };

export async function startSandbox(latencyMs: string): Promise<{ server: ChildProcess; url: string }> {
  const args = [airplan, 'sandbox', '--memory', '--port', '0', '--latency', latencyMs, '--quiet'];
  const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: server.stdout })) {
    const url = /http:\/\/[\d.:]+/.exec(line)?.[0];
    if (url !== undefined) return { server, url };
  }
  throw new Error('the sandbox did not start');
}

/** What one run of airplan took. */
export interface Run {
  readonly cpuSeconds: number;
  /** `NaN` where the system does not tell. */
  readonly peakMib: number;
}

/** Runs airplan in a folder beside what this process does meanwhile. */
export async function runBeside(folder: string, args: readonly string[]): Promise<Run> {
  const before = childSeconds();
  const child = spawn(process.execPath, [airplan, ...args], { cwd: folder, env: environment, stdio: 'ignore' });
  let peakMib = Number.NaN;
  // The kernel keeps the peak itself; what is missed is what the last moments add.
  const timer = setInterval(() => {
    peakMib = peakMemoryMib(child.pid ?? 0) ?? peakMib;
  }, 20);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`airplan ${args.join(' ')} ended with ${code}`);
  return { cpuSeconds: childSeconds() - before, peakMib };
}

/** CPU time of children that have ended, from the kernel's own count; wall time where there is no /proc. */
export function cpuSeconds(runs: number, args: readonly string[]): number {
  const before = childSeconds();
  for (let run = 0; run < runs; run++) execFileSync(process.execPath, args, { stdio: 'ignore' });
  return childSeconds() - before;
}

function childSeconds(): number {
  if (!existsSync('/proc/self/stat')) return performance.now() / 1000;
  const [user = '0', system = '0'] =
    readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ').slice(13, 15) ?? [];
  return (Number(user) + Number(system)) / 100;
}

/** CPU time of this process, in milliseconds. */
export function cpuMs(work: () => unknown): number {
  const runs = [1, 2, 3, 4, 5].map(() => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return median(runs);
}

export async function inTurn<Result>(times: number, work: () => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let time = 0; time < times; time++) results.push(await work());
  return results;
}

export function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export function report(what: string, figure: number, aim: string): void {
  const text = Number.isInteger(figure) ? String(figure) : figure.toFixed(3);
  console.log(`${what}: ${text}${aim === '' ? '' : ` (aim ${aim})`}`);
}
