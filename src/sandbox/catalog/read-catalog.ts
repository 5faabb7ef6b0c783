import type { WireCatalog, WireStreamAndConfiguration } from '../../airbyte/wire.ts';
import type { ProfileRules } from '../profile.ts';
import type { StoredCatalog, StoredStream } from '../stored.ts';
import { aliasName } from './alias-name.ts';
import { hashedFields, maskMappers } from './mappers.ts';
import { fieldNames } from './stream-fields.ts';

/** Catalogs never change in place, and listing connections sends them all: the text of each is made once. */
const texts = new WeakMap<StoredCatalog, string>();

/** A stored catalog as reads of a connection show it, as JSON text. */
export function renderCatalog(catalog: StoredCatalog, rules: ProfileRules): string {
  const known = texts.get(catalog);
  if (known !== undefined) return known;
  const text = JSON.stringify(toWireCatalog(catalog, rules));
  texts.set(catalog, text);
  return text;
}

/** The same as a value. */
export function toWireCatalog(catalog: StoredCatalog, rules: ProfileRules): WireCatalog {
  return { streams: catalog.streams.map((stream) => toWireStream(stream, rules)) };
}

function toWireStream(stored: StoredStream, rules: ProfileRules): WireStreamAndConfiguration {
  const { name, ...head } = stored.stream;
  return {
    stream: { name: String(name), jsonSchema: stored.jsonSchema, ...head },
    config: {
      syncMode: stored.syncMode,
      destinationSyncMode: stored.destinationSyncMode,
      cursorField: stored.cursorField,
      primaryKey: stored.primaryKey,
      aliasName: aliasName(String(name)),
      selected: true,
      suggested: false,
      fieldSelectionEnabled: stored.isFieldSelectionEnabled,
      selectedFields: selectedFields(stored),
      hashedFields: hashedFields(stored.mappers),
      mappers: maskMappers(stored.mappers),
      ...(rules.hasFiles ? { includeFiles: stored.includeFiles } : {}),
      ...(stored.destinationObjectName === undefined ? {} : { destinationObjectName: stored.destinationObjectName }),
    },
  };
}

/** Rebuilt from what is left of the schema, so in its order of keys. */
function selectedFields(stored: StoredStream): readonly { readonly fieldPath: readonly string[] }[] {
  return stored.isFieldSelectionEnabled ? fieldNames(stored.jsonSchema).map((name) => ({ fieldPath: [name] })) : [];
}
