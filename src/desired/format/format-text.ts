import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  stringify,
  visit,
} from 'yaml';

import projectSchema from '../../../schemas/airplan.schema.json' with { type: 'json' };
import type { JsonObject } from '../../model/json.ts';
import { documentKinds } from '../documents.ts';
import { inlinedSchema } from '../inlined-schema.ts';
import { projectFile } from '../project.ts';
import { documentSchema } from '../schemas.ts';
import { yamlOptions } from '../yaml.ts';
import { orderKeys } from './key-order.ts';

/** A list or mapping in brackets that is longer than this is written in lines. */
const longestInBrackets = 100;
/** Where text is already folded over lines, it is folded here. */
const foldedColumns = 120;

/**
 * The text of a file in airplan's own style: keys in the order of the reference, two spaces a level, one blank line
 * at most, brackets as Prettier writes them. Comments stay with what they are about.
 *
 * @param text - valid YAML
 */
export function formatText(file: string, text: string): string {
  const documents = parseAllDocuments(text.replaceAll('\r\n', '\n'), yamlOptions).filter(
    (document): document is Document.Parsed => 'contents' in document,
  );
  const printed = documents.map((document) => printDocument(document, schemaOf(file, document)));
  return withoutPaddedLists(printed.map((one, index) => separated(one, index)).join(''));
}

function separated(printed: string, index: number): string {
  return index === 0 || printed.startsWith('---') ? printed : `---\n${printed}`;
}

function printDocument(document: Document.Parsed, schema: JsonObject): string {
  const found = look(document);
  // An alias has to stay behind its anchor.
  if (!found.hasAlias) orderKeys(document.contents, schema);
  return document.toString({ lineWidth: found.isFolded ? foldedColumns : 0, flowCollectionPadding: true });
}

/** Writes what is too long for brackets in lines, and looks at what decides over the rest. */
function look(document: Document.Parsed): { readonly hasAlias: boolean; readonly isFolded: boolean } {
  let [hasAlias, isFolded] = [false, false];
  visit(document, (_key, node) => {
    if (isAlias(node)) hasAlias = true;
    if (isScalar(node)) isFolded ||= node.type === 'BLOCK_FOLDED';
    if (isCollection(node) && node.flow === true && isTooLong(node.toJSON())) node.flow = false;
  });
  return { hasAlias, isFolded };
}

function isTooLong(value: unknown): boolean {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).length > longestInBrackets;
}

function schemaOf(file: string, { contents }: Document.Parsed): JsonObject {
  if (file === projectFile) return inlinedSchema(projectSchema);
  const named: unknown = isMap(contents) ? contents.get('kind') : undefined;
  const kind = documentKinds.find((one) => one === named);
  return kind === undefined ? {} : documentSchema(kind);
}

/** The library pads `[ a ]` where it pads `{ a: 1 }`. */
function withoutPaddedLists(text: string): string {
  const spaces: number[] = [];
  for (const document of parseAllDocuments(text, yamlOptions)) {
    if (!('contents' in document)) continue;
    visit(document, (_key, node) => {
      if (!isSeq(node) || node.flow !== true || node.range == null) return;
      const [start, end] = [node.range[0], node.range[1]];
      if (text.startsWith('[ ', start)) spaces.push(start + 1);
      if (text.slice(0, end).endsWith(' ]')) spaces.push(end - 2);
    });
  }
  return [...spaces, text.length]
    .sort((left, right) => left - right)
    .map((end, index, ends) => text.slice(index === 0 ? 0 : (ends[index - 1] ?? 0) + 1, end))
    .join('');
}
