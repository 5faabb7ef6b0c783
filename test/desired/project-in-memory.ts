import type { FilePorts } from '../../src/desired/files.ts';
import { loadDesired } from '../../src/desired/load-desired.ts';
import { loadProject } from '../../src/desired/load-project.ts';
import { renderIssues } from '../../src/render/issues.ts';
import { plainPalette } from '../../src/render/palette.ts';

/** Files by name; texts are stored as UTF-8. */
export type Contents = Readonly<Record<string, string | Uint8Array>>;

export const aProjectFile = `version: 1
environments:
  test:
    server: sandbox
    workspace: default
    variables: {host: db.example.com, port: 5432, tls: true}
`;

export const aSourceFile = `kind: source
definition: airbyte/source-postgres
configuration: {host: db.example.com}
`;

export const aDestinationFile = `kind: destination
definition: airbyte/destination-s3
configuration: {s3_bucket_name: datalake}
`;

export const aConnectionFile = `kind: connection
source: shop
destination: lake
streams:
  - name: orders
`;

/** Two ends and a connection between them, all valid. */
export const aProject: Contents = {
  'airplan.yaml': aProjectFile,
  'pipelines/shop.yaml': aSourceFile,
  'pipelines/lake.yaml': aDestinationFile,
  'pipelines/shop-to-lake.yaml': aConnectionFile,
};

/** A disk and an environment that exist in the test only; files are listed in the order given. */
export function portsOf(contents: Contents, environment: Readonly<Record<string, string>> = {}): FilePorts {
  const files = new Map(Object.entries(contents));
  return {
    files: {
      list: async (folder) => {
        const inside = [...files.keys()].filter((file) => file.startsWith(`${folder}/`));
        return inside.length === 0 ? undefined : inside;
      },
      read: async (file) => {
        const content = files.get(file);
        return typeof content === 'string' ? new TextEncoder().encode(content) : content;
      },
    },
    environmentVariable: (name) => (Object.hasOwn(environment, name) ? environment[name] : undefined),
  };
}

/** Project and desired state, with all issues of both. */
export async function load(contents: Contents, variables: Readonly<Record<string, string>> = {}, name?: string) {
  const ports = portsOf(contents, variables);
  const { project, environment, patches, issues } = await loadProject(ports, name);
  const loaded = project && (await loadDesired(ports, project, environment, patches));
  return { project, environment, ...loaded, issues: [...issues, ...(loaded?.issues ?? [])] };
}

/** What `validate` would print about a project. */
export async function findings(contents: Contents, variables: Readonly<Record<string, string>> = {}): Promise<string> {
  return renderIssues((await load(contents, variables)).issues, plainPalette);
}

/** What `validate` would print when one file is added to a valid project. */
export function findingsOf(content: string | Uint8Array, file = 'pipelines/added.yaml'): Promise<string> {
  return findings({ ...aProject, [file]: content });
}
