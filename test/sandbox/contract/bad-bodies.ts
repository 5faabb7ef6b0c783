import { type Body, unknownId } from '../world.ts';

/** Gives a bad body for a good one. */
export type Spoil = (good: Body) => Body;

const idShape = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/**
 * What can be wrong with bodies such as this one, one thing at a time: no JSON, no object, nothing in it, and for each
 * member that it is missing, null, of a wrong type, no id or an id of nothing. Some of it the server puts up with.
 */
export function badBodies(good: Body): readonly Spoil[] {
  const members = Object.entries(good ?? {}).flatMap(([name, value]) =>
    [undefined, null, ...wrongValues(value)].map((wrong) => (other: Body) => ({ ...other, [name]: wrong })),
  );
  return [() => '{', () => [1], () => ({}), ...members];
}

function wrongValues(value: Body): readonly Body[] {
  if (typeof value === 'string') return idShape.test(value) ? [unknownId, 'nonsense', 7] : ['nonsense', { a: 1 }];
  if (typeof value === 'number') return ['nonsense', 1_000_000];
  if (Array.isArray(value)) return ['nonsense', [7], [unknownId]];
  return typeof value === 'object' ? ['nonsense', [value], {}] : ['nonsense'];
}
