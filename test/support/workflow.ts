import type { Plan } from '../../src/model/plan.ts';
import type { SandboxRequest } from '../../src/sandbox/requests.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';
import { type ApplyResult, type ApplyWatcher, applyWorkspace } from '../../src/workflows/apply.ts';
import { planWorkspace } from '../../src/workflows/plan-causes.ts';
import type { Ports } from '../../src/workflows/ports.ts';
import { type Contents, portsOf } from '../desired/project-in-memory.ts';

/** A project that exists in the test only. */
export interface ProjectInMemory {
  readonly contents: Contents;
  readonly variables: Readonly<Record<string, string>>;
}

/** Starts a sandbox in memory, hands it out, stops it. */
export async function withSandbox<Result>(
  options: SandboxOptions,
  use: (sandbox: Sandbox) => Promise<Result>,
): Promise<Result> {
  const sandbox = await startSandbox(options);
  try {
    return await use(sandbox);
  } finally {
    await sandbox.close();
  }
}

/** A world whose server answers at `url` and whose clock jumps over every wait. */
export function portsFor({ contents, variables }: ProjectInMemory, url: string): Ports {
  let nowMs = Date.UTC(2026, 0, 1);
  return {
    ...portsOf(contents, variables),
    nowMs: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
    random: () => 0.5,
    serverUrl: async () => url,
    signal: new AbortController().signal,
    retryDelayMs: () => 1,
  };
}

const everything = { select: [], exclude: [] };

export async function plan(project: ProjectInMemory, url: string): Promise<Plan> {
  return (await planWorkspace(portsFor(project, url), everything)).plan;
}

/** The same with what looks different and is not. */
export async function planExplained(project: ProjectInMemory, url: string): Promise<Plan> {
  return (await planWorkspace(portsFor(project, url), { ...everything, explain: true })).plan;
}

export const agreeing: ApplyWatcher = { confirm: async () => true, onStart: () => {}, onOutcome: () => {} };

/** Applies whatever the plan says, replacements included. */
export function apply(project: ProjectInMemory, url: string, watcher: ApplyWatcher = agreeing): Promise<ApplyResult> {
  return applyWorkspace(
    portsFor(project, url),
    { ...everything, allowed: ['replace', 'delete'], overridesLimits: true },
    watcher,
  );
}

/** Calls that only read. Whatever is not among them counts as writing. */
const readingPaths = new Set(
  [
    'health',
    'instance_configuration',
    'applications/token',
    'workspaces/get',
    'workspaces/list',
    'workspaces/list_by_organization_id',
    'source_definitions/list_for_workspace',
    'destination_definitions/list_for_workspace',
    'source_definition_specifications/get',
    'destination_definition_specifications/get',
    'sources/get',
    'actor_definition_versions/get_for_source',
    'declarative_source_definitions/list_manifests',
    'sources/list',
    'destinations/get',
    'destinations/list',
    'connections/get',
    'connections/list',
    'tags/list',
    'jobs/list',
    'jobs/list_for_workspaces',
    'web_backend/connections/list',
    'actor_definition_versions/get_for_destination',
    'sources/check_connection',
    'destinations/check_connection',
    'scheduler/sources/check_connection',
    'scheduler/destinations/check_connection',
    'sources/discover_schema',
    'scheduler/sources/discover_schema',
    'sources/most_recent_source_actor_catalog',
  ].map((path) => `/api/v1/${path}`),
);

/** Paths of the requests that changed something. */
export function writes(requests: readonly SandboxRequest[]): readonly string[] {
  return requests.map(({ path }) => path).filter((path) => !readingPaths.has(path));
}

/** What `work` asked of the sandbox. */
export async function requestsDuring<Result>(
  { requests }: Sandbox,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly requests: readonly SandboxRequest[] }> {
  const before = requests.length;
  const result = await work();
  return { result, requests: requests.slice(before) };
}

/** Paths of the requests that ran a connector. */
export function discoveries(requests: readonly SandboxRequest[]): readonly string[] {
  return requests.map(({ path }) => path).filter((path) => /discover_schema|check_connection/.test(path));
}
