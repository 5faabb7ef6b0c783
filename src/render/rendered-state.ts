import type { Json } from '../model/json.ts';
import type { RenderedState, RenderedValue, ValueOrigin } from '../model/rendered.ts';
import { renderJson } from './json.ts';

/** The state of an environment for programs: documents, and by JSON pointer where each of their values comes from. */
export function renderStateJson({ environment, resources }: RenderedState): string {
  return renderJson({
    formatVersion: '1.0',
    environment,
    resources: resources.map(({ key, document }) => ({
      key,
      document: plainValue(document),
      origins: Object.fromEntries(originsIn(document, '')),
    })),
  });
}

function plainValue(value: RenderedValue): Json {
  switch (value.type) {
    case 'scalar':
      return value.value;
    case 'list':
      return value.items.map(plainValue);
    case 'mapping':
      return Object.fromEntries(value.members.map(([name, inner]) => [name, plainValue(inner)]));
  }
}

function originsIn(value: RenderedValue, pointer: string): readonly (readonly [string, readonly object[]])[] {
  const inner = membersOf(value).flatMap(([step, one]) => originsIn(one, `${pointer}/${escaped(step)}`));
  return value.origins.length === 0 ? inner : [[pointer, value.origins.map(originAsData)], ...inner];
}

function membersOf(value: RenderedValue): readonly (readonly [string, RenderedValue])[] {
  if (value.type === 'scalar') return [];
  return value.type === 'mapping' ? value.members : value.items.map((item, index) => [String(index), item] as const);
}

function escaped(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

function originAsData({ from, place, variable }: ValueOrigin): object {
  return { from, ...place, ...(variable === undefined ? {} : { variable }) };
}
