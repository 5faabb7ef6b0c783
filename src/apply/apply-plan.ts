import type { Client } from '../airbyte/client.ts';
import { createTag, listTags } from '../airbyte/tags.ts';
import { AirplanError, InternalError, messageOf } from '../errors.ts';
import type { Change } from '../model/plan.ts';
import type { Outcome, Report } from '../model/report.ts';
import type { ResourceKey } from '../model/resource.ts';
import { createLimiter, type Limiter } from '../util/limit.ts';
import { applyActor } from './apply-actor.ts';
import { applyConnection } from './apply-connection.ts';
import { applyDefinition } from './apply-definition.ts';
import type { Applied, ApplyContext, ApplyState } from './context.ts';
import { deleteObject } from './delete-object.ts';

/**
 * Carries out a plan: a change once everything that it depends on is applied, independent ones in parallel.
 *
 * Never throws for a failed change: what it depends on is skipped, other branches go on.
 *
 * @returns one outcome for each change, in the plan's order
 */
export async function applyPlan(context: ApplyContext): Promise<Report> {
  const startMs = context.clock.nowMs();
  const state = initialState(context);
  const limit = createLimiter(context.parallelism);
  const pending = new Map<ResourceKey, Promise<Outcome>>();
  for (const change of context.plan.changes) {
    pending.set(change.key, runWhenReady(change, pending, { context, state, limit }));
  }
  return { outcomes: await Promise.all(pending.values()), durationMs: context.clock.nowMs() - startMs };
}

interface Run {
  readonly context: ApplyContext;
  readonly state: ApplyState;
  readonly limit: Limiter;
}

function initialState({ client, plan, live }: ApplyContext): ApplyState {
  const known = Object.entries(plan.ids).flatMap(([key, id]) => (id === undefined ? [] : [[key, id] as const]));
  let tags: Promise<ReadonlyMap<string, string>> | undefined;
  return {
    ids: new Map(known as [ResourceKey, string][]),
    tagIds: () => {
      tags ??= createMissingTags(client, live.workspace.id, plan.newTags, live.tags ?? []);
      return tags;
    },
  };
}

async function runWhenReady(
  change: Change,
  earlier: ReadonlyMap<ResourceKey, Promise<Outcome>>,
  run: Run,
): Promise<Outcome> {
  const dependencies = await Promise.all(change.dependsOn.flatMap((key) => earlier.get(key) ?? []));
  const outcome = await run.limit(() => runOrSkip(change, dependencies, run));
  run.context.onOutcome(outcome);
  return outcome;
}

async function runOrSkip(change: Change, dependencies: readonly Outcome[], run: Run): Promise<Outcome> {
  const missing = dependencies.find(({ result }) => result !== 'applied');
  if (run.context.signal.aborted) return { result: 'skipped', change, reason: 'interrupted' };
  if (missing !== undefined) {
    return { result: 'skipped', change, reason: 'dependency-failed', because: missing.change.key };
  }
  const startMs = run.context.clock.nowMs();
  const durationMs = () => run.context.clock.nowMs() - startMs;
  run.context.onStart(change);
  try {
    await run.context.assertFresh?.(change);
    const { id, notes } = await applyChange(change, run);
    run.state.ids.set(change.key, id);
    return { result: 'applied', change, id, notes, durationMs: durationMs() };
  } catch (error) {
    return { result: 'failed', change, error: toAirplanError(error), durationMs: durationMs() };
  }
}

function applyChange(change: Change, { context, state }: Run): Promise<Applied> {
  if (change.action === 'delete') return deleteObject(change, context);
  const { desired } = change;
  switch (desired.kind) {
    case 'definition':
      return applyDefinition(change, desired, context);
    case 'connection':
      return applyConnection(change, desired, { context, state });
    default:
      return applyActor(change, desired, { ...context, ids: state.ids });
  }
}

function toAirplanError(error: unknown): AirplanError {
  return error instanceof AirplanError ? error : new InternalError(messageOf(error), { cause: error });
}

async function createMissingTags(
  client: Client,
  workspaceId: string,
  missing: readonly string[],
  known: readonly { readonly id: string; readonly name: string }[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map(known.map(({ name, id }) => [name, id]));
  for (const name of missing) {
    ids.set(name, await createOrFindTag(client, workspaceId, name));
  }
  return ids;
}

/** Someone else may create the same tag at the same time, so after trouble the list decides, if it can be had. */
async function createOrFindTag(client: Client, workspaceId: string, name: string): Promise<string> {
  try {
    return (await createTag(client, workspaceId, name)).id;
  } catch (error) {
    const tags = await listTags(client, workspaceId).catch(() => undefined);
    const found = tags?.find((tag) => tag.name === name);
    if (found === undefined) throw error;
    return found.id;
  }
}
