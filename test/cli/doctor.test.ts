import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { DoctorStep } from '../../src/model/diagnosis.ts';
import { type CliResult, withProject, withProjectAndSandbox } from '../support/run-cli.ts';
import { writes } from '../support/workflow.ts';

test.each(['1.6', '2.0'] as const)('doctor finds a server %s well, and writes nothing', async (profile) => {
  await withProjectAndSandbox(
    async (project, { requests }) => {
      const { exitCode, stdout } = await project.run(['doctor', '--format', 'json']);

      expect(exitCode).toBe(0);
      expect(stepsOf(stdout).map(({ name, state }) => `${name} ${state}`)).toEqual([
        'address ok',
        'connection ok',
        'api ok',
        'version ok',
        'auth ok',
        'workspace ok',
        'permissions ok',
        'clock ok',
      ]);
      expect(writes(requests)).toEqual([]);
    },
    { profile },
  );
});

test('doctor says that credentials are refused', async () => {
  await withProjectAndSandbox(
    async (project) => {
      const { exitCode, stdout } = await project.run(['doctor']);
      expect(exitCode).toBe(9);
      expect(stdout).toContain('✗ auth');
    },
    { auth: { mode: 'basic', username: 'me', password: 'right' } },
  );
});

test('doctor knows the path of the public API, and goes on', async () => {
  await withProjectAndSandbox(async (project, { url }) => {
    const { exitCode, stdout } = await project.run(['doctor'], { serverUrl: async () => `${url}/api/public/v1` });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('! address');
    expect(stdout).toContain('leave the path out of "server"');
  });
});

test('doctor knows the web page of a proxy or of the web interface', async () => {
  const { exitCode, stdout } = await examineServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><html><body>Log in</body></html>');
  });
  expect(exitCode).toBe(9);
  expect(stdout).toContain('✗ api');
  expect(stdout).toContain('a login page, a proxy or the web interface answers');
});

test('doctor says that nothing listens there', async () => {
  await withProject(async (project) => {
    const { exitCode, stdout } = await project.run(['doctor'], { serverUrl: async () => 'http://127.0.0.1:1' });
    expect(exitCode).toBe(9);
    expect(stdout).toContain('✗ connection');
    expect(stdout).toContain('nothing listens there');
  });
});

test('doctor tells clocks apart', async () => {
  await withProjectAndSandbox(async (project) => {
    const { exitCode, stdout } = await project.run(['doctor'], { nowMs: () => 0 });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('! clock');
  });
});

function stepsOf(stdout: string): readonly DoctorStep[] {
  return JSON.parse(stdout).steps;
}

async function examineServer(answer: RequestListener): Promise<CliResult> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await withProject((project) =>
      project.run(['doctor'], { serverUrl: async () => `http://127.0.0.1:${port}` }),
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
