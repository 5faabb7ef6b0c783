import { type ConfigurationValue, isConfiguration, Secret, secretLabel } from '../model/configuration.ts';
import type { Path, PathStep } from '../model/issue.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { DesiredActor } from '../model/resource.ts';
import { openConfiguration } from '../model/secrets.ts';
import { pathId } from './patched-places.ts';
import { parseReferences } from './reference-syntax.ts';

/** True for a value of a configuration that nobody may see; the path is that in the configuration. */
export type IsHidden = (value: Json, path: Path) => boolean;

/**
 * What to hide of a configuration: secrets that are more than a reference.
 *
 * @param specification - says what is secret. Without it names have to do: too much is hidden rather than too little
 */
export function hiddenValues(actor: DesiredActor, specification: JsonObject | undefined): IsHidden {
  if (specification === undefined)
    return (value, path) => !isPlain(value) && (soundsSecret(path) || looksSecret(value));
  const hidden = new Set(sealedPaths(openConfiguration(actor.configuration, specification), []).map(pathId));
  return (_value, path) => hidden.has(pathId(path));
}

function sealedPaths(value: ConfigurationValue, path: Path): readonly Path[] {
  if (value instanceof Secret) return value.label === secretLabel ? [path] : [];
  return membersOf(value).flatMap(([step, inner]) => sealedPaths(inner, [...path, step]));
}

function membersOf(value: ConfigurationValue): readonly (readonly [PathStep, ConfigurationValue])[] {
  if (Array.isArray(value)) return value.map((item: ConfigurationValue, index) => [index, item] as const);
  return isConfiguration(value) ? Object.entries(value) : [];
}

/** For what is shown only: what is a secret to a server, specifications alone say. */
function soundsSecret(path: Path): boolean {
  const name = path.findLast((step) => typeof step === 'string');
  return /pass|secret|token|key|credential|cert|private|salt|signature|dsn|account_?info|connection_?string/i.test(
    String(name),
  );
}

/** An address with a password in it, or a key in PEM form. */
function looksSecret(value: Json): boolean {
  return typeof value === 'string' && /:\/\/[^/\s]*:[^/\s]*@|-----BEGIN /.test(value);
}

/** One reference and nothing beside it, or no text at all. */
export function isPlain(value: Json): boolean {
  if (typeof value !== 'string') return typeof value === 'boolean' || value === null;
  const [only, ...others] = parseReferences(value);
  return only === undefined || (others.length === 0 && (only.type === 'env' || only.type === 'file'));
}
