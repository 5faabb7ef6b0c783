import type { Connector } from '../model/connector.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { visible } from '../util/visible.ts';
import { textColumns, wrappedLines } from '../util/wrap.ts';
import { scalarText } from './skeleton-scalar.ts';
import {
  branchesOf,
  fixedMembers,
  objectOr,
  requiredOf,
  toReferenceName,
  toValue,
  typesOf,
  withBranch,
} from './skeleton-value.ts';

const longestDescription = 240;
/** Real specifications have five levels at most; one that is deeper than this is left to the reader. */
const deepest = 12;

/** What a skeleton is made of. */
export interface DescribedConnector {
  readonly connector: Connector;
  /** What files call it: no other connector of its kind answers to this. */
  readonly definition: string;
  readonly specification: JsonObject;
}

/**
 * A file to start from, made of a connector's specification: what is required first, secrets as references, the rest
 * commented out.
 */
export function renderSkeleton({ connector, definition, specification }: DescribedConnector): string {
  const { kind, id, name, dockerImageTag } = connector;
  const root = toReferenceName([definition === id ? name : definition.slice(definition.lastIndexOf('/') + 1)]);
  const members = renderMembers(withBranch(specification), { path: [root], indent: 2 });
  return [
    ...comment(`${kind === 'source' ? 'A source' : 'A destination'} on ${name} ${dockerImageTag}.`, 0),
    ...comment('Required settings come first; take away the # of any other to set it.', 0),
    ...comment('Values are defaults or examples; "change-me" where the connector has none.', 0),
    `kind: ${kind}`,
    `name: ${scalarText(name)}`,
    `definition: ${scalarText(definition)}`,
    ...mapping('configuration', members),
  ].join('\n');
}

interface Spot {
  readonly path: readonly string[];
  /** Columns in front of what is rendered. */
  readonly indent: number;
}

function renderMembers(node: JsonObject, { path, indent }: Spot): readonly string[] {
  const properties = objectOr(node.properties);
  const fixed = branchesOf(node).length > 0 ? [] : fixedMembers(node).map(([name]) => name);
  const required = [...new Set([...requiredOf(node), ...fixed])];
  const optional = Object.keys(properties).filter((name) => !required.includes(name));
  const at = (name: string) => objectOr(properties[name]);
  return [
    ...inTheirOrder(required, properties).flatMap((name) => {
      const { about, setting } = renderMember(name, at(name), { path: [...path, name], indent });
      return [...about, ...setting];
    }),
    ...inTheirOrder(optional, properties)
      .filter((name) => at(name).airbyte_hidden !== true)
      .flatMap((name) => {
        const { about, setting } = renderMember(name, at(name), { path: [...path, name], indent: indent + 1 });
        return [...about, ...setting.map((line) => `#${line}`)];
      }),
  ];
}

interface Member {
  readonly about: readonly string[];
  readonly setting: readonly string[];
}

function renderMember(name: string, node: JsonObject, spot: Spot): Member {
  const about = [...renderDescription(name, node, spot.indent), ...renderBranches(node, spot.indent)];
  const key = scalarText(name);
  const chosen = withBranch(node);
  const isBlock = node.airbyte_secret !== true && typesOf(chosen).includes('object') && spot.path.length < deepest;
  if (!isBlock) return { about, setting: [`${key}: ${inline(toValue(chosen, spot.path))}`] };
  const members = renderMembers(chosen, { path: spot.path, indent: spot.indent + 2 });
  return { about, setting: mapping(key, members) };
}

function mapping(key: string, members: readonly string[]): readonly string[] {
  const isEmpty = members.every((line) => line.startsWith('#'));
  const braces = members.length === 0 ? ' {}' : ' {} # take the {} away as well';
  return [`${key}:${isEmpty ? braces : ''}`, ...members.map((line) => `  ${line}`)];
}

function inline(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return scalarText(value);
  return `{${Object.entries(value)
    .map(([name, inner]) => `${scalarText(name)}: ${inline(inner)}`)
    .join(', ')}}`;
}

function renderDescription(name: string, { title, description }: JsonObject, indent: number): readonly string[] {
  const words = [title, description].filter((it) => typeof it === 'string').map(plainText);
  const text = shortened(words.filter((it) => it !== '').join(': '));
  return text === '' || text === name ? [] : comment(text, indent);
}

function renderBranches(node: JsonObject, indent: number): readonly string[] {
  const branches = branchesOf(node).filter(({ properties }) => properties !== undefined);
  if (branches.length < 2) return [];
  return [
    ...comment('One of:', indent),
    ...branches.flatMap((branch) => comment(describeBranch(branch), indent, ['#   ', '#     '])),
  ];
}

function describeBranch(branch: JsonObject): string {
  const fixed = fixedMembers(branch);
  const others = requiredOf(branch).filter((name) => fixed.every(([known]) => known !== name));
  const choice = fixed.map(([name, value]) => `${scalarText(name)}: ${inline(value)}`).join(', ');
  const title = typeof branch.title === 'string' ? shortened(plainText(branch.title)) : '';
  const isNews = title !== '' && !fixed.some(([, value]) => value === title);
  const needs = others.length === 0 ? '' : `, needs ${others.join(', ')}`;
  if (choice === '') return `${title === '' ? 'a form without a name' : title}${needs}`;
  return `${choice}${isNews ? ` (${title})` : ''}${needs}`;
}

function plainText(text: string): string {
  return text
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Whole words, as far as they fit. */
function shortened(text: string): string {
  const letters = [...text];
  if (letters.length <= longestDescription) return text;
  const start = letters.slice(0, longestDescription).join('');
  return `${start.replace(/ \S*$/, '')} …`;
}

function comment(text: string, indent: number, [lead, next] = ['# ', '# ']): readonly string[] {
  const lines = wrappedLines(visible(text), textColumns - indent - (next ?? '').length);
  return lines.map((line, index) => `${index === 0 ? lead : next}${line}`);
}

function inTheirOrder(names: readonly string[], properties: JsonObject): readonly string[] {
  const orderOf = (name: string) => {
    const { order } = objectOr(properties[name]);
    return typeof order === 'number' ? order : Number.MAX_SAFE_INTEGER;
  };
  return [...names].sort((left, right) => orderOf(left) - orderOf(right));
}
