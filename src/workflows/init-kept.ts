import type { ProjectFiles } from '../desired/files.ts';
import type { NewFile } from '../model/new-project.ts';

/**
 * What is to be said of pipelines that are there, and stay as they are.
 *
 * @param files - of the repository
 * @param expected - what they would be if they were written now
 */
export async function aboutKeptPipelines(
  files: Pick<ProjectFiles, 'read'>,
  expected: readonly NewFile[],
  variables: readonly string[],
): Promise<readonly string[]> {
  const lacking = new Map<string, string[]>();
  const foreign: string[] = [];
  for (const { file, text } of expected) {
    const bytes = await files.read(file);
    if (bytes === undefined) continue;
    const kept = new TextDecoder().decode(bytes);
    if (projectOf(kept) !== projectOf(text)) foreign.push(`${file} is of another project: ${projectOf(kept)}`);
    const names = variables.filter((name) => mentions(text, name) && !mentions(kept, name)).join(', ');
    if (names !== '') lacking.set(names, [...(lacking.get(names) ?? []), file]);
  }
  const missing = [...lacking].map(
    ([names, where]) => `Not in ${where.join(', ')}: ${names}. Add this by hand, as the other variables are.`,
  );
  return [...foreign, ...missing];
}

/** The folder that its commands name; nothing where it has none. */
function projectOf(pipeline: string): string | undefined {
  if (!/\bairplan \w+ --env\b/.test(pipeline)) return undefined;
  return / --project ([^\s"']+)/.exec(pipeline)?.[1] ?? 'the top of the repository';
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<!\\w)${name}(?!\\w)`).test(text);
}
