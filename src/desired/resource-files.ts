import type { Issue } from '../model/issue.ts';
import { sortedBy } from '../util/sort.ts';
import { type Declaration, defaultKey, readDeclaration } from './declaration.ts';
import type { ProjectFiles } from './files.ts';
import { anError, startOfFile } from './finding.ts';
import { findLiteralKeys, hidingTexts, isTelling, type KeySearch, literalKeyTexts } from './literal-keys.ts';
import { findMisplacedReferences } from './misplaced-references.ts';
import { documentId, type Overlay, patchedPlaces } from './patched-places.ts';
import { findStrayPatches, type Patches, patchDocument } from './patches.ts';
import { type Places, placesIn } from './places.ts';
import { decodeText } from './text.ts';
import { readWaivers, type Waiver } from './waivers.ts';
import { readYamlFile } from './yaml-file.ts';

/** All that the resource files declare. */
export interface Declarations {
  /** Sorted by file, in the order of their documents. */
  readonly all: readonly Declaration[];
  /** Keys that files may declare which could not be read; nobody should be told that these do not exist. */
  readonly unreadableKeys: ReadonlySet<string>;
  readonly places: Places;
  readonly waivers: readonly Waiver[];
  readonly issues: readonly Issue[];
}

/** How many files are open at once, at most. */
const filesAtOnce = 64;

/**
 * Reads every YAML file of a folder; hidden files and folders are left out.
 *
 * @returns `undefined` when there is no such folder
 */
export async function readResourceFiles(
  files: ProjectFiles,
  folder: string,
  { patches, variables }: { readonly patches: Patches; readonly variables: KeySearch['variables'] },
): Promise<Declarations | undefined> {
  const names = await files.list(folder);
  if (names === undefined) {
    return undefined;
  }
  const issues: Issue[] = [];
  const { texts, unreadable } = await readTexts(files, sortedBy(names.filter(isResourceFile), String), issues);
  const unreadableKeys = new Set(unreadable.map(defaultKey));
  const hidden: string[] = [];
  const overlays = new Map<string, Overlay>();
  const places = hidingTexts(patchedPlaces(placesIn(texts), patches.places, overlays), hidden);
  const { waivers, issues: waiverIssues } = readWaivers(texts);
  issues.push(...waiverIssues, ...patches.issues);
  const all: Declaration[] = [];
  for (const [file, text] of texts) {
    const yaml = readYamlFile(file, text);
    issues.push(...yaml.issues);
    if (yaml.issues.length > 0) {
      unreadableKeys.add(defaultKey(file));
    }
    for (const { index, value: written } of yaml.documents) {
      const origin = { file, document: index, path: [] };
      const { value, overlay, retired, issues: patchIssues } = patchDocument(written, file, patches);
      if (overlay !== undefined) overlays.set(documentId(origin), overlay);
      issues.push(...patchIssues);
      hidden.push(...retired.filter(isTelling), ...literalKeyTexts(written), ...literalKeyTexts(value));
      const declaration = readDeclaration(value, origin, places, issues);
      issues.push(...findLiteralKeys(value, { origin, places, variables }));
      issues.push(...findMisplacedReferences(value, origin, places));
      if (declaration === undefined) {
        unreadableKeys.add(defaultKey(file));
      } else {
        all.push(declaration);
      }
    }
  }
  issues.push(...findStrayPatches(patches, all, unreadableKeys));
  return { all, unreadableKeys, places, waivers: [...waivers, ...patches.waivers], issues };
}

/** Any YAML file that is not hidden. */
export function isResourceFile(file: string): boolean {
  return (
    /\.ya?ml$/i.test(file) &&
    // Files of definitions say which of these are whose.
    !/\.manifest\.ya?ml$/i.test(file) &&
    !file.split('/').some((step) => step.startsWith('.') && step !== '.' && step !== '..')
  );
}

async function readTexts(files: ProjectFiles, names: readonly string[], issues: Issue[]) {
  const texts = new Map<string, string>();
  const unreadable: string[] = [];
  for (let start = 0; start < names.length; start += filesAtOnce) {
    const batch = names.slice(start, start + filesAtOnce);
    const contents = await Promise.all(batch.map((file) => files.read(file)));
    for (const [index, file] of batch.entries()) {
      const bytes = contents[index];
      const decoded = bytes === undefined ? { issue: vanished(file) } : decodeText(file, bytes);
      if ('text' in decoded) {
        texts.set(file, decoded.text);
      } else {
        issues.push(decoded.issue);
        unreadable.push(file);
      }
    }
  }
  return { texts, unreadable };
}

/** Listed, and not there: a link that leads nowhere, or a file that went meanwhile. */
function vanished(file: string): Issue {
  const hint = 'mend or delete the link: what its file declares is missing';
  return anError('missing-file', `"${file}" leads to a file that does not exist`, { place: startOfFile(file), hint });
}
