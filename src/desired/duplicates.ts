import { type Issue, originAt } from '../model/issue.ts';
import { groupedBy } from '../util/group.ts';
import type { Declaration } from './declaration.ts';
import { anError } from './finding.ts';
import type { Places } from './places.ts';

/** Findings for keys and names that are given to two declarations; each names both places. */
export function findDuplicates(declarations: readonly Declaration[], places: Places): readonly Issue[] {
  const byKey = groupedBy(declarations, ({ kind, key }) => `${kind}/${key}`);
  const distinct = [...byKey.values()].flatMap((group) => group.slice(0, 1));
  const byName = groupedBy(distinct.filter(isNamed), nameIdentity);
  return [
    ...[...byKey.values()].flatMap((group) => repeats(group, places, duplicateKey)),
    ...[...byName.values()].flatMap((group) => repeats(group, places, duplicateName)),
  ];
}

interface Description {
  /** The key of the file that is to blame. */
  readonly member: 'key' | 'name';
  readonly rule: string;
  readonly message: (declaration: Declaration, firstPlace: string) => string;
  readonly hint: string;
}

function repeats(group: readonly Declaration[], places: Places, description: Description): readonly Issue[] {
  const { member, rule, message, hint } = description;
  const [first, ...others] = group;
  if (first === undefined) {
    return [];
  }
  return others.map((declaration) => {
    const at = places.ofValue(originAt(first.origin, member));
    const words = message(declaration, `${at.file}:${at.line}`);
    return anError(rule, words, { place: places.ofValue(originAt(declaration.origin, member)), hint });
  });
}

const duplicateKey: Description = {
  member: 'key',
  rule: 'duplicate-key',
  message: ({ kind, key }, firstPlace) => `${kind} "${key}" is declared twice, first in ${firstPlace}`,
  hint: 'give one of them another "key:"; without it the name of the file is the key',
};

const duplicateName: Description = {
  member: 'name',
  rule: 'duplicate-name',
  message: (declaration, firstPlace) => {
    const isAlone = declaration.kind === 'connection' || declaration.kind === 'definition';
    const what = `${declaration.kind}s${isAlone ? '' : ' of the same definition'}`;
    return `two ${what} have the name "${nameOf(declaration)}", the first in ${firstPlace}`;
  },
  hint: 'give one of them another "name:"; airplan finds them on the server by it',
};

// Catalogs have no name: they exist in files only.
function isNamed({ kind, document }: Declaration): boolean {
  return kind !== 'catalog' && document !== undefined;
}

function nameIdentity(declaration: Declaration): string {
  const { kind, document } = declaration;
  if (kind === 'definition') return JSON.stringify([kind, document?.for, nameOf(declaration)]);
  const definition = kind === 'source' || kind === 'destination' ? document?.definition : undefined;
  return JSON.stringify([kind, definition, nameOf(declaration)]);
}

/** As Airbyte shows it; the key when the file gives no name. */
export function nameOf({ key, document }: Pick<Declaration, 'key' | 'document'>): string {
  return document !== undefined && 'name' in document ? (document.name ?? key) : key;
}
