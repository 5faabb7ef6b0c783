import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PipelineEdge, PipelineGraph, PipelineNode } from '../../src/model/pipeline-graph.ts';
import { resourceKey } from '../../src/model/resource.ts';
import { renderDot } from '../../src/render/graph/dot.ts';
import { desiredGraph, type PictureParts } from '../../src/render/graph/from-desired.ts';
import { planGraph } from '../../src/render/graph/from-plan.ts';
import { boxSize, layoutGraph } from '../../src/render/graph/layout.ts';
import { renderMermaid } from '../../src/render/graph/mermaid.ts';
import { cutToWidth } from '../../src/render/graph/node-words.ts';
import { renderSvg } from '../../src/render/graph/svg.ts';
import {
  aCreate,
  aDelete,
  aDesiredConnection,
  aDesiredDestination,
  aDesiredSource,
  anOrigin,
  anUpdate,
  aPlan,
  aPlannedConnection,
  aPlannedDefinition,
  aPlannedSource,
} from '../builders.ts';
import { readXml } from '../support/read-xml.ts';

const desired = {
  definitions: [
    {
      kind: 'definition' as const,
      key: resourceKey('definition', 'crm'),
      name: 'CRM',
      actorKind: 'source' as const,
      origin: anOrigin(),
    },
  ],
  sources: [aDesiredSource({ name: 'crm', definition: 'crm' }), aDesiredSource({ name: 'shop' })],
  destinations: [aDesiredDestination({ name: 'lake' })],
  connections: ['crm', 'shop'].map((name) =>
    aDesiredConnection({
      name,
      source: resourceKey('source', name),
      destination: resourceKey('destination', 'lake'),
      settings: { schedule: { type: 'basic', units: 6, timeUnit: 'hours' } },
    }),
  ),
};
const whole: PictureParts = {
  isSelected: () => true,
  isExcluded: () => false,
  placeOf: ({ name }) => `${name}.yaml:1`,
};

/** `a > b` for each edge, connectors in brackets. */
const flowsOf = ({ edges }: PipelineGraph) =>
  edges.map(({ from, to, meaning }) => (meaning === 'data' ? `${from} > ${to}` : `(${from} > ${to})`));

test('the files: every resource, data from left to right, custom connectors beside who runs on them', () => {
  const graph = desiredGraph(desired, whole);

  expect(graph.nodes.map(({ key, about }) => `${key}: ${about}`)).toEqual([
    'definition/crm: custom source',
    'source/crm: crm',
    'source/shop: airbyte/source-postgres',
    'connection/crm: every 6 hours',
    'connection/shop: every 6 hours',
    'destination/lake: airbyte/destination-postgres',
  ]);
  expect(flowsOf(graph)).toEqual([
    '(definition/crm > source/crm)',
    'source/crm > connection/crm',
    'connection/crm > destination/lake',
    'source/shop > connection/shop',
    'connection/shop > destination/lake',
  ]);
});

test('a selected connection is drawn with its ends, but for what is excluded', () => {
  const isSelected = (key: string) => key === 'connection/shop';
  const isExcluded = (key: string) => key === 'destination/lake';

  expect(flowsOf(desiredGraph(desired, { ...whole, isSelected }))).toEqual([
    'source/shop > connection/shop',
    'connection/shop > destination/lake',
  ]);
  expect(flowsOf(desiredGraph(desired, { ...whole, isSelected, isExcluded }))).toEqual([
    'source/shop > connection/shop',
  ]);
});

test('an end that nobody declares is drawn by its key', () => {
  const graph = desiredGraph({ ...desired, sources: [] }, whole);

  expect(graph.nodes.filter(({ kind }) => kind === 'source')).toEqual([
    { key: 'source/crm', kind: 'source', name: 'crm' },
    { key: 'source/shop', kind: 'source', name: 'shop' },
  ]);
});

test('a server adds the last job and what a plan would do, in every format', () => {
  const connections = [
    { key: resourceKey('connection', 'shop'), name: 'shop', state: 'failed', records: 0, bytes: 0, schema: 'none' },
  ] as const;
  const changes = [anUpdate(aPlannedConnection({ name: 'shop' }), ['prefix', 'status'])];
  const graph = desiredGraph(desired, { ...whole, live: { changes, connections } });

  expect(renderMermaid(graph)).toContain('["#126; shop #40;last job failed#41;"]):::update\n');
  expect(renderMermaid(graph)).toContain('  class n4 failed');
  expect(renderDot(graph)).toContain('label="~ shop\\nlast job failed, update 2 fields, every 6 hours"');
  expect(renderSvg(graph)).toContain('<title>~ shop, connection/shop, last job failed, update 2 fields, every 6 hours');
});

