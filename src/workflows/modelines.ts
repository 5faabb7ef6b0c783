import type { ProjectFiles, ProjectWriter } from '../desired/files.ts';
import { projectFile } from '../desired/project.ts';
import { isResourceFile } from '../desired/resource-files.ts';
import { decodeText } from '../desired/text.ts';
import type { WrittenSchemas } from './editor-schemas.ts';

const modeline = /^\uFEFF?# yaml-language-server:[^\n]*\n/;

/** Which files got their line. */
export interface Modelined {
  /** Sorted, as are the others. */
  readonly changed: readonly string[];
  /** Links out of the project that lack the line; they are left alone. */
  readonly elsewhere: readonly string[];
}

/**
 * Puts the line that ties a file to its schema on top of every file, for editors without settings of the project.
 */
export async function writeModelines(
  files: ProjectFiles,
  writer: ProjectWriter,
  { projectSchema, resourceSchema, pipelines }: WrittenSchemas,
): Promise<Modelined> {
  const names = ((await files.list(pipelines)) ?? []).filter(isResourceFile);
  const changed: string[] = [];
  const elsewhere: string[] = [];
  for (const file of [projectFile, ...names].sort()) {
    const decoded = decodeText(file, (await files.read(file)) ?? new Uint8Array());
    if ('issue' in decoded) continue;
    const schema = relativeTo(file, file === projectFile ? projectSchema : resourceSchema);
    const text = `# yaml-language-server: $schema=${schema}\n${decoded.text.replace(modeline, '')}`;
    if (text === decoded.text) continue;
    const isElsewhere = (await files.leadsOut?.(file)) === true;
    if (!isElsewhere) await writer.write(file, text);
    (isElsewhere ? elsewhere : changed).push(file);
  }
  return { changed, elsewhere };
}

/** From a file to another, both relative to the same folder. */
function relativeTo(file: string, target: string): string {
  const up = file
    .split('/')
    .slice(1)
    .map(() => '..');
  return [...(up.length === 0 ? ['.'] : up), target].join('/');
}
