import { type Configuration, type ConfigurationValue, isConfiguration, Secret, secretLabel } from './configuration.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';

/*
 * What counts as a secret is decided here and nowhere else: what the connector's specification marks, in every branch
 * of a combination, in lists and in nested objects, as the server does when it masks (API §2.2).
 */

const combinations = ['oneOf', 'anyOf', 'allOf'] as const;
const plainReference = /^\$\{(env|var|file):[^}:]*\}$/;
const wholeReference = /^\$\{(env|var|file):[^}]*\}$/;

/**
 * A configuration whose secrets are those of the specification: strings at secret paths become secrets, references
 * elsewhere become the values that they stand for, in the type that the specification asks for.
 *
 * What the specification does not know stays sealed if it came out of a reference.
 */
export function openConfiguration(configuration: Configuration, specification: JsonObject): Configuration {
  return openMembers(configuration, [specification]);
}

function openMembers(members: Configuration, nodes: readonly JsonObject[]): Configuration {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name, open(value, memberNodes(nodes, name))]),
  );
}

function open(value: ConfigurationValue, nodes: readonly JsonObject[]): ConfigurationValue {
  if (Array.isArray(value)) return value.map((item: ConfigurationValue) => open(item, itemNodes(nodes)));
  if (isConfiguration(value)) return openMembers(value, nodes);
  if (isSecretNode(nodes)) return sealed(value);
  return value instanceof Secret && nodes.length > 0 ? typed(value, nodes) : value;
}

/** Anything but one plain reference may have a part of the secret in its text, a default for instance. */
function sealed(value: ConfigurationValue): ConfigurationValue {
  if (typeof value === 'string') return new Secret(value, secretLabel);
  if (!(value instanceof Secret) || plainReference.test(value.label)) return value;
  return new Secret(value.reveal(), secretLabel);
}

function isSecretNode(nodes: readonly JsonObject[]): boolean {
  return nodes.some((node) => Object.hasOwn(node, 'airbyte_secret'));
}

/** A scalar that is one whole reference takes the type that the specification asks for. */
function typed(secret: Secret, nodes: readonly JsonObject[]): ConfigurationValue {
  const text = secret.reveal();
  const types = nodes.flatMap(({ type }) => type ?? []);
  if (!wholeReference.test(secret.label) || types.includes('string')) return text;
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  const isNumeric = text.trim() !== '' && Number.isFinite(Number(text));
  if (types.includes('integer') && isNumeric && Number.isInteger(Number(text))) return Number(text);
  return types.includes('number') && isNumeric ? Number(text) : text;
}

/** Each node with the branches of its combinations, however deep. */
function withBranches(nodes: readonly JsonObject[]): readonly JsonObject[] {
  return nodes.flatMap((node) => [node, ...withBranches(combinations.flatMap((name) => objects(node[name])))]);
}

function memberNodes(nodes: readonly JsonObject[], name: string): readonly JsonObject[] {
  const found = withBranches(nodes).flatMap(({ properties, additionalProperties }) => {
    if (isJsonObject(properties) && Object.hasOwn(properties, name)) return objects(properties[name]);
    return objects(additionalProperties);
  });
  return withBranches(found);
}

function itemNodes(nodes: readonly JsonObject[]): readonly JsonObject[] {
  return withBranches(withBranches(nodes).flatMap(({ items }) => objects(items)));
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return (Array.isArray(value) ? value : [value]).filter(isJsonObject);
}

/** Replaces every secret of a configuration in a text, such as a message that quotes what it is about. */
export function hideSecrets(text: string, configuration: Configuration): string {
  return secretsIn(configuration).reduce((shown, secret) => shown.replaceAll(secret, secretLabel), text);
}

/** Very short ones are left out: replacing them would make any text unreadable, and give them away. */
function secretsIn(value: ConfigurationValue): readonly string[] {
  if (value instanceof Secret) return value.reveal().length < 4 ? [] : [value.reveal()];
  if (Array.isArray(value)) return value.flatMap(secretsIn);
  return isConfiguration(value) ? Object.values(value).flatMap(secretsIn) : [];
}

/**
 * A configuration for the wire with its true secrets.
 */
export function revealed(value: Configuration): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, revealedValue(inner)]));
}

function revealedValue(value: ConfigurationValue): Json {
  if (value instanceof Secret) return value.reveal();
  if (Array.isArray(value)) return value.map(revealedValue);
  return isConfiguration(value) ? revealed(value) : (value as Json);
}

/**
 * A configuration for the wire with `mask` in place of each secret that an update leaves as it is stored, and with the
 * true secret where the server would store the mask itself.
 *
 * @see API §2.2: the server looks through `properties`, through the branches of a combination but then not at the
 *   `properties` beside it, and never into lists; and the mask has to satisfy the schema of the secret
 */
export function masked(configuration: Configuration, specification: JsonObject, mask: string): JsonObject {
  return Object.fromEntries(
    Object.entries(configuration).map(([name, value]) => {
      const nodes = copiedNodes(specification, name);
      if (value instanceof Secret) return [name, takesMask(nodes, mask) ? mask : value.reveal()];
      return [name, isConfiguration(value) ? maskedThrough(value, nodes, mask) : revealedValue(value)];
    }),
  );
}

function maskedThrough(value: Configuration, nodes: readonly JsonObject[], mask: string): JsonObject {
  const [only] = nodes;
  return only !== undefined && nodes.length === 1 ? masked(value, only, mask) : revealed(value);
}

/** The nodes through which the server would look for a member when it copies secrets. */
function copiedNodes(node: JsonObject, name: string): readonly JsonObject[] {
  const combination = combinations.find((word) => Object.hasOwn(node, word));
  if (combination !== undefined) return objects(node[combination]).flatMap((branch) => copiedNodes(branch, name));
  const { properties } = node;
  return isJsonObject(properties) && Object.hasOwn(properties, name) ? objects(properties[name]) : [];
}

function takesMask(nodes: readonly JsonObject[], mask: string): boolean {
  return (
    nodes.length > 0 &&
    nodes.every(
      ({ airbyte_secret: isSecret, pattern, minLength, maxLength, enum: allowed, format }) =>
        isSecret === true &&
        pattern === undefined &&
        allowed === undefined &&
        format === undefined &&
        (typeof minLength !== 'number' || minLength <= mask.length) &&
        (typeof maxLength !== 'number' || maxLength >= mask.length),
    )
  );
}
