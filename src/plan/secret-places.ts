import { Secret } from '../model/configuration.ts';
import { DecodeError } from '../util/decode.ts';

/** Where a value holds secrets, as JSON pointers: in JSON of it, a label cannot be told from a text that reads alike. */
export function secretPlaces(value: unknown): readonly string[] {
  const places: string[] = [];
  collect(value, '', places);
  return places;
}

function collect(value: unknown, place: string, places: string[]): void {
  if (value instanceof Secret) places.push(place);
  else if (typeof value === 'object' && value !== null) {
    for (const [step, inner] of Object.entries(value)) collect(inner, `${place}/${escaped(step)}`, places);
  }
}

function escaped(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

/**
 * Puts secrets that know nothing but their label into a value that was just parsed, and that nobody else has yet.
 *
 * @throws {DecodeError} for a place that the value does not have, or that holds something else than a text
 */
export function sealPlaces(value: unknown, places: readonly string[]): void {
  for (const place of places) {
    const steps = place.split('/').slice(1).map(unescaped);
    const last = steps.pop();
    const parent = steps.reduce(stepInto, value);
    const label = last === undefined ? undefined : stepInto(parent, last);
    if (typeof label !== 'string' || last === undefined) throw new DecodeError(`there is no secret at ${place}`);
    Reflect.set(parent as object, last, new Secret(label, label));
  }
}

function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

function stepInto(value: unknown, step: string): unknown {
  const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, step);
  return isThere ? Reflect.get(value, step) : undefined;
}
