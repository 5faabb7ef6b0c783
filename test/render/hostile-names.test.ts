import type { Log, Result } from 'sarif';
import { expect, test } from 'vitest';
import { InvalidFilesError } from '../../src/model/invalid-files.ts';
import type { Issue } from '../../src/model/issue.ts';
import type { PipelineGraph, PipelineNode } from '../../src/model/pipeline-graph.ts';
import type { Plan } from '../../src/model/plan.ts';
import { resourceKey } from '../../src/model/resource.ts';
import { renderDot } from '../../src/render/graph/dot.ts';
import { renderSvg } from '../../src/render/graph/svg.ts';
import { renderHtml } from '../../src/render/html/html.ts';
import { budgets } from '../../src/render/markdown/budget.ts';
import { type PlanFormat, planFormats } from '../../src/render/plan-formats.ts';
import type { PlanReview } from '../../src/render/plan-review.ts';
import { aCreate, aDelete, anUpdate, aPlan, aPlannedConnection, aPlannedSource, aReviewManner } from '../builders.ts';
import { hostileNames } from '../support/hostile-names.ts';
import { readXml } from '../support/read-xml.ts';
import { readHtml, renderMarkdownForReal } from '../support/rendered-markdown.ts';

/** A plan in which everything that files and servers can name has one name. */
function planNamed(name: string): Plan {
  const place = { file: `pipelines/${name}`, line: 3 };
  const ends = { source: resourceKey('source', name), destination: resourceKey('destination', name) };
  const effect = { rule: 'some-effect', weight: 'loses', path: [], text: `what "${name}" has, and ${name}` } as const;
  const fields = [
    { path: ['configuration', name, 'a'], before: name, after: `${name} after` },
    { path: ['configuration', 'list'], before: [name, 'b'], after: ['b', name, name] },
  ];
  const source = aPlannedSource({
    name,
    key: resourceKey('source', name),
    configuration: { [name]: name, other: name },
  });
  const connection = aPlannedConnection({ name, key: resourceKey('connection', name), ...ends });
  const step = { action: 'clear', streams: [{ name, namespace: name }] } as const;
  return aPlan({
    environment: name,
    server: name,
    workspace: { id: 'id', name, slug: '' },
    summary: { ...aPlan().summary, create: 1, update: 2, delete: 1 },
    notes: [name, `a note on ${name}`],
    newTags: [name],
    unmanaged: [{ kind: 'source', name, id: name }],
    changes: [
      aCreate({ ...source, key: resourceKey('source', `${name} new`) }, { place, fields: [fields[0] ?? { path: [] }] }),
      anUpdate(source, [], { place, fields, effects: [effect], notes: [name] }),
      anUpdate(connection, [], { place, afterwards: step, effects: [{ ...effect, path: ['afterwards'] }] }),
      aDelete('connection', 'gone', { place, name, key: resourceKey('connection', `${name} gone`), reason: name }),
    ],
  });
}

function issueNamed(name: string): Issue {
  const place = { file: name, line: 2, column: 1, length: 3, lineText: `key: ${name}` };
  return { rule: 'some-rule', severity: 'error', message: `it is called "${name}"`, hint: name, place };
}

/** A plan, one that failed, and warnings. */
function reviewNamed(name: string): PlanReview {
  return {
    plans: [
      { environment: name, plan: planNamed(name) },
      { environment: name, error: new InvalidFilesError([issueNamed(name)]) },
    ],
    warnings: [{ ...issueNamed(name), severity: 'warning' }],
  };
}

const known = new Map<string, string>();

/** Each is rendered once. */
function rendered(format: PlanFormat, name: string, budget?: keyof typeof budgets): string {
  const id = JSON.stringify([format, name, budget]);
  const text = known.get(id) ?? render(format, name, budget);
  known.set(id, text);
  return text;
}

function render(format: PlanFormat, name: string, budget?: keyof typeof budgets): string {
  const manner = aReviewManner(budget === undefined ? {} : { budget: budgets[budget] });
  const whole = { ...manner, planFile: name, folder: `${name}/` };
  // Pages are loaded when they are asked for, and so come later than the others.
  const text =
    format === 'html' ? renderHtml(reviewNamed(name), whole) : planFormats[format].render(reviewNamed(name), whole);
  return String(text);
}

const tame = 'tame';

