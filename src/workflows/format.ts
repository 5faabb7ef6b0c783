import { isDeepStrictEqual } from 'node:util';

import type { FilePorts, ProjectWriter } from '../desired/files.ts';
import { anError, inOrder, startOfFile } from '../desired/finding.ts';
import { formatText } from '../desired/format/format-text.ts';
import { readProjectFolder } from '../desired/load-project.ts';
import { projectFile } from '../desired/project.ts';
import { isResourceFile } from '../desired/resource-files.ts';
import { decodeText } from '../desired/text.ts';
import { readAnyYaml } from '../desired/yaml-file.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import type { Issue } from '../model/issue.ts';

/** What formatting a project's files came to. */
export interface Formatted {
  /** How many files were looked at. */
  readonly files: number;
  /** Those whose text is, or was, another than in airplan's style; sorted. */
  readonly changed: readonly string[];
  /** Links out of the project that are in another style; they are left alone. */
  readonly elsewhere: readonly string[];
}

interface FormattedFile {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Brings `airplan.yaml` and all resource files into one style. All of them are read and formatted before the first is
 * written, so that a file that cannot be read leaves everything as it was.
 *
 * @param writer - absent: nothing is written
 * @throws {InvalidFilesError} when a file is no valid YAML
 */
export async function formatProject({ files }: FilePorts, writer: ProjectWriter | undefined): Promise<Formatted> {
  const folder = await readProjectFolder({ files });
  const names = [projectFile, ...((await files.list(folder)) ?? []).filter(isResourceFile)];
  const results: FormattedFile[] = [];
  const issues: Issue[] = [];
  for (const file of names) {
    const result = formatBytes(file, (await files.read(file)) ?? new Uint8Array());
    if ('issues' in result) issues.push(...result.issues);
    else results.push(result);
  }
  if (issues.length > 0) throw new InvalidFilesError(inOrder(issues));
  const differing = results.filter(({ before, after }) => before !== after);
  const elsewhere: string[] = [];
  for (const { file } of differing) if (await files.leadsOut?.(file)) elsewhere.push(file);
  const changed = differing.filter(({ file }) => !elsewhere.includes(file));
  for (const { file, after } of changed) await writer?.write(file, after);
  return { files: results.length - elsewhere.length, changed: changed.map(({ file }) => file), elsewhere };
}

function formatBytes(file: string, bytes: Uint8Array): FormattedFile | { readonly issues: readonly Issue[] } {
  const decoded = decodeText(file, bytes);
  if ('issue' in decoded) return { issues: [decoded.issue] };
  const before = decoded.text;
  const read = readAnyYaml(file, before);
  if (read.issues.length > 0) return { issues: read.issues };
  const after = formatText(file, before);
  const values = ({ documents }: typeof read) => documents.map(({ value }) => value);
  if (!isDeepStrictEqual(values(readAnyYaml(file, after)), values(read))) return { issues: [notFormattable(file)] };
  return { file, before: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), after };
}

function notFormattable(file: string): Issue {
  const hint = 'nothing was written; please report the file, with its values made up';
  return anError('not-formattable', `"${file}" would not say the same after formatting`, {
    place: startOfFile(file),
    hint,
  });
}
