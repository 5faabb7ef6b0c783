import { type Configuration, type ConfigurationValue, isConfiguration, Secret, secretLabel } from './configuration.ts';
import { isJsonObject, type Json, type JsonObject, type JsonScalar } from './json.ts';

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
  return openMembers(configuration, branchesOf(specification));
}

function openMembers(members: Configuration, nodes: readonly JsonObject[]): Configuration {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name, open(value, memberNodes(nodes, name))]),
  );
}

function open(value: ConfigurationValue, nodes: readonly JsonObject[]): ConfigurationValue {
  if (isSecretNode(nodes)) return sealed(value, nodes);
  if (Array.isArray(value)) return value.map((item: ConfigurationValue) => open(item, itemNodes(nodes)));
  if (isConfiguration(value)) return openMembers(value, nodes);
  return value instanceof Secret && nodes.length > 0 ? opened(value, nodes) : value;
}

/** Whatever stands at a secret path, whole lists and objects included. */
function sealed(value: ConfigurationValue, nodes: readonly JsonObject[]): ConfigurationValue {
  if (value instanceof Secret) return withSafeLabel(value);
  if (Array.isArray(value)) return value.map((item: ConfigurationValue) => sealed(item, itemNodes(nodes)));
  if (isConfiguration(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, sealed(inner, memberNodes(nodes, name))]),
    );
  }
  // What could not be sent as what it is stays as it is.
  return value !== null && typedText(String(value), nodes) === value ? new Secret(String(value), secretLabel) : value;
}

/** Anything but one plain reference may have a part of the secret in its text, a default for instance. */
function withSafeLabel(secret: Secret): Secret {
  return plainReference.test(secret.label) ? secret : new Secret(secret.reveal(), secretLabel);
}

function isSecretNode(nodes: readonly JsonObject[]): boolean {
  return nodes.some((node) => Object.hasOwn(node, 'airbyte_secret'));
}

/** A scalar that is one whole reference takes the type that the specification asks for. */
function opened(secret: Secret, nodes: readonly JsonObject[]): ConfigurationValue {
  return wholeReference.test(secret.label) ? typedText(secret.reveal(), nodes) : secret.reveal();
}

/** A number or a boolean where the specification asks for one and the text is one; the text itself otherwise. */
function typedText(text: string, nodes: readonly JsonObject[]): JsonScalar {
  const types = nodes.flatMap(({ type }) => type ?? []);
  if (types.includes('string')) return text;
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  const number = text.trim() === '' ? Number.NaN : Number(text);
  // One that is too large to be exact stays text: the server refuses that, and stores no other number.
  if (types.includes('integer') && Number.isSafeInteger(number)) return number;
  return types.includes('number') && Number.isFinite(number) ? number : text;
}

/** Each node with the branches of its combinations, however deep. */
function withBranches(nodes: readonly JsonObject[]): readonly JsonObject[] {
  return nodes.flatMap(branchesOf);
}

// Thousands of configurations have one specification: its nodes are unfolded once.
const knownBranches = new WeakMap<JsonObject, readonly JsonObject[]>();

function branchesOf(node: JsonObject): readonly JsonObject[] {
  const known = knownBranches.get(node);
  if (known !== undefined) return known;
  const branches = [node, ...withBranches(combinations.flatMap((name) => objects(node[name])))];
  knownBranches.set(node, branches);
  return branches;
}

// The same for lists of nodes: those of the root and of its members are one object each.
const knownMembers = new WeakMap<readonly JsonObject[], Map<string, readonly JsonObject[]>>();

function memberNodes(nodes: readonly JsonObject[], name: string): readonly JsonObject[] {
  const members = knownMembers.get(nodes) ?? new Map<string, readonly JsonObject[]>();
  knownMembers.set(nodes, members);
  const known = members.get(name) ?? findMembers(nodes, name);
  members.set(name, known);
  return known;
}

function findMembers(nodes: readonly JsonObject[], name: string): readonly JsonObject[] {
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
  // The longest first: one secret may be a part of another.
  const spellings = secretsIn(configuration).flatMap(spellingsOf);
  const sorted = [...new Set(spellings)].sort((left, right) => right.length - left.length);
  if (sorted.length === 0) return text;
  return text.replace(new RegExp(sorted.map(literally).join('|'), 'g'), secretLabel);
}

/** How a server may quote a secret: whole or by the line, as it is, in JSON, in JSON inside of JSON, in an address, in base64. */
function spellingsOf(secret: string): readonly string[] {
  const lines = secret.split('\n').map((line) => line.trim());
  const quoted = [secret, ...lines.filter(isTelling)].flatMap((text) => {
    const inJson = JSON.stringify(text).slice(1, -1);
    // Half of a character is none that an address could have.
    const inAddress = encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\ufffd'));
    return [text, inJson, JSON.stringify(inJson).slice(1, -1), inAddress];
  });
  return [...quoted, ...base64Spellings(secret)];
}

