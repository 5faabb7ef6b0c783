import fc from 'fast-check';
import { expect } from 'vitest';
import { AirplanError } from '../../src/errors.ts';
import { isJsonObject, type Json } from '../../src/model/json.ts';
import type { Change, Plan } from '../../src/model/plan.ts';
import { colourPalette } from '../../src/render/palette.ts';
import { type PlanFormat, planFormatNames, planFormats } from '../../src/render/plan-formats.ts';
import type { SandboxProfile } from '../../src/sandbox/profile.ts';
import type { SandboxRequest } from '../../src/sandbox/requests.ts';
import type { ApplyResult } from '../../src/workflows/apply.ts';
import { applySavedPlan } from '../../src/workflows/apply-saved.ts';
import { planWorkspace } from '../../src/workflows/plan-causes.ts';
import { parsePlanFile, toPlanFile } from '../../src/workflows/saved-plan.ts';
import { aReviewManner } from '../builders.ts';
import { testLawOfServers } from '../support/law.ts';
import { possibleFlips } from '../support/live-flips.ts';
import { writeProject } from '../support/project-text.ts';
import { randomProjectOn } from '../support/random-project.ts';
import {
  agreeing,
  apply,
  type ProjectInMemory,
  portsFor,
  requestsDuring,
  withSandbox,
  writes,
} from '../support/workflow.ts';
import { secretMarker } from '../support/written-value.ts';

const everything = { select: [], exclude: [] };

async function save(project: ProjectInMemory, url: string): Promise<{ readonly plan: Plan; readonly text: string }> {
  const work = await planWorkspace(portsFor(project, url), everything);
  return { plan: work.plan, text: toPlanFile(work, everything) };
}

function applySaved(project: ProjectInMemory, url: string, text: string): Promise<ApplyResult> {
  const saved = parsePlanFile(text, 'plan.json');
  const request = { file: 'plan.json', allowed: ['replace'], overridesLimits: true } as const;
  return applySavedPlan(portsFor(project, url), saved, request, agreeing);
}

function rendering(format: PlanFormat, plan: Plan): string | Promise<string> {
  const review = { plans: [{ environment: plan.environment, plan }], warnings: [] };
  return planFormats[format].render(review, aReviewManner({ palette: colourPalette }));
}

testLawOfServers(
  'a saved plan shows as it did when it was made, in every format, and holds no secret',
  randomProjectOn,
  async ({ profile, documents, later }) => {
    await withSandbox({ profile }, async ({ url }) => {
      await apply(writeProject(documents), url);
      for (const project of [writeProject(documents), writeProject(later)]) {
        const { plan, text } = await save(project, url);
        const shown = parsePlanFile(text, 'plan.json').plan;
        for (const format of planFormatNames) {
          const rendered = await rendering(format, plan);
          expect(await rendering(format, shown)).toBe(rendered);
          expect(rendered).not.toContain(secretMarker);
        }
        expect(text).not.toContain(secretMarker);
        expect((await save(project, url)).text).toBe(text);
      }
    });
  },
  { push: 12, long: 200 },
);

testLawOfServers(
  'applying a saved plan writes what the plan says and nothing else, and then it is carried out',
  randomProjectOn,
  async ({ profile, documents, later }) => {
    await withSandbox({ profile }, async (sandbox) => {
      for (const project of [writeProject(documents), writeProject(later)]) {
        const { plan, text } = await save(project, sandbox.url);
        const { result, requests } = await requestsDuring(sandbox, () => applySaved(project, sandbox.url, text));
        if (result.result !== 'applied' && result.result !== 'nothing-to-do') return;

        expect(written(requests, result)).toEqual(promised(plan));
        const again = await requestsDuring(sandbox, () => applySaved(project, sandbox.url, text));
        expect(again.result.result).toBe('nothing-to-do');
        expect(written(again.requests)).toEqual([]);
      }
    });
  },
  { push: 12, long: 200 },
);

const driftingWorldOn = (profiles: readonly SandboxProfile[]) =>
  fc.record({ world: randomProjectOn(profiles), chosen: fc.nat() });

testLawOfServers(
  'what changes behind a saved plan makes it stale, and then nothing is written',
  driftingWorldOn,
  async ({ world: { profile, documents, later }, chosen }) => {
    await withSandbox({ profile }, async (sandbox) => {
      await apply(writeProject(documents), sandbox.url);
      const { plan, text } = await save(writeProject(later), sandbox.url);
      const live = { profile, documents, ids: plan.ids, store: sandbox.store };
      const flips = possibleFlips(live).filter(({ path }) => path !== undefined);
      const flip = flips[chosen % flips.length];
      if (flip === undefined || plan.changes.length === 0) return;
      flip.apply();

      const applying = () => applySaved(writeProject(later), sandbox.url, text).catch((error: unknown) => error);
      const { result, requests } = await requestsDuring(sandbox, applying);
      if (result instanceof AirplanError) expect(writes(requests)).toEqual([]);
      // Whoever drifts to where the plan leads has carried it out.
      else expect(keysOf(result as ApplyResult)).not.toContain(flip.key);
      if (result instanceof AirplanError) expect(result.code).toBe('stale');
    });
  },
  { push: 12, long: 200 },
);

/** Each object that is written, once: a creation by its name, with what has to follow on it; the rest by its id. */
function written(requests: readonly SandboxRequest[], result?: ApplyResult): readonly string[] {
  const outcomes = result !== undefined && 'report' in result ? result.report.outcomes : [];
  const made = new Set(outcomes.flatMap((it) => (it.result === 'applied' && isMaking(it.change) ? [it.id] : [])));
  const writes = requests.flatMap(({ path, body }) => {
    const [, stem, verb] = /\/api\/v1\/(\w+)\/(create|create_custom|update|delete)$/.exec(path) ?? [];
    if (stem === undefined || !isJsonObject(body)) return [];
    const kind = stem.replace(/^source_|^destination_/, '');
    if (verb === 'create') return [`create ${kind} ${body.name}`];
    if (verb === 'create_custom') return [`create ${kind} ${nameOf(body.sourceDefinition)}`];
    const id = String(body.connectionId ?? body.sourceId ?? body.destinationId ?? body.sourceDefinitionId);
    return made.has(id) ? [] : [`${verb} ${kind} ${id}`];
  });
  return [...new Set(writes)].sort();
}

function nameOf(stated: Json | undefined): string {
  return isJsonObject(stated) ? String(stated.name) : '';
}

function keysOf({ plan }: ApplyResult): readonly string[] {
  return plan.changes.map(({ key }) => key);
}

function isMaking({ action }: Change): boolean {
  return action === 'create' || action === 'replace';
}

function promised({ changes, newTags }: Plan): readonly string[] {
  const writes = changes.flatMap((change) => {
    const kind = `${change.kind}s`;
    if (change.action === 'create') return [`create ${kind} ${change.name}`];
    if (change.action === 'replace') return [`delete ${kind} ${change.id}`, `create ${kind} ${change.name}`];
    return [`${change.action} ${kind} ${change.id}`];
  });
  return [...new Set([...writes, ...newTags.map((name) => `create tags ${name}`)])].sort();
}
