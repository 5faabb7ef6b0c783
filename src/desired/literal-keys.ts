import { type Issue, type Origin, originAt, type Path } from '../model/issue.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import { anError } from './finding.ts';
import type { Places } from './places.ts';
import { hasReferences } from './reference-syntax.ts';

interface EncryptionKey {
  readonly path: Path;
  readonly key: string;
}

/** Warnings for keys of encryptions that stand in a file instead of a reference. */
export function findLiteralKeys(document: Json, origin: Origin, places: Places): readonly Issue[] {
  const literals = keysIn(document).filter(({ key }) => !hasReferences(key));
  return literals.map(({ path }) => {
    const place = places.ofKey(originAt(origin, ...path));
    const hint = 'write a reference, such as ${env:FIELD_KEY}, and take another key: this one is in the history';
    return {
      ...anError('literal-secret', 'the key of an encryption stands in the file', { place, hint }),
      severity: 'warning',
    };
  });
}

/** Places whose lines do not show the texts that `hidden` holds by then. */
export function hidingTexts({ ofValue, ofKey, ofEnd }: Places, hidden: readonly string[]): Places {
  const hide = (locate: Places['ofValue']): Places['ofValue'] => {
    return (origin) => {
      const place = locate(origin);
      const text = hidden.reduce((line, secret) => line.replaceAll(secret, '…'.repeat(secret.length)), place.lineText);
      return text === place.lineText ? place : { ...place, lineText: text };
    };
  };
  return { ofValue: hide(ofValue), ofKey: hide(ofKey), ofEnd: hide(ofEnd) };
}

/** The keys of encryptions that a document, valid or not, spells out, defaults of references included. */
export function literalKeyTexts(document: Json): readonly string[] {
  const texts = keysIn(document).filter(({ key }) => !plainReference.test(key));
  return texts.flatMap(({ key }) => key.split('\n')).filter(isTelling);
}

/** False for texts that are so short that hiding them would make a line unreadable, and give them away. */
export function isTelling(text: string): boolean {
  return text.trim().length >= shortest;
}

const plainReference = /^\$\{(env|var|file):[^}:]*\}$/;
const shortest = 4;

function keysIn(document: Json): readonly EncryptionKey[] {
  if (!isJsonObject(document)) return [];
  const { defaults, streams } = document;
  const listed = Array.isArray(streams)
    ? streams.map((stream, index): LocatedJson => [['streams', index], stream])
    : [];
  const settings: readonly LocatedJson[] = [[['defaults'], defaults], ...listed];
  return settings.flatMap(([path, stream]) => {
    const mappers = isJsonObject(stream) && Array.isArray(stream.mappers) ? stream.mappers : [];
    return mappers.flatMap((mapper: Json, index) => keyOf(mapper, [...path, 'mappers', index]));
  });
}

type LocatedJson = readonly [path: Path, value: Json | undefined];

function keyOf(mapper: Json, path: Path): readonly EncryptionKey[] {
  const configuration = isJsonObject(mapper) ? mapper.mapperConfiguration : undefined;
  const key = isJsonObject(configuration) ? configuration.key : undefined;
  if (typeof key !== 'string' || key === '') return [];
  return [{ path: [...path, 'mapperConfiguration', 'key'], key }];
}