test('a plan: what changes, and the ends that do not', () => {
  const definition = aPlannedDefinition({ name: 'crm', actorKind: 'source' });
  const source = aPlannedSource({ name: 'crm', definition: definition.key });
  const connection = aPlannedConnection({ name: 'orders', source: source.key });
  const graph = planGraph(
    aPlan({ changes: [aCreate(definition), aCreate(source), aCreate(connection), aDelete('source', 'old')] }),
  );

  expect(flowsOf(graph)).toEqual([
    `(${definition.key} > source/crm)`,
    'source/crm > connection/orders',
    `connection/orders > ${connection.destination}`,
  ]);
  expect(graph.nodes.map(({ key, action }) => `${key} ${action}`)).toEqual([
    `${definition.key} create`,
    'source/crm create',
    'connection/orders create',
    'source/old delete',
    `${connection.destination} undefined`,
  ]);
});

test('nothing to draw is an empty picture in every format', () => {
  const empty = { nodes: [], edges: [] };

  expect(renderMermaid(empty)).toBe('flowchart LR');
  expect(renderDot(empty)).toMatch(/^digraph pipelines \{[\s\S]*\}$/);
  expect(readXml(renderSvg(empty)).skeleton).toContain('svg');
});

/** Any graph of pipelines: shared ends, ends without connections, connections without an end. */
const anyGraph: fc.Arbitrary<PipelineGraph> = fc
  .record({
    sources: fc.nat(6),
    destinations: fc.nat(4),
    definitions: fc.nat(3),
    connections: fc.array(fc.tuple(fc.nat(7), fc.nat(5)), { maxLength: 25 }),
  })
  .map(({ sources, destinations, definitions, connections }) => {
    const some = (kind: PipelineNode['kind'], count: number, actorKind?: 'source' | 'destination') =>
      Array.from({ length: count }, (_, index) => {
        const name = `${actorKind ?? ''}${index}`;
        return { key: resourceKey(kind, name), kind, name, ...(actorKind === undefined ? {} : { actorKind }) };
      });
    const nodes: readonly PipelineNode[] = [
      ...some('source', sources),
      ...some('destination', destinations),
      ...some('connection', connections.length),
      ...some('definition', definitions, 'source'),
      ...some('definition', definitions, 'destination'),
    ];
    const edges: readonly PipelineEdge[] = [
      ...connections.flatMap(([source, destination], index): readonly PipelineEdge[] => [
        { from: resourceKey('source', `${source}`), to: resourceKey('connection', `${index}`), meaning: 'data' },
        {
          from: resourceKey('connection', `${index}`),
          to: resourceKey('destination', `${destination}`),
          meaning: 'data',
        },
      ]),
      ...Array.from({ length: sources }, (_, index) => ({
        from: resourceKey('definition', `source${index % 3}`),
        to: resourceKey('source', `${index}`),
        meaning: 'connector' as const,
      })),
      ...Array.from({ length: destinations }, (_, index) => ({
        from: resourceKey('destination', `${index}`),
        to: resourceKey('definition', `destination${index % 2}`),
        meaning: 'connector' as const,
      })),
    ];
    const keys = new Set(nodes.map(({ key }) => key));
    return { nodes, edges: edges.filter(({ from, to }) => keys.has(from) && keys.has(to)) };
  });

test('boxes never overlap, all of them are in the picture, and every line leads to the right', () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const { nodes, edges, width, height } = layoutGraph(graph);
      const isInside = nodes.every(({ x, y }) => {
        const [right, bottom] = [x + boxSize.width, y + boxSize.height];
        return x >= 0 && y >= 0 && right <= width && bottom <= height;
      });
      const overlaps = nodes.some((one, index) =>
        nodes.slice(index + 1).some(({ x, y }) => x === one.x && Math.abs(y - one.y) < boxSize.height),
      );
      return (
        nodes.length === graph.nodes.length &&
        edges.length === graph.edges.length &&
        isInside &&
        !overlaps &&
        edges.every(({ from, to }) => from.x < to.x)
      );
    }),
    { numRuns: 60 },
  );
});

test('what is too long for its box is cut between characters, and whole in its title', () => {
  const name = '🇫🇷'.repeat(40);
  const svg = renderSvg({ nodes: [{ key: resourceKey('source', 'a'), kind: 'source', name }], edges: [] });

  expect(cutToWidth('short', 188, 13)).toBe('short');
  expect(cutToWidth('MMMMMMMMMMMMMMMMMMMMMM', 100, 13)).toBe('MMMMMMM…');
  expect(svg).toMatch(/<title>(🇫🇷){40}, /);
  expect(svg).toMatch(/<text class="name"[^>]*>(🇫🇷){5,12}…<\/text>/);
});

test('the picture as a file runs and loads nothing, and says what it is', () => {
  const svg = renderSvg(desiredGraph(desired, whole));

  expect(svg).not.toMatch(/<script|<a |href|url\(|@import|on\w+=/);
  expect(svg).toContain('role="img" aria-labelledby="title desc"');
  expect(svg).toContain('1 definition, 2 sources, 1 destination, 2 connections; data flows from left to right.');
  expect(svg).toContain('@media (prefers-color-scheme:dark)');
});
