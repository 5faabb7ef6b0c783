import fc from 'fast-check';
import { expect } from 'vitest';
import { isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';
import type { Fault, Intercept } from '../../src/sandbox/faults.ts';
import type { SandboxProfile } from '../../src/sandbox/profile.ts';
import { testLawOfServers } from '../support/law.ts';
import { applyOutputs, errorOutputs, planOutputs } from '../support/outputs.ts';
import { writeProject } from '../support/project-text.ts';
import { randomProjectOn } from '../support/random-project.ts';
import { apply, type ProjectInMemory, plan, planExplained, withSandbox } from '../support/workflow.ts';
import { secretMarker } from '../support/written-value.ts';

function expectNoSecret(outputs: readonly string[]): void {
  expect(outputs.flatMap((text) => text.split('\n')).filter((line) => line.includes(secretMarker))).toEqual([]);
}

testLawOfServers('no secret is in any plan or report', randomProjectOn, async ({ profile, documents }) => {
  const project = writeProject(documents);
  await withSandbox({ profile }, async ({ url }) => {
    expectNoSecret(planOutputs(await plan(project, url)));
    expectNoSecret(applyOutputs(await apply(project, url)));
    expectNoSecret(planOutputs(await planExplained(project, url)));
  });
});

/** Servers quote what they were sent: as JSON, as JSON inside of a text, or as it is. */
const quotes: readonly ((sent: Json) => Json)[] = [
  (sent) => ({ message: `cannot use ${JSON.stringify(sent)}` }),
  (sent) => ({ message: `cannot use ${JSON.stringify(JSON.stringify(sent))}`, exceptionStack: [] }),
  (sent) => ({ message: `cannot use ${strings(sent).join(' or ')}` }),
  (sent) => ({ type: 'error:any', title: 'any', status: 400, detail: `$.x: ${strings(sent).join(', $.y: ')}` }),
  (sent) => ({ message: `cannot open any://${strings(sent).map(encodeURIComponent).join(':')}@host` }),
  (sent) => sent,
];

function strings(sent: Json): readonly string[] {
  if (typeof sent === 'string') return [sent];
  return typeof sent === 'object' && sent !== null ? Object.values(sent).flatMap(strings) : [];
}

const quotingWorldOn = (profiles: readonly SandboxProfile[]) =>
  fc.record({
    world: randomProjectOn(profiles),
    path: fc.constantFrom('sources/create', 'destinations/create', 'connections/create', 'sources/update'),
    status: fc.constantFrom(400, 409, 422, 500, 502),
    quote: fc.constantFrom(...quotes),
  });

testLawOfServers('no secret is in an error, though the server quotes what it was sent', quotingWorldOn, async (it) => {
  const { world, path, status, quote } = it;
  const intercept: Intercept = (request): Fault | undefined =>
    request.path.endsWith(path) ? { type: 'status', status, body: quote(request.body ?? null) } : undefined;
  await withSandbox({ profile: world.profile, intercept }, async ({ url }) => {
    expectNoSecret(await outputsOf(writeProject(world.documents), url));
  });
});

testLawOfServers('no secret is in an error of a discovery that quotes its source', randomProjectOn, async (world) => {
  const { profile, documents } = world;
  const sources = new Map<Json, JsonObject>();
  let nameOf = (_id: Json): Json => null;
  const intercept: Intercept = ({ path, body }) => {
    if (!isJsonObject(body)) return undefined;
    if (path.endsWith('sources/create')) sources.set(body.name ?? null, body);
    if (!path.endsWith('discover_schema')) return undefined;
    const source = sources.get(nameOf(body.sourceId ?? null));
    const externalMessage = `cannot connect with ${strings(source ?? null).join(', ')}`;
    return { type: 'status', status: 200, body: { jobInfo: { succeeded: false, failureReason: { externalMessage } } } };
  };
  await withSandbox({ profile, intercept }, async ({ url, store }) => {
    nameOf = (id) => store.actors.source.find(String(id))?.name ?? null;
    const project = writeProject(documents);
    // The sources are made first; what is left for the second time is found wrong before anything is written.
    expectNoSecret(await outputsOf(project, url));
    expectNoSecret(await outputsOf(project, url));
  });
});

async function outputsOf(project: ProjectInMemory, url: string): Promise<readonly string[]> {
  try {
    return applyOutputs(await apply(project, url));
  } catch (error) {
    return errorOutputs(error);
  }
}
