import { expect, test } from 'vitest';
import type { PlanRequest } from '../../src/workflows/plan.ts';
import { planWorkspace } from '../../src/workflows/plan-causes.ts';
import { aProjectFile } from '../desired/project-in-memory.ts';
import { portsFor, withSandbox } from '../support/workflow.ts';

const lake = (comment: string) => `kind: destination
definition: airbyte/destination-local-json
configuration: {destination_path: /local/lake} # ${comment}
`;

/** The warnings of a plan as `rule file:line`. */
function warningsOf(contents: Record<string, string>, request: Partial<PlanRequest> = {}): Promise<readonly string[]> {
  return withSandbox({}, async ({ url }) => {
    const ports = portsFor({ contents: { 'airplan.yaml': aProjectFile, ...contents }, variables: {} }, url);
    const { warnings } = await planWorkspace(ports, { select: [], exclude: [], ...request });
    return warnings.map(({ rule, place }) => `${rule} ${place?.file}:${place?.line}`);
  });
}

const unneeded = 'airplan-ignore literal-secret: there was one';

test('a plan tells which waivers nothing needs, of rules that take a server and of others', async () => {
  const contents = {
    'pipelines/lake.yaml': lake(unneeded),
    'pipelines/other.yaml': `name: other\n${lake('airplan-ignore cron-more-than-hourly: it was')}`,
  };
  expect(await warningsOf(contents)).toEqual([
    'unused-waiver pipelines/lake.yaml:3',
    'unused-waiver pipelines/other.yaml:4',
  ]);
});

test('a waiver that a finding needs is no warning', async () => {
  const shop = `kind: source
definition: airbyte/source-postgres
configuration:
  host: db
  port: 5432
  database: shop
  username: reader
  password: hunter2hunter2 # airplan-ignore literal-secret: gone with the test
  jdbc_url_param: x # airplan-ignore unknown-property: of the next version
`;
  expect(await warningsOf({ 'pipelines/shop.yaml': shop })).toEqual([]);
});

test('what is not selected is not checked, and its waivers are not judged', async () => {
  const contents = { 'pipelines/lake.yaml': lake(unneeded), 'pipelines/other.yaml': `name: other\n${lake(unneeded)}` };
  expect(await warningsOf(contents, { select: ['destination/other'] })).toEqual([
    'unused-waiver pipelines/other.yaml:4',
  ]);
});
