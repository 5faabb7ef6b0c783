import { expect } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { aProject } from '../laws/a-project.ts';
import { type CliProject, withProjectAndSandbox } from './run-cli.ts';

/** The small project on disk, applied to a sandbox. */
export async function withApplied(work: (project: CliProject, sandbox: Sandbox) => Promise<void>): Promise<void> {
  await withProjectAndSandbox(async (project, sandbox) => {
    project.remove('pipelines');
    for (const [file, text] of Object.entries(aProject.contents)) project.write(file, text);
    const environmentVariable = (name: string) => aProject.variables[name];
    const run: CliProject['run'] = (argv, context) => project.run(argv, { environmentVariable, ...context });
    expect((await run(['apply', '--yes'])).exitCode).toBe(0);
    await work({ ...project, run }, sandbox);
  });
}

/** Connections that are not deleted. */
export function activeConnections({ store }: Sandbox) {
  return store.connections.list().filter(({ status }) => status !== 'deprecated');
}

/** Sources or destinations that are not deleted. */
export function livingActors({ store }: Sandbox, kind: 'source' | 'destination') {
  return store.actors[kind].list().filter(({ configuration }) => configuration !== null);
}
