import { type Origin, originAt, type Path, type Place } from '../model/issue.ts';
import type { SchemaViolation } from '../util/json-schema.ts';
import type { Places } from './places.ts';

interface Located {
  /** Of the value that is held against the schema. */
  readonly origin: Origin;
  readonly places: Places;
}

/** Where a violation shows: at the key that is too much, at the one that lacks another, else at the value. */
export function violationPlace({ keyword, path, params }: SchemaViolation, { origin, places }: Located): Place {
  const at = (...steps: Path): Origin => originAt(origin, ...path, ...steps);
  switch (keyword) {
    case 'additionalProperties':
      return places.ofKey(at(String(params.additionalProperty)));
    case 'required':
      // Not there, unless a patch says so: then it is the patch.
      return places.ofKey(at(String(params.missingProperty)));
    case 'dependencies':
      return places.ofKey(at(String(params.property)));
    case 'uniqueItems':
      return places.ofValue(at(Math.max(Number(params.i), Number(params.j))));
    default:
      return places.ofValue(at());
  }
}
