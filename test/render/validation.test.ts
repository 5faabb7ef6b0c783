import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import type { Issue } from '../../src/model/issue.ts';
import { resourceKey } from '../../src/model/resource.ts';
import type { CheckedFiles } from '../../src/model/validation.ts';
import { plainPalette } from '../../src/render/palette.ts';
import { type ValidationFormat, validationFormats } from '../../src/render/validation-formats.ts';
import { hostileNames } from '../support/hostile-names.ts';
import { readXml } from '../support/read-xml.ts';
import { sarifSchema } from '../support/sarif-schema.ts';

const isSarif = new Ajv({ strict: false }).compile(sarifSchema);
const manner = { palette: plainPalette, folder: 'infra/' };
const place = { file: 'a,b.yaml', line: 4, column: 3, length: 5, lineText: '  state: x' };
const error: Issue = { rule: 'unknown-key', severity: 'error', message: 'no key "state"', hint: 'leave it', place };
const warning: Issue = { rule: 'shared-table', severity: 'warning', message: 'two write 100 %', place };
const staging: CheckedFiles = {
  environment: 'staging',
  isValid: true,
  issues: [warning],
  notes: ['not all was checked'],
  keys: [resourceKey('source', 'shop'), resourceKey('connection', 'a')],
};
const production: CheckedFiles = {
  environment: 'production',
  isValid: false,
  issues: [warning, error],
  notes: [],
  keys: [],
};

function rendered(format: ValidationFormat, checks: readonly CheckedFiles[], isSideBySide = checks.length > 1) {
  return validationFormats[format].render({ checks, isSideBySide }, manner);
}

test('workflow commands: one for a finding that all environments have, the gravest first', () => {
  expect(rendered('github', [staging, production])).toMatchInlineSnapshot(`
    "::notice title=airplan (staging)::Valid: 1 source, 0 destinations, 1 connection%0Anote: not all was checked
    ::error file=infra/a%2Cb.yaml,line=4,col=3,endColumn=8,title=unknown-key (environment production)::no key "state"%0Ahint: leave it
    ::warning file=infra/a%2Cb.yaml,line=4,col=3,endColumn=8,title=shared-table::two write 100 %25"
  `);
});

test('JUnit: errors fail, warnings and resources pass', () => {
  const xml = rendered('junit', [staging, production]);

  expect(readXml(xml).skeleton).not.toBe('');
  expect(xml.match(/<(?:testsuite|testcase) [^>]*>/g)).toEqual([
    '<testsuite name="airplan staging" tests="3" failures="0" errors="0">',
    '<testcase classname="finding" name="shared-table a,b.yaml:4" file="infra/a,b.yaml" line="4">',
    '<testcase classname="source" name="source/shop"/>',
    '<testcase classname="connection" name="connection/a"/>',
    '<testsuite name="airplan production" tests="2" failures="1" errors="0">',
    '<testcase classname="finding" name="shared-table a,b.yaml:4" file="infra/a,b.yaml" line="4">',
    '<testcase classname="finding" name="unknown-key a,b.yaml:4" file="infra/a,b.yaml" line="4">',
  ]);
});

test('SARIF: a run for each environment, apart from those of plans, gravest results first', () => {
  const log = JSON.parse(rendered('sarif', [staging, production]));
  const results = log.runs[1].results.map(({ ruleId, level }: { ruleId: string; level: string }) => [ruleId, level]);

  expect(isSarif(log)).toBe(true);
  expect(log.runs[0].automationDetails.id).toBe('airplan-validate/staging/');
  expect(results).toEqual([
    ['unknown-key', 'error'],
    ['shared-table', 'warning'],
  ]);
});

test('hostile names stay within their document', () => {
  for (const name of hostileNames) {
    const issues = [{ ...error, message: name, hint: name, place: { ...place, file: `${name}.yaml`, lineText: name } }];
    const check = { ...production, environment: name, issues, notes: [name] };

    expect(rendered('github', [check]).split('\n')).toHaveLength(2);
    expect(readXml(rendered('junit', [check])).skeleton.match(/<testcase /g)).toHaveLength(1);
    expect(isSarif(JSON.parse(rendered('sarif', [check])))).toBe(true);
  }
});
