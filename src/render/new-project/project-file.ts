import type { AuthKind, NewFile, NewProject } from '../../model/new-project.ts';
import { scalarText } from '../skeleton-scalar.ts';

/** The `airplan.yaml` of a new project. */
export function projectFileOf({ server, workspace, environment, auth }: NewProject): NewFile {
  const name = scalarText(environment);
  const text = `# Where the files in pipelines/ go. The README of airplan lists every key.
version: 1
pipelines: pipelines
defaultEnvironment: ${name}

environments:
  ${name}:
${server === 'sandbox' ? sandboxServer : `    # Scheme and host are enough: the API below them is found by asking.\n    server: ${addressText(server)}\n`}\
    # Its name, slug or id.
    workspace: ${scalarText(workspace)}
${authBlocks[auth](variablePrefix(environment))}${server === 'sandbox' ? '' : limits}`;
  return { file: 'airplan.yaml', text, about: `environment ${environment}` };
}

const sandboxServer = `    # The server inside of airplan: nothing to install, nothing to break. It is kept in
    # .airplan/sandbox.json. For a real one, write its address here, as in https://airbyte.example.com
    server: sandbox
`;

const limits = `    # An apply that would touch more than this stops before its first write.
    limits:
      changePercent: 30
      deletePercent: 10
`;

/** Addresses need no quotes, unless they are odd. */
function addressText(server: string): string {
  return /^https?:\/\/[\w.-]+(?::\d+)?(?:\/[\w./-]*)?$/.test(server) ? server : scalarText(server);
}

/** What stands in front of an environment's variables: `AIRBYTE_PRODUCTION`. */
function variablePrefix(environment: string): string {
  const word = environment
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return word === '' ? 'AIRBYTE' : `AIRBYTE_${word}`;
}

const secretNote = '    # The values come from these variables of the process; they are never written down here.\n';

const authBlocks: Readonly<Record<AuthKind, (prefix: string) => string>> = {
  client: (prefix) => `    # An application's credentials.
${secretNote}    auth:
      clientId: \${env:${prefix}_CLIENT_ID}
      clientSecret: \${env:${prefix}_CLIENT_SECRET}
`,
  basic: (prefix) => `${secretNote}    auth:
      username: \${env:${prefix}_USERNAME}
      password: \${env:${prefix}_PASSWORD}
`,
  token: (prefix) => `${secretNote}    auth:
      token: \${env:${prefix}_TOKEN}
`,
  none: () => '',
};
