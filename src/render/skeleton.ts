import type { Connector } from '../model/connector.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { visible } from '../util/visible.ts';
import { branchesOf, fixedMembers, objectOr, pickValue, requiredOf, typesOf, withBranch } from './skeleton-value.ts';

const widestLine = 80;
const longestDescription = 240;

/**
 * A file to start from, made of a connector's specification: what is required first, secrets as references, the rest
 * commented out.
 */
export function renderSkeleton(connector: Connector, specification: JsonObject): string {
  const { kind, name, dockerRepository, dockerImageTag } = connector;
  const members = renderMembers(withBranch(specification), [
    dockerRepository.replace(/^.*\/(source|destination)-/, ''),
  ]);
  return [
    ...comment(`A ${kind} on ${name} ${dockerImageTag}, made from the connector's specification.`),
    ...comment('What is required comes first. A line like "#key: value" is optional: take its # away to set it.'),
    `kind: ${kind}`,
    `name: ${JSON.stringify(visible(name))}`,
    `definition: ${JSON.stringify(visible(dockerRepository))}`,
    ...(members.some((line) => !line.startsWith('#')) ? ['configuration:'] : ['configuration: {}']),
    ...members.map((line) => `  ${line}`),
  ].join('\n');
}

function renderMembers(node: JsonObject, path: readonly string[]): readonly string[] {
  const properties = objectOr(node.properties);
  const fixed = branchesOf(node).length > 0 ? [] : fixedMembers(node).map(([name]) => name);
  const required = [...new Set([...requiredOf(node), ...fixed])];
  const optional = Object.keys(properties).filter((name) => !required.includes(name));
  const render = (name: string) => renderMember(name, objectOr(properties[name]), [...path, name]);
  return [
    ...inTheirOrder(required, properties).flatMap((name) => {
      const { about, setting } = render(name);
      return [...about, ...setting];
    }),
    ...inTheirOrder(optional, properties)
      .filter((name) => objectOr(properties[name]).airbyte_hidden !== true)
      .flatMap((name) => {
        const { about, setting } = render(name);
        return [...about, ...setting.map((line) => `#${line}`)];
      }),
  ];
}

interface Member {
  readonly about: readonly string[];
  readonly setting: readonly string[];
}

function renderMember(name: string, node: JsonObject, path: readonly string[]): Member {
  const about = [...renderDescription(name, node), ...renderBranches(node)];
  const key =
    /^[A-Za-z_][\w-]*$/.test(name) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(name) ? name : quoted(name);
  const chosen = withBranch(node);
  if (node.airbyte_secret === true || !typesOf(chosen).includes('object')) {
    return { about, setting: [`${key}: ${JSON.stringify(toValue(chosen, path))}`] };
  }
  const members = renderMembers(chosen, path);
  const isEmpty = members.every((line) => line.startsWith('#'));
  return { about, setting: [isEmpty ? `${key}: {}` : `${key}:`, ...members.map((line) => `  ${line}`)] };
}

/** In one line, for what cannot be a block: items of lists. */
function toValue(node: JsonObject, path: readonly string[]): Json {
  if (node.airbyte_secret === true) return `\${env:${path.join('_').toUpperCase().replaceAll(/\W+/g, '_')}}`;
  const types = typesOf(node);
  if (types.includes('object')) {
    const properties = objectOr(node.properties);
    const names = [...new Set([...requiredOf(node), ...fixedMembers(node).map(([name]) => name)])];
    return Object.fromEntries(
      names.map((name) => [name, toValue(withBranch(objectOr(properties[name])), [...path, name])]),
    );
  }
  const value = pickValue(node);
  const isTooShort = Array.isArray(value) && value.length < Number(node.minItems ?? 0);
  return isTooShort && isJsonObject(node.items) ? [toValue(withBranch(node.items), path)] : value;
}

function renderDescription(name: string, { title, description }: JsonObject): readonly string[] {
  const words = [title, description].filter((it) => typeof it === 'string').map(plainText);
  const text = words.join(': ');
  const cut = text.length > longestDescription ? `${text.slice(0, longestDescription)}…` : text;
  return cut === '' || cut === name ? [] : comment(cut);
}

function renderBranches(node: JsonObject): readonly string[] {
  const branches = branchesOf(node).filter(({ properties }) => properties !== undefined);
  if (branches.length < 2) return [];
  return [...comment('One of:'), ...branches.flatMap((branch) => comment(describeBranch(branch), '#   '))];
}

function describeBranch(branch: JsonObject): string {
  const fixed = fixedMembers(branch);
  const others = requiredOf(branch).filter((name) => fixed.every(([known]) => known !== name));
  const choice = fixed.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ');
  const title = typeof branch.title === 'string' ? plainText(branch.title) : '';
  const needs = others.length === 0 ? '' : `, needs ${others.join(', ')}`;
  return `${choice === '' ? title : choice}${needs}${choice === '' || title === '' ? '' : ` (${title})`}`;
}

function plainText(text: string): string {
  return visible(
    text
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  );
}

/** Wrapped, so that it fits a terminal with some indentation. */
function comment(text: string, lead = '# '): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of visible(text).split(' ')) {
    if (line !== '' && line.length + word.length + 1 > widestLine - 8) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((it, index) => `${index === 0 ? lead : '#   '}${it}`);
}

function inTheirOrder(names: readonly string[], properties: JsonObject): readonly string[] {
  const orderOf = (name: string) => {
    const { order } = objectOr(properties[name]);
    return typeof order === 'number' ? order : Number.MAX_SAFE_INTEGER;
  };
  return [...names].sort((left, right) => orderOf(left) - orderOf(right));
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