/** In both alphabets, without what fills them up. */
function base64Spellings(text: string): readonly string[] {
  const bytes = new TextEncoder().encode(text);
  const plain = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')).replace(/=+$/, '');
  return [plain, plain.replaceAll('+', '-').replaceAll('/', '_')];
}

/** Very short ones are left out: replacing them would make any text unreadable, and give them away. */
function isTelling(text: string): boolean {
  return text.length >= 4;
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function secretsIn(value: ConfigurationValue): readonly string[] {
  if (value instanceof Secret) return [value.reveal()].filter(isTelling);
  if (Array.isArray(value)) return value.flatMap(secretsIn);
  return isConfiguration(value) ? Object.values(value).flatMap(secretsIn) : [];
}

/** A configuration for the wire with its true secrets, in the types that the specification asks for. */
export function revealed(configuration: Configuration, specification: JsonObject): JsonObject {
  return revealedMembers(configuration, branchesOf(specification));
}

function revealedMembers(members: Configuration, nodes: readonly JsonObject[]): JsonObject {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name, revealedValue(value, memberNodes(nodes, name))]),
  );
}

function revealedValue(value: ConfigurationValue, nodes: readonly JsonObject[]): Json {
  if (value instanceof Secret) return typedText(value.reveal(), nodes);
  if (Array.isArray(value)) return value.map((item: ConfigurationValue) => revealedValue(item, itemNodes(nodes)));
  return isConfiguration(value) ? revealedMembers(value, nodes) : (value as Json);
}

/**
 * A configuration for the wire with `mask` in place of each secret that an update leaves as it is stored, and with the
 * true secret where the server would store the mask itself.
 *
 * @see API §2.2: the server looks through `properties`; at a combination only through the branches that the
 *   configuration satisfies, and not at the `properties` beside it; never into lists. And the mask has to satisfy the
 *   schema of the secret
 */
export function masked(configuration: Configuration, specification: JsonObject, mask: string): JsonObject {
  return maskedMembers(configuration, { copied: specification, all: [specification] }, mask);
}

/** What is known of an object: the node through which the server copies secrets, and every node that describes it. */
interface Known {
  readonly copied: JsonObject;
  readonly all: readonly JsonObject[];
}

function maskedMembers(members: Configuration, { copied, all }: Known, mask: string): JsonObject {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => {
      const nodes = copiedNodes(copied, members, name);
      const described = memberNodes(all, name);
      if (value instanceof Secret && takesMask(nodes, mask)) return [name, mask];
      const [only, ...others] = nodes;
      return isConfiguration(value) && only !== undefined && others.length === 0
        ? [name, maskedMembers(value, { copied: only, all: described }, mask)]
        : [name, revealedValue(value, described)];
    }),
  );
}

/**
 * The nodes through which the server would look for a member when it copies secrets. None if it might not look: which
 * branch an object satisfies is for the server to say, so all that it could satisfy must know the member.
 */
function copiedNodes(node: JsonObject, members: Configuration, name: string): readonly JsonObject[] {
  const combination = combinations.find((word) => Object.hasOwn(node, word));
  if (combination === undefined) {
    const { properties } = node;
    return isJsonObject(properties) && Object.hasOwn(properties, name) ? objects(properties[name]) : [];
  }
  const branches = objects(node[combination]).filter((branch) => mayBeSatisfied(branch, members));
  const found = branches.map((branch) => copiedNodes(branch, members, name));
  return found.every((nodes) => nodes.length > 0) ? found.flat() : [];
}

/** False when a required member is missing, or one has another value than the branch allows: its discriminator. */
function mayBeSatisfied({ properties, required }: JsonObject, members: Configuration): boolean {
  const isComplete = !Array.isArray(required) || required.every((name) => Object.hasOwn(members, String(name)));
  return (
    isComplete &&
    Object.entries(isJsonObject(properties) ? properties : {}).every(([name, schema]) => {
      if (!isJsonObject(schema) || !Object.hasOwn(members, name)) return true;
      const value = members[name];
      if (typeof value === 'object') return true;
      const allowed = Object.hasOwn(schema, 'const') ? [schema.const] : schema.enum;
      return !Array.isArray(allowed) || allowed.includes(value);
    })
  );
}

function takesMask(nodes: readonly JsonObject[], mask: string): boolean {
  return nodes.length > 0 && nodes.every((node) => node.airbyte_secret === true && isSatisfied(node, mask));
}

/** True only if nothing in the schema of a text could refuse this one. */
function isSatisfied({ type = 'string', minLength, maxLength, ...others }: JsonObject, text: string): boolean {
  return (
    [type].flat().includes('string') &&
    ['pattern', 'format', 'enum', 'const'].every((word) => !Object.hasOwn(others, word)) &&
    (typeof minLength !== 'number' || minLength <= text.length) &&
    (typeof maxLength !== 'number' || maxLength >= text.length)
  );
}
