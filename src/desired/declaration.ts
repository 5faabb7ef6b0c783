import { type Issue, type Origin, originAt } from '../model/issue.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { ActorKind } from '../model/resource.ts';
import { findClosest } from '../util/suggest.ts';
import {
  type ActorDocument,
  type CatalogDocument,
  type ConnectionDocument,
  type DefinitionDocument,
  type DocumentKind,
  documentKinds,
} from './documents.ts';
import { anError, didYouMean } from './finding.ts';
import type { Places } from './places.ts';
import { documentSchema, fitsSchema } from './schemas.ts';
import { checkDocument } from './violations.ts';

interface DeclarationOf<Kind extends DocumentKind, Content> {
  readonly kind: Kind;
  /** As given, or the file's name without its ending. */
  readonly key: string;
  readonly origin: Origin;
  /** Absent when it breaks its schema; its key is known nevertheless, so that nothing else seems to be missing. */
  readonly document: Content | undefined;
}

export type DefinitionDeclaration = DeclarationOf<'definition', DefinitionDocument>;
export type ActorDeclaration<Kind extends ActorKind = ActorKind> = DeclarationOf<Kind, ActorDocument>;
export type CatalogDeclaration = DeclarationOf<'catalog', CatalogDocument>;
export type ConnectionDeclaration = DeclarationOf<'connection', ConnectionDocument>;

/** One document of a resource file. */
export type Declaration =
  | DefinitionDeclaration
  | ActorDeclaration<'source'>
  | ActorDeclaration<'destination'>
  | CatalogDeclaration
  | ConnectionDeclaration;

/**
 * Holds a document against the schema of its kind.
 *
 * @returns `undefined` when it does not say what it describes; adds what is wrong to `issues`
 */
export function readDeclaration(value: Json, origin: Origin, places: Places, issues: Issue[]): Declaration | undefined {
  const kind = readKind(value, origin, places, issues);
  if (kind === undefined || !isJsonObject(value)) {
    return undefined;
  }
  const found = fitsSchema(kind, value)
    ? []
    : checkDocument(documentSchema(kind), { value, origin, title: kind, places });
  issues.push(...found);
  const key = typeof value.key === 'string' && value.key !== '' ? value.key : defaultKey(origin.file);
  return { kind, key, origin, document: found.length > 0 ? undefined : value } as unknown as Declaration;
}

/** The key of a resource whose file gives none: the file's name without its ending. */
export function defaultKey(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1).replace(/\.ya?ml$/i, '');
}

function readKind(value: Json, origin: Origin, places: Places, issues: Issue[]): DocumentKind | undefined {
  if (!isJsonObject(value)) {
    const hint = `start with "kind:", one of: ${documentKinds.join(', ')}`;
    const place = places.ofValue(origin);
    issues.push(anError('wrong-type', 'a resource must be a mapping of keys to values', { place, hint }));
    return undefined;
  }
  const kind = documentKinds.find((known) => known === value.kind);
  if (kind === undefined) {
    issues.push(kindIssue(value, origin, places));
  }
  return kind;
}

function kindIssue({ kind, type }: JsonObject, origin: Origin, places: Places): Issue {
  const isManifest = type === 'DeclarativeSource';
  const place = places.ofValue(originAt(origin, 'kind'));
  if (kind === undefined) {
    const hint = isManifest
      ? 'it looks like the manifest of a connector: end its name in ".manifest.yaml"'
      : `add "kind:", one of: ${documentKinds.join(', ')}`;
    return anError('missing-key', 'this document does not say what it describes', { place, hint });
  }
  const hint = didYouMean(findClosest(String(kind), documentKinds), 'kinds', documentKinds);
  return anError('unknown-kind', `there is no kind ${JSON.stringify(kind)}`, { place, hint });
}
