import deepDiff from 'deep-diff';

import { Secret } from '../model/configuration.ts';
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
  const differing = new Set(
    deepDiff(values(before), values(after), { normalize })?.map(({ path }) => String(path?.[0])) ?? [],
  );
  const onlyLive = sortedBy(
    live.filter(({ id }) => !after.has(id)),
    ({ path }) => path.join('\n'),
  );
  return [...desired, ...onlyLive]
    .filter(({ id }) => differing.has(id))
    .map(({ id, path }) => fieldChange(path, before.get(id), after.get(id)));
}

/** Everything that a resource to be created gets. */
export function createdFields(desired: CanonicalForm): readonly FieldChange[] {
  return desired.map(({ path, value }) => ({ path, after: value }));
}

function byId(form: CanonicalForm): ReadonlyMap<string, CanonicalField> {
  return new Map(form.map((field) => [field.id, field]));
}

function values(fields: ReadonlyMap<string, CanonicalField>): object {
  return Object.fromEntries([...fields].map(([id, { value }]) => [id, value]));
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
