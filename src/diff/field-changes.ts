import deepDiff from 'deep-diff';

import { type ConfigurationValue, isConfiguration, Secret } from '../model/configuration.ts';
import type { FieldChange } from '../model/plan.ts';
import { sortedBy } from '../util/sort.ts';
import type { CanonicalField, CanonicalForm } from './canonical-form.ts';

/**
 * What has to change for `live` to become `desired`; the only place that knows `deep-diff`.
 *
 * @returns in the order of the desired form, then what is only live, sorted by path; empty when both are equal
 */
export function fieldChanges(live: CanonicalForm, desired: CanonicalForm): readonly FieldChange[] {
  const before = byId(live);
  const after = byId(desired);
  const onlyLive = sortedBy(
    live.filter(({ id }) => !after.has(id)),
    ({ path }) => path.join('\n'),
  );
  return [...desired, ...onlyLive]
    .filter(({ id }) => isDifferent(before.get(id), after.get(id)))
    .map(({ id, path }) => fieldChange(path, before.get(id), after.get(id)));
}

/** Everything that a resource to be created gets. */
export function createdFields(desired: CanonicalForm): readonly FieldChange[] {
  return desired.map(({ path, value }) => ({ path, after: value }));
}

function byId(form: CanonicalForm): ReadonlyMap<string, CanonicalField> {
  return new Map(form.map((field) => [field.id, field]));
}

function isDifferent(left: CanonicalField | undefined, right: CanonicalField | undefined): boolean {
  if (left === undefined || right === undefined) return left !== right;
  // Nearly every field of a large workspace is a scalar that is as it should be.
  if (left.value === right.value) return false;
  return deepDiff([comparable(left.value)], [comparable(right.value)], { normalize }) !== undefined;
}

/** deep-diff passes over members without a name, so that here all have one. */
function comparable(value: ConfigurationValue): ConfigurationValue {
  if (Array.isArray(value)) return value.map(comparable);
  if (!isConfiguration(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [`.${name}`, comparable(inner)]));
}

/** Secrets are the same when they are one object; what they hold is nobody's business here. */
function normalize(_path: unknown, _key: unknown, left: unknown, right: unknown): [unknown, unknown] | undefined {
  if (!(left instanceof Secret) && !(right instanceof Secret)) return undefined;
  return [0, left === right ? 0 : 1];
}

function fieldChange(
  path: readonly string[],
  before: CanonicalField | undefined,
  after: CanonicalField | undefined,
): FieldChange {
  return {
    path,
    ...(before === undefined ? {} : { before: before.value }),
    ...(after === undefined ? {} : { after: after.value }),
  };
}