/** Outside of code there are words, and what airplan itself writes: nothing that Markdown or a host acts on. */
const acting = /[@<>`#*_~[\]\\]|:\/\/|www\./;

test('there are as many of them as it takes', () => {
  expect(hostileNames.length).toBeGreaterThan(200);
});

test.each([
  [undefined, hostileNames],
  // Longer ones do not fit in there, and are counted.
  ['bitbucket', hostileNames.filter(({ length }, index) => length < 80 && index % 4 === 0)],
] as const)('no name gets out of Markdown (%s)', (budget, names) => {
  const expected = renderMarkdownForReal(rendered('markdown', tame, budget));
  const escaped = names.filter((name) => {
    const { skeleton, prose } = renderMarkdownForReal(rendered('markdown', name, budget));
    return skeleton !== expected.skeleton || acting.test(prose.replaceAll('[!CAUTION]', ''));
  });

  expect(expected.skeleton).toContain('<table>');
  expect(escaped).toEqual([]);
});

test('no name gets out of a page, and all of it is shown as text', () => {
  const expected = readHtml(rendered('html', tame)).skeleton;

  expect(expected).toContain('<details>');
  expect(hostileNames.filter((name) => readHtml(rendered('html', name)).skeleton !== expected)).toEqual([]);
});

test('no name gets out of the picture', () => {
  const line =
    /^( {2}n\d+(\["|\(\["|\[\(")([\p{L}\p{M}\p{N} ]|#\d+;)+("\]|"\]\)|"\)\])(:::\w+)?| {2}n\d+ --> n\d+ --> n\d+| {2}classDef \w+ [\w:#,-]+|flowchart LR)$/u;
  const pictures = hostileNames.map((name) => {
    const [, picture = ''] = /^`{3}mermaid\n([\s\S]*?)\n```$/m.exec(rendered('markdown', name)) ?? [];
    return picture.split('\n');
  });

  expect(pictures.flat().filter((one) => !line.test(one))).toEqual([]);
  expect([...new Set(pictures.map(({ length }) => length))]).toEqual([8]);
});

/** Everything that a picture of files can show, by one name. */
function graphNamed(name: string): PipelineGraph {
  const [source, connection] = [resourceKey('source', name), resourceKey('connection', name)];
  const nodes: readonly PipelineNode[] = [
    { key: source, kind: 'source', name, about: name, place: `${name}:1` },
    { key: connection, kind: 'connection', name, action: 'update', fields: 2, lastJob: 'failed' },
  ];
  return { nodes, edges: [{ from: source, to: connection, meaning: 'data' }] };
}

test('no name gets out of a picture of its own, in any language', () => {
  const expected = readXml(renderSvg(graphNamed(tame))).skeleton;
  const dotLine =
    /^(digraph pipelines \{| {2}rankdir=LR;| {2}(node|edge) \[.*\];| {2}n\d \[label="([^"\\&]|\\["\\n]|&amp;)*", shape=\w+, tooltip="([^"\\&]|\\["\\]|&amp;)*"(, \w+=("[#\w]+"|\d))*\];| {2}n\d -> n\d;|\})$/u;
  const dots = hostileNames.map((name) => renderDot(graphNamed(name)).split('\n'));

  expect(hostileNames.filter((name) => readXml(renderSvg(graphNamed(name))).skeleton !== expected)).toEqual([]);
  expect(dots.flat().filter((line) => !dotLine.test(line))).toEqual([]);
  expect([...new Set(dots.map(({ length }) => length))]).toEqual([8]);
});

test('no name makes a workflow command of its own, or changes one', () => {
  const expected = rendered('github', tame).split('\n');
  const escaped = hostileNames.filter((name) => {
    const lines = rendered('github', name).split('\n');
    const heads = (all: readonly string[]) =>
      all.map((line) => /^::\w+ (.*?)::/.exec(line)?.[1]?.match(/(?<=^|,)\w+(?==)/g));
    return JSON.stringify(heads(lines)) !== JSON.stringify(heads(expected));
  });

  expect(escaped).toEqual([]);
});

test('no name gets out of XML, and all of it is well-formed', () => {
  const expected = readXml(rendered('junit', tame)).skeleton;

  expect(hostileNames.filter((name) => readXml(rendered('junit', name)).skeleton !== expected)).toEqual([]);
});

test('no name makes a link of a message, or a wrong address, in SARIF', () => {
  const results = hostileNames.flatMap((name) => resultsOf(rendered('sarif', name)));
  const uris = results.flatMap(({ locations = [] }) =>
    locations.map((one) => one.physicalLocation?.artifactLocation?.uri),
  );

  expect(results.filter(({ message }) => /\]\(/.test(message.text ?? ''))).toEqual([]);
  expect(uris.filter((uri) => !/^[\w.!~*'()%/-]+$/.test(uri ?? ''))).toEqual([]);
});

function resultsOf(text: string): readonly Result[] {
  return (JSON.parse(text) as Log).runs.flatMap(({ results = [] }) => results);
}

test('nothing that acts on a terminal, or cannot be seen, is in any format', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that must not be there
  const unseen = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
  const formats = ['markdown', 'html', 'github', 'sarif', 'junit'] as const;
  const found = formats.flatMap((format) => hostileNames.filter((name) => unseen.test(rendered(format, name))));

  expect(found).toEqual([]);
});
