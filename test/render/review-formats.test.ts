import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { InvalidFilesError } from '../../src/model/invalid-files.ts';
import { resourceKey } from '../../src/model/resource.ts';
import type { EnvironmentPlan } from '../../src/model/several-plans.ts';
import { renderGithub } from '../../src/render/github.ts';
import { renderHtml } from '../../src/render/html/html.ts';
import { pageScriptDigest } from '../../src/render/html/page-script.ts';
import { renderJunit } from '../../src/render/junit.ts';
import { renderSarif } from '../../src/render/sarif.ts';
import { aCreate, aDelete, anUpdate, aPlan, aPlannedConnection, aPlannedSource, aReviewManner } from '../builders.ts';
import { pageScriptFile, pageScriptModule } from '../docs/page-script.ts';
import { readXml } from '../support/read-xml.ts';
import { sarifSchema } from '../support/sarif-schema.ts';

const manner = aReviewManner({ folder: 'infra/airbyte/' });
const effect = { rule: 'cursor-changed', weight: 'loses', path: [], text: 'rows may be missed: 5 %, or more' } as const;
const planned: EnvironmentPlan = {
  environment: 'test',
  plan: aPlan({
    summary: { ...aPlan().summary, create: 1, update: 1, delete: 2 },
    changes: [
      aCreate(aPlannedSource({ name: 'new' })),
      anUpdate(aPlannedConnection({ name: 'orders' }), [], {
        effects: [{ ...effect, weight: 'rereads', rule: 'fields-added', text: 'rows stay' }, effect],
      }),
      aDelete('source', 'old', { isProtected: true, place: { file: 'a,b:c.yaml', line: 7 } }),
      aDelete('connection', 'pruned', { reason: 'x' }),
    ],
    ids: { [resourceKey('source', 'kept')]: 'id' },
  }),
};
const place = { file: 'a.yaml', line: 4, column: 3, length: 5, lineText: '  state: x' };
const failed: EnvironmentPlan = {
  environment: 'other',
  error: new InvalidFilesError([
    { rule: 'unknown-key', severity: 'error', message: 'no key "state"', hint: 'did you mean "status"?', place },
    { rule: 'no-place', severity: 'error', message: 'nowhere' },
  ]),
};

test('workflow commands: the summary first, then the gravest, with places from where the repository begins', () => {
  expect(renderGithub({ plans: [planned, failed], warnings: [] }, manner)).toMatchInlineSnapshot(`
    "::notice title=airplan (test)::Plan: 1 to create, 1 to update, 0 to replace, 2 to delete; 0 unchanged, 0 unmanaged
    ::error file=infra/airbyte/a%2Cb%3Ac.yaml,line=7,title=deletes source/old (test)::it is protected, and apply refuses this
    ::warning file=infra/airbyte/pipelines/pruned.yaml,line=1,title=deletes connection/pruned (test)::reason: x%0Aapplying this takes --allow delete
    ::warning file=infra/airbyte/pipelines/orders.yaml,line=1,title=loses data or state of connection/orders (test)::rows may be missed: 5 %25, or more
    ::notice file=infra/airbyte/pipelines/orders.yaml,line=1,title=asks for a second reading of connection/orders (test)::rows stay
    ::error file=infra/airbyte/a.yaml,line=4,col=3,endColumn=8,title=unknown-key (other)::no key "state"%0Ahint: did you mean "status"?
    ::error title=no-place (other)::nowhere"
  `);
});

