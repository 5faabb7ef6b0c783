import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { InternalError } from '../../src/errors.ts';
import { type CliProject, withProjectAndSandbox } from '../support/run-cli.ts';

/** What a reviewer sees of one change set. */
export interface Review {
  /** As it stands under the pull request. */
  readonly comment: string;
  readonly report: string;
}

/**
 * A branch that adds a connection, slows another down and has a stream read anew, while somebody edits a source in the
 * web interface: planned by airplan itself.
 */
export function reviewOfAStory(): Promise<Review> {
  return withProjectAndSandbox(async (project, { control }) => {
    project.write('airplan.yaml', projectFile);
    const git = gitIn(project.folder);
    await succeed(project, ['apply', '--yes']);
    git('checkout', '-q', '-b', 'crm-to-bronze');
    edit(project, 'pipelines/connections/ecommerce-to-bronze.yaml', 'units: 6', 'units: 12');
    edit(
      project,
      'pipelines/connections/crm-to-staging.yaml',
      '  - name: deals\n',
      '  - name: deals\n    syncMode: full_refresh\n    destinationSyncMode: overwrite\n',
    );
    project.write('pipelines/connections/crm-to-bronze.yaml', addedConnection);
    control.drift({
      type: 'configure',
      kind: 'source',
      target: 'PostgreSQL - Ecommerce',
      configuration: { host: 'old-db.example.com' },
    });
    const plan = ['plan', '--base', 'main', '--format'];
    return {
      comment: await succeed(project, [...plan, 'markdown', '--budget', 'github']),
      report: await succeed(project, [...plan, 'html']),
    };
  });
}

const projectFile = `version: 1
environments:
  production:
    server: https://airbyte.example.com
    workspace: default
    variables:
      postgres_host: db.example.com
      minio_endpoint: https://minio.example.com
`;

const addedConnection = `kind: connection
name: CRM API → MinIO
source: crm-api
destination: bronze
streams:
  - name: contacts
    syncMode: full_refresh
    destinationSyncMode: append
schedule: { units: 24, timeUnit: hours }
`;

function gitIn(folder: string): (...args: readonly string[]) => void {
  const run = (...args: readonly string[]): void => {
    execFileSync('git', ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com', ...args], {
      cwd: folder,
      stdio: 'pipe',
      // The same commit each time, and so the same pictures.
      env: { ...process.env, GIT_AUTHOR_DATE: '2026-01-05T09:00:00Z', GIT_COMMITTER_DATE: '2026-01-05T09:00:00Z' },
    });
  };
  run('init', '-q', '-b', 'main');
  run('add', '-A');
  run('commit', '-q', '-m', 'first');
  return run;
}

function edit({ folder, write }: CliProject, file: string, from: string, to: string): void {
  const text = readFileSync(path.join(folder, file), 'utf8');
  if (!text.includes(from)) throw new InternalError(`${file} has no ${JSON.stringify(from)}`);
  write(file, text.replace(from, to));
}

async function succeed({ run }: CliProject, argv: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await run(argv);
  if (exitCode !== 0) throw new InternalError(`${argv.join(' ')} ended with ${exitCode}: ${stderr}`);
  return stdout;
}
