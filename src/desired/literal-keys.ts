import { Secret } from '../model/configuration.ts';
import type { VariableValue } from '../model/environment.ts';
import { type Issue, type Origin, originAt, type Path, type Place } from '../model/issue.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import { anError } from './finding.ts';
import type { Places } from './places.ts';
import { type Piece, parseReferences } from './reference-syntax.ts';

interface EncryptionKey {
  readonly path: Path;
  readonly key: string;
}

export interface KeySearch {
  /** Of the document. */
  readonly origin: Origin;
  readonly places: Places;
  readonly variables: Variables;
}

type Variables = Readonly<Record<string, VariableValue>>;

/** Warnings for keys of encryptions that files spell out, as texts, as defaults of references or as variables. */
export function findLiteralKeys(document: Json, { origin, places, variables }: KeySearch): readonly Issue[] {
  return keysIn(document).flatMap(({ path, key }) => {
    const pieces = parseReferences(key);
    const told = pieces.every(({ type }) => type === 'text')
      ? 'the key of an encryption stands in the file'
      : pieces.map((piece) => wordsOnSpelling(piece, variables)).find((words) => words !== undefined);
    if (told === undefined) return [];
    const place = withoutValue(places.ofKey(originAt(origin, ...path)), places.ofValue(originAt(origin, ...path)));
    const hint = 'write a reference, such as ${env:FIELD_KEY}, and take another key: this one is in the history';
    return { ...anError('literal-secret', told, { place, hint }), severity: 'warning' };
  });
}

/** The line without the value on it: short ones are not taken out of every line. */
function withoutValue(place: Place, value: Place): Place {
  if (place.line !== value.line || place.file !== value.file) return place;
  const { lineText } = place;
  const start = value.column - 1;
  return { ...place, lineText: `${lineText.slice(0, start)}…${lineText.slice(start + value.length)}` };
}

function wordsOnSpelling(piece: Piece, variables: Variables): string | undefined {
  if (piece.type === 'env')
    return piece.fallback ? 'the default of a reference is the key of an encryption' : undefined;
  const value = piece.type === 'var' && Object.hasOwn(variables, piece.name) ? variables[piece.name] : undefined;
  const isSpelled = value instanceof Secret ? value.revealDefaults() !== '' : value !== undefined;
  return isSpelled ? `airplan.yaml spells out the key of an encryption, as a variable` : undefined;
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
