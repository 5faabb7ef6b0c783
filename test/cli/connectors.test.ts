import { expect, test } from 'vitest';
import { withProjectAndSandbox } from '../support/run-cli.ts';
import { writes } from '../support/workflow.ts';

test.each(['1.6', '2.0'] as const)('connectors lists what a server %s has, within 80 columns', async (profile) => {
  await withProjectAndSandbox(
    async (project, { requests }) => {
      const all = await project.run(['connectors']);
      const some = await project.run(['connectors', 'POSTGRES', '--format', 'json']);

      expect([all.exitCode, all.stderr]).toEqual([0, '']);
      expect(all.stdout).toMatch(/Postgres +airbyte\/source-postgres +\d\S+ +certified/);
      expect(all.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect(JSON.parse(some.stdout).connectors.map((it: { dockerRepository: string }) => it.dockerRepository)).toEqual(
        ['airbyte/source-postgres', 'airbyte/destination-postgres'],
      );
      expect(writes(requests)).toEqual([]);
    },
    { profile },
  );
});

test.each(['1.6', '2.0'] as const)('the file that connectors show prints is valid on a server %s', async (profile) => {
  await withProjectAndSandbox(
    async (project) => {
      const shown = await project.run(['connectors', 'show', 'source-postgres']);
      project.write('pipelines/sources/new.yaml', shown.stdout);
      await project.run(['specs', 'pull']);
      const valid = await project.run(['validate']);

      expect(shown.exitCode).toBe(0);
      expect(shown.stdout).toContain('definition: airbyte/source-postgres');
      expect([valid.exitCode, valid.stdout]).toEqual([0, expect.stringContaining('3 sources')]);
    },
    { profile },
  );
});

test('connectors show says which connectors a name could mean, and which one was nearly named', async () => {
  await withProjectAndSandbox(async (project) => {
    const both = await project.run(['connectors', 'show', 'Postgres']);
    const none = await project.run(['connectors', 'show', 'source-postgers']);
    const missing = await project.run(['connectors', 'show']);

    expect([both.exitCode, none.exitCode, missing.exitCode]).toEqual([3, 3, 3]);
    expect(both.stderr).toContain('2 connectors answer to "Postgres"');
    expect(none.stderr).toContain('did you mean "source-postgres"?');
    expect(missing.stderr).toContain('connectors show needs a name');
  });
});

test('a file never names a connector by what another one answers to as well', async () => {
  await withProjectAndSandbox(
    async (project, { url }) => {
      const { connectors } = JSON.parse((await project.run(['connectors', 'faker', '--format', 'json'])).stdout);
      const { dockerRepository } = connectors[0];
      await addConnector(url, dockerRepository);

      const { stdout } = await project.run(['connectors', 'show', 'made here']);
      expect(stdout).toContain('definition: "Made here"');
      expect(stdout).not.toContain('FAKER');
      expect((await project.run(['connectors', 'show', dockerRepository])).exitCode).toBe(3);
    },
    { profile: '1.6' },
  );
});

async function addConnector(url: string, dockerRepository: string): Promise<void> {
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.status).toBe(200);
    return answer.json();
  };
  const { workspaces } = (await post('workspaces/list', {})) as { workspaces: { workspaceId: string }[] };
  const image = { dockerRepository, dockerImageTag: '9.9.9', documentationUrl: 'https://example.com' };
  await post('source_definitions/create_custom', {
    workspaceId: workspaces[0]?.workspaceId,
    sourceDefinition: { name: 'Made here', ...image },
  });
}

test('connectors says so when nothing matches', async () => {
  await withProjectAndSandbox(async (project) => {
    expect((await project.run(['connectors', 'zzz'])).stdout).toBe('No connector of the server matches.\n');
  });
});
