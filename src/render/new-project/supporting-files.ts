import type { NewFile } from '../../model/new-project.ts';

const noneYet = '# The files use no variable yet. Write those that they use below, as NAME=';

/** Names of variables, and nothing else: their values are for each machine. */
export function environmentExample(variables: readonly string[]): NewFile {
  const lines = variables.length === 0 ? [noneYet] : variables.map((name) => `${name}=`);
  const head = `# The variables that the files use. Copy this to .env and fill it in there: git ignores that file.
# airplan does not read it by itself; "set -a; . ./.env; set +a" puts it into the environment of a shell.`;
  return { file: '.env.example', text: `${[head, ...lines].join('\n')}\n`, about: 'names of the variables' };
}

/**
 * A `.env.example` with the names that it lacks; `undefined` if it lacks none.
 *
 * @param text - as it is
 */
export function withVariables(text: string, variables: readonly string[]): string | undefined {
  const named = new Set([...text.matchAll(/^[\s#]*(?:export\s+)?(\w+)\s*=/gm)].map(([, name]) => name));
  const missing = variables.filter((name) => !named.has(name));
  if (missing.length === 0) return undefined;
  const before = text.replace(`${noneYet}\n`, '');
  return `${endedLine(before)}${missing.map((name) => `${name}=\n`).join('')}`;
}

function endedLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** What git must not keep: values of variables, and what airplan keeps for this machine. */
export const ignoredByGit = ['.env', '.airplan/*', '!.airplan/specs/'] as const;

/** Where those are written down. */
export const gitIgnoreFile: NewFile = {
  file: '.gitignore',
  text: `${ignoredByGit.join('\n')}\n`,
  about: 'what git leaves out',
};

/**
 * A `.gitignore` with what it lacks; `undefined` if it lacks nothing.
 *
 * @param text - as it is
 */
export function withIgnoredByGit(text: string): string | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  // Who ignores the whole folder has decided already.
  const isThere = (wanted: string) =>
    lines.includes(wanted) ||
    (wanted.includes('.airplan/') && ['.airplan', '.airplan/'].some((it) => lines.includes(it)));
  const missing = ignoredByGit.filter((wanted) => !isThere(wanted));
  if (missing.length === 0) return undefined;
  return `${endedLine(text)}${missing.join('\n')}\n`;
}

interface EditorFolders {
  readonly schemas: string;
  readonly pipelines: string;
}

/** Completion, hover and checks in VS Code, by the schemas that `airplan schema` writes. */
export function editorFiles({ schemas, pipelines }: EditorFolders): readonly NewFile[] {
  const settings = {
    'yaml.schemas': {
      [`${schemas}/airplan.schema.json`]: 'airplan.yaml',
      [`${schemas}/resource.schema.json`]: [`${pipelines}/**/*.yaml`, `${pipelines}/**/*.yml`],
    },
  };
  return [
    { file: '.vscode/settings.json', text: json(settings), about: 'completion and checks' },
    {
      file: '.vscode/extensions.json',
      text: json({ recommendations: ['redhat.vscode-yaml'] }),
      about: 'the extension for that',
    },
  ];
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