test('JUnit: what costs something fails, what is unchanged passes, what there is no plan for is an error', () => {
  const xml = renderJunit({ plans: [planned, failed], warnings: [] }, manner);

  expect(readXml(xml).skeleton).not.toBe('');
  expect(xml).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="airplan" tests="7" failures="3" errors="2">
    <testsuite name="airplan test" tests="5" failures="3" errors="0">
    <testcase classname="source" name="source/new" file="infra/airbyte/pipelines/new.yaml" line="1">
    <system-out>+ source/new  &quot;new&quot;</system-out>
    </testcase>
    <testcase classname="connection" name="connection/orders" file="infra/airbyte/pipelines/orders.yaml" line="1">
    <failure message="loses data or state of connection/orders" type="connection">~ connection/orders  &quot;orders&quot;
          → rows stay
          → rows may be missed: 5 %, or more</failure>
    </testcase>
    <testcase classname="source" name="source/old" file="infra/airbyte/a,b:c.yaml" line="7">
    <failure message="deletes source/old" type="source">- source/old  &quot;old&quot;
          ! protected: apply refuses this</failure>
    </testcase>
    <testcase classname="connection" name="connection/pruned" file="infra/airbyte/pipelines/pruned.yaml" line="1">
    <failure message="deletes connection/pruned" type="connection">- connection/pruned  &quot;pruned&quot;
          ! reason: x</failure>
    </testcase>
    <testcase classname="source" name="source/kept"/>
    </testsuite>
    <testsuite name="airplan other" tests="2" failures="0" errors="2">
    <testcase classname="finding" name="unknown-key a.yaml:4" file="infra/airbyte/a.yaml" line="4">
    <error message="no key &quot;state&quot;" type="finding">error: no key &quot;state&quot;
      a.yaml:4:3 (unknown-key)
      4 |   state: x
        |   ^^^^^
      hint: did you mean &quot;status&quot;?</error>
    </testcase>
    <testcase classname="finding" name="no-place">
    <error message="nowhere" type="finding">error: nowhere
      (no-place)</error>
    </testcase>
    </testsuite>
    </testsuites>"
  `);
});

test('a page runs its own script and nothing else, and loads nothing', () => {
  const page = renderHtml({ plans: [planned, failed], warnings: [] }, manner);
  const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(page) ?? [];

  expect(pageScriptDigest).toBe(`sha256-${createHash('sha256').update(script).digest('base64')}`);
  expect(page).toContain(`script-src &apos;${pageScriptDigest}&apos;`);
  expect(page).not.toMatch(/ src=| href="[^#]|url\(|@import/);
  expect(page).toContain('<h1>No plan for other: 2 errors</h1>');
});

test('the script of a page is what its sources say: "npm run page" writes it', async () => {
  expect(readFileSync(pageScriptFile, 'utf8')).toBe(await pageScriptModule());
});

test('SARIF: a run for each environment, rules and results that fit together, places in all of them', () => {
  const log = JSON.parse(renderSarif({ plans: [planned, failed], warnings: [] }, manner));

  expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true);
  expect(log.runs[0].results.map((it: { readonly ruleId: string }) => it.ruleId)).toMatchInlineSnapshot(`
    [
      "delete",
      "delete",
      "cursor-changed",
      "fields-added",
    ]
  `);
  expect(log.runs[1].results).toMatchInlineSnapshot(`
    [
      {
        "level": "error",
        "locations": [
          {
            "physicalLocation": {
              "artifactLocation": {
                "uri": "infra/airbyte/a.yaml",
              },
              "region": {
                "endColumn": 8,
                "startColumn": 3,
                "startLine": 4,
              },
            },
          },
        ],
        "message": {
          "text": "no key "state"
    hint: did you mean "status"?",
        },
        "partialFingerprints": {
          "airplan/v1": "unknown-key a.yaml no key "state"",
        },
        "ruleId": "unknown-key",
        "ruleIndex": 0,
      },
      {
        "level": "error",
        "locations": [
          {
            "physicalLocation": {
              "artifactLocation": {
                "uri": "infra/airbyte/airplan.yaml",
              },
              "region": {
                "startLine": 1,
              },
            },
          },
        ],
        "message": {
          "text": "nowhere",
        },
        "partialFingerprints": {
          "airplan/v1": "no-place airplan.yaml nowhere",
        },
        "ruleId": "no-place",
        "ruleIndex": 1,
      },
    ]
  `);
});

const isSarif = new Ajv({ allErrors: true }).compile(sarifSchema);
const reviews = path.join(import.meta.dirname, '../golden/reviews');

test('every reviewed report is well-formed XML, and every log is SARIF', () => {
  const filesOf = (format: string) =>
    readdirSync(path.join(reviews, format)).map((file) => readFileSync(path.join(reviews, format, file), 'utf8'));
  const logs = filesOf('sarif').map((text) => JSON.parse(text));

  expect(() => filesOf('junit').map(readXml)).not.toThrow();
  expect(logs.filter((log) => !isSarif(log))).toEqual([]);
  expect(logs.length).toBeGreaterThan(40);
});
