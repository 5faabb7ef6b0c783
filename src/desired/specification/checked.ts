import { type Configuration, type ConfigurationValue, Secret, secretLabel } from '../../model/configuration.ts';
import type { Origin, Path } from '../../model/issue.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Places } from '../places.ts';
import { valueAt } from '../schema-paths.ts';

/** A configuration that is held against its connector's specification. */
export interface ConfigurationSubject {
  /** References resolved. */
  readonly configuration: Configuration;
  /** Of the configuration. */
  readonly origin: Origin;
  readonly specification: JsonObject;
  readonly places: Places;
}

/** The same while it is being checked. */
export interface Checked extends ConfigurationSubject {
  readonly opened: Configuration;
  /** What would be sent. Never shown. */
  readonly value: JsonObject;
}

/** What to call a value: `"port"`, `item 2 of "schemas"`. */
export function labelOf(path: Path, { value }: { readonly value: Json }): string {
  const last = path.at(-1);
  if (last === undefined) return 'the configuration';
  const isItem = typeof last === 'number' || Array.isArray(valueAt(value, path.slice(0, -1)));
  return isItem ? `item ${Number(last) + 1} of "${path.at(-2) ?? 'configuration'}"` : `"${last}"`;
}

/** What to show in place of a value that nobody may see; `undefined` when it may be seen. */
export function hiddenAt(path: Path, { configuration, opened }: Checked): string | undefined {
  const written = secretAt(configuration, path);
  if (written !== undefined) return /^\$\{(env|var|file):[^}:]*\}$/.test(written.label) ? written.label : secretLabel;
  return secretAt(opened, path) === undefined ? undefined : secretLabel;
}

function secretAt(value: ConfigurationValue, path: Path): Secret | undefined {
  let inner: ConfigurationValue | undefined = value;
  for (const step of path) {
    if (inner instanceof Secret || typeof inner !== 'object' || inner === null) break;
    inner = Object.hasOwn(inner, step) ? (Reflect.get(inner, step) as ConfigurationValue) : undefined;
  }
  return inner instanceof Secret ? inner : undefined;
}

/** A path to be compared with others. */
export function pathText(path: Path): string {
  return JSON.stringify(path);
}
