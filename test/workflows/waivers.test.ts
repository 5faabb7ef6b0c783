import { expect, test } from 'vitest';
import { planWorkspace } from '../../src/workflows/plan.ts';
import { aProjectFile } from '../desired/project-in-memory.ts';
import { portsFor, withSandbox } from '../support/workflow.ts';

const everything = { select: [], exclude: [] };

function aSource(password: string): string {
  return `kind: source
definition: airbyte/source-postgres
configuration:
  host: db.example.com
  port: 5432
  database: shop
  username: reader
  password: ${password}
`;
}

/** Rule and file of each warning of a plan. */
function warningsOf(files: Readonly<Record<string, string>>, selection: { readonly select?: readonly string[] }) {
  const contents = { 'airplan.yaml': aProjectFile, ...files };
  return withSandbox({}, async ({ url }) => {
    const { warnings } = await planWorkspace(portsFor({ contents, variables: { A: 'a' } }, url), {
      ...everything,
      ...selection,
    });
    return warnings.map(({ rule, place }) => `${rule} ${place?.file}`);
  });
}

const idle = '${env:A} # airplan-ignore literal-secret: no more';

test('a plan warns of waivers that nothing needs, as validate does', async () => {
  const files = {
    'pipelines/a.yaml': aSource(idle),
    'pipelines/b.yaml': `# airplan-ignore cron-more-than-hourly: no more\n${aSource('${env:A}')}`,
  };

  expect(await warningsOf(files, {})).toEqual(['unused-waiver pipelines/b.yaml', 'unused-waiver pipelines/a.yaml']);
});

test('a plan is calm about waivers that something needs', async () => {
  const files = { 'pipelines/a.yaml': aSource('hunter2 # airplan-ignore literal-secret: thrown away at night') };

  expect(await warningsOf(files, {})).toEqual([]);
});

test('a plan does not judge waivers in files of what is not selected', async () => {
  const files = { 'pipelines/a.yaml': aSource(idle), 'pipelines/b.yaml': aSource('${env:A}') };

  expect(await warningsOf(files, { select: ['source/b'] })).toEqual([]);
});
