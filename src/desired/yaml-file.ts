import type { Issue } from '../model/issue.ts';
import type { Json } from '../model/json.ts';
import { anError, mostFindings, startOfFile } from './finding.ts';
import { readPlainYaml } from './plain-yaml.ts';
import { projectFile } from './project.ts';
import { sourceText } from './source-text.ts';
import { parseYaml } from './yaml.ts';
import { explainFaults } from './yaml-faults.ts';
import { readYamlValue } from './yaml-value.ts';

/** What a YAML file holds. */
export interface YamlFile {
  /** Without empty documents and without those that could not be read. */
  readonly documents: readonly { readonly index: number; readonly value: Json }[];
  readonly issues: readonly Issue[];
}

/** Reads all documents of a text; never throws. */
export function readYamlFile(file: string, text: string): YamlFile {
  const plain = readPlainYaml(text);
  return plain === undefined ? readAnyYaml(file, text) : { documents: [{ index: 0, value: plain }], issues: [] };
}

/** The same with the library, for any text. */
export function readAnyYaml(file: string, text: string): YamlFile {
  const source = sourceText(file, text);
  const documents: { readonly index: number; readonly value: Json }[] = [];
  const issues: Issue[] = [];
  for (const [index, { document, errors }] of parseYaml(text).entries()) {
    const fault = explainFaults(errors, source);
    if (fault !== undefined) {
      issues.push(fault);
    } else if (document !== undefined) {
      const value = readYamlValue(document, source, issues);
      documents.push({ index, value });
    }
  }
  const filled = documents.filter(({ value }) => value !== null);
  const found = filled.length === 0 && issues.length === 0 ? [emptyFile(file)] : issues.slice(0, mostFindings);
  return { documents: filled, issues: found };
}

function emptyFile(file: string): Issue {
  const hint =
    file === projectFile
      ? 'write "version: 1" and "environments" into it'
      : 'describe a resource in it, or delete the file';
  return anError('empty-file', `"${file}" is empty`, { place: startOfFile(file), hint });
}
