import { isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';

/** A way into a configuration, outermost step first; null stands for every item of a list. */
type Place = readonly (string | null)[];

/** Where a specification has secrets, each place spelt out (API §2.2); the sandbox keeps them as a tree. */
export function secretPlaces(specification: JsonObject): readonly Place[] {
  return 'properties' in specification || 'oneOf' in specification ? placesIn(specification, []) : [];
}

function placesIn(schema: Json | undefined, place: Place): readonly Place[] {
  if (!isJsonObject(schema)) return [];
  const { properties, items, oneOf = [], anyOf = [], allOf = [] } = schema;
  const named = isJsonObject(properties) ? Object.entries(properties) : [];
  return [
    ...('airbyte_secret' in schema ? [place] : []),
    ...named.flatMap(([name, inner]) => placesIn(inner, [...place, name])),
    ...placesIn(items, [...place, null]),
    ...[oneOf, anyOf, allOf].flat().flatMap((branch) => placesIn(branch, place)),
  ];
}

/** The same configuration with each secret replaced, whatever its type. */
export function replaceSecrets(configuration: Json, places: readonly Place[], mask: string): Json {
  return places.reduce<Json>((value, place) => replaceAt(value, place, place, { places, mask }), configuration);
}

interface Replacement {
  readonly places: readonly Place[];
  readonly mask: string;
}

function replaceAt(value: Json, rest: Place, place: Place, how: Replacement): Json {
  const [step, ...further] = rest;
  if (step === undefined) return leadsDeeper(value, place, how.places) ? value : how.mask;
  if (step === null) {
    return Array.isArray(value) ? value.map((item) => replaceAt(item, further, place, how)) : value;
  }
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([name, inner]): [string, Json] => [
    name,
    name === step ? replaceAt(inner, further, place, how) : inner,
  ]);
  return Object.fromEntries(entries);
}

/** One branch may call a place secret and another only what is inside it, as in Airbyte's case "array2". */
function leadsDeeper(value: Json, place: Place, places: readonly Place[]): boolean {
  const isInside = (step: string | null | undefined): boolean =>
    Array.isArray(value) ? step === null : isJsonObject(value) && typeof step === 'string';
  return places.some((other) => place.every((step, index) => other[index] === step) && isInside(other[place.length]));
}

/** Whether a secret is null, a list or an object: the server cannot store that, though a specification may allow it. */
export function hasUnstorableSecret(configuration: Json, places: readonly Place[]): boolean {
  return places.some((place) =>
    valuesAt(configuration, place).some((value) => typeof value === 'object' && !leadsDeeper(value, place, places)),
  );
}

function valuesAt(value: Json, [step, ...rest]: Place): readonly Json[] {
  if (step === undefined) return [value];
  if (step === null) return Array.isArray(value) ? value.flatMap((item) => valuesAt(item, rest)) : [];
  const inner = isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  return inner === undefined ? [] : valuesAt(inner, rest);
}
