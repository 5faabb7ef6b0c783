import { expect, test } from 'vitest';
import { withProject } from '../support/run-cli.ts';
import { withApplied } from '../support/small-project.ts';

test('pipelines are drawn from the files, without a server, and from it when asked', () =>
  withApplied(async ({ run }) => {
    const nowhere = {
      serverUrl: async () => {
        throw new Error('nobody is to be asked');
      },
    };
    const files = await run(['graph', '--format', 'dot'], nowhere);
    const live = await run(['graph', '--live', '--format', 'dot']);
    const svg = await run(['graph', '--live', '--format', 'svg']);

    expect(files).toMatchObject({ exitCode: 0, stderr: '' });
    expect(files.stdout).not.toContain('never ran');
    expect(live).toMatchObject({ exitCode: 0, stderr: '' });
    expect(live.stdout).toContain('never ran');
    expect(svg.stdout).toMatch(/^<svg [\s\S]*<circle class="job never"[\s\S]*<\/svg>\n$/);
  }));

test('a part of the files is drawn, and what is in none of them is refused', () =>
  withProject(async ({ run }) => {
    const part = await run(['graph', '--select', 'connection/crm-to-staging', '--exclude', 'source/*']);
    const unknown = await run(['graph', '--select', 'connection/nothing-of-the-kind']);

    expect(part.stdout.trimEnd()).toBe(
      ['flowchart LR', '  n0(["CRM API #8594; Staging"])', '  n1[("PostgreSQL #45; Staging")]', '  n0 --> n1'].join(
        '\n',
      ),
    );
    expect(unknown).toMatchObject({ exitCode: 3, stdout: '' });
  }));

test('files with errors are told, and a project without resources says that there is nothing to draw', () =>
  withProject(async ({ run, write, remove }) => {
    write('pipelines/sources/odd.yaml', 'kind: source\nnmae: x\n');
    expect(await run(['graph'])).toMatchObject({ exitCode: 3, stdout: '' });
    remove('pipelines');
    write('pipelines/.keep', '');

    const empty = await run(['graph']);
    expect(empty).toMatchObject({ exitCode: 0, stdout: 'flowchart LR\n' });
    expect(empty.stderr).toContain('Note: there is nothing to draw');
  }));
