import fc from 'fast-check';
import { expect } from 'vitest';
import type { SandboxAuth } from '../../src/sandbox/auth.ts';
import type { SandboxProfile } from '../../src/sandbox/profile.ts';
import type { SandboxRequest } from '../../src/sandbox/requests.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { testLawOfServers } from '../support/law.ts';
import { possibleFlips } from '../support/live-flips.ts';
import { writeProject } from '../support/project-text.ts';
import { type RandomProject, randomProjectOn } from '../support/random-project.ts';
import { type CliProject, withProject } from '../support/run-cli.ts';
import { apply, discoveries, type ProjectInMemory, plan, withSandbox, writes } from '../support/workflow.ts';

/** Command lines of each world: 670 worlds are more than 20,000 of them. */
const commandsOfEach = 30;

const formats = fc.constantFrom('--format=text', '--format=json');
const environments = fc.constantFrom('', '--env=test');
const verbosity = fc.constantFrom('', '--verbose');
const selections = fc.constantFrom(
  '',
  '--select=source/*',
  '--select=+connection/*',
  '--select=destination/*+',
  '--exclude=connection/*',
);

const commands = fc.oneof(
  { weight: 2, arbitrary: lineOf('validate', formats, environments, verbosity) },
  {
    weight: 5,
    arbitrary: lineOf(
      'plan',
      formats,
      environments,
      verbosity,
      selections,
      fc.constantFrom('', '--explain'),
      fc.constantFrom('', '', '--discover'),
      fc.constantFrom('', '--rotate-secrets', '--rotate-secrets=source/*'),
      fc.constantFrom('', '--detailed-exitcode'),
      fc.constantFrom('', '--parallelism=1', '--parallelism=32'),
      fc.constantFrom('', '--out=plan.json'),
    ),
  },
  lineOf('show plan.json', formats),
  lineOf('explain', formats, fc.constantFrom('', 'masked-secret', 'no-such-rule')),
  lineOf('specs pull', environments, verbosity),
  lineOf('connectors', formats, environments, verbosity, fc.constantFrom('', 'postgres', 'no-such-connector')),
  lineOf('status', fc.constantFrom('', '--format=json', '--format=markdown'), environments, verbosity),
  lineOf(
    'graph',
    fc.constantFrom('', '--format=svg', '--format=dot'),
    fc.constantFrom('', '--live'),
    environments,
    verbosity,
    selections,
  ),
  lineOf('jobs list', formats, environments, verbosity, fc.constantFrom('', '--limit=3', '--status=failed')),
  lineOf('fmt --check'),
  lineOf('schema'),
  lineOf('doctor', formats, environments, verbosity),
  lineOf('connectors show', fc.constantFrom('source-postgres', 'destination-s3'), formats, environments),
  lineOf('check', formats, environments, verbosity, selections, fc.constantFrom('', '--files')),
  lineOf(
    'discover source-é0',
    fc.constantFrom('--format=text', '--format=yaml', '--format=json', '--diff'),
    environments,
    verbosity,
    fc.constantFrom('', '--files', '--refresh', '--stream=*'),
  ),
);

function lineOf(command: string, ...flags: readonly fc.Arbitrary<string>[]): fc.Arbitrary<readonly string[]> {
  return fc.tuple(...flags).map((given) => [...command.split(' '), ...given.filter((flag) => flag !== '')]);
}

const worldOn = (profiles: readonly SandboxProfile[]) =>
  fc.record({
    world: randomProjectOn(profiles),
    auth: fc.constantFrom('none', 'basic', 'token'),
    /** How much of it is live already, and what was changed there by hand. */
    state: fc.constantFrom('empty', 'applied', 'edited', 'later'),
    edit: fc.nat(),
    lines: fc.array(commands, { minLength: commandsOfEach, maxLength: commandsOfEach }),
  });

type World = ReturnType<typeof worldOn> extends fc.Arbitrary<infer It> ? It : never;

testLawOfServers(
  'no command but apply sends a request that writes, and connectors run only where they are asked for',
  worldOn,
  async ({ world, auth, lines, ...past }) => {
    await withSandbox({ profile: world.profile, auth: auths[auth] }, (sandbox) =>
      withProject(async (disk) => {
        const project = withAuth(writeProject(world.documents), auth);
        await prepare(sandbox, { world, project, auth, ...past });
        layOut(disk, project);
        // "show" has something to show from the first line on.
        for (const line of [['plan', '--out=plan.json'], ...lines]) {
          const before = sandbox.requests.length;
          const { exitCode, stderr } = await run(disk, line, project, sandbox.url);
          expectReading({ line, requests: sandbox.requests.slice(before) });
          if (mayFail(line)) continue;
          expect({ line, exitCode, stderr: fine.includes(exitCode) ? '' : stderr }).toMatchObject({
            stderr: '',
          });
        }
      }),
    );
  },
  { push: 4, long: 224 },
);

/** Done, changes found, or a connector that does not like its made-up configuration. */
const fine = [0, 2, 8];

interface Asked {
  readonly line: readonly string[];
  readonly requests: readonly SandboxRequest[];
}

function expectReading({ line, requests }: Asked): void {
  const [command = ''] = line;
  expect({ line, writes: writes(requests) }).toEqual({ line, writes: [] });
  expect({ line, runs: unaskedRuns(line, discoveries(requests)) }).toEqual({ line, runs: [] });
  if (!asking.has(command) && !line.includes('--live')) expect({ line, requests }).toEqual({ line, requests: [] });
}

/** Commands that speak with the server. */
const asking = new Set(['plan', 'specs', 'connectors', 'check', 'discover', 'doctor', 'jobs', 'status']);

/** A plan looks up what a source was found to offer; what is not there yet is connected to only when asked for. */
function unaskedRuns(line: readonly string[], runs: readonly string[]): readonly string[] {
  const [command = ''] = line;
  const isDraftAsked = line.includes('--discover') || line.includes('--files');
  const schema = /discover_schema$/;
  const asked: Readonly<Record<string, RegExp>> = { plan: schema, discover: schema, check: /check_connection$/ };
  return runs.filter((run) => !asked[command]?.test(run) || (run.includes('/scheduler/') && !isDraftAsked));
}

/** Selections that find nothing are refused, as is a rule or a source that does not exist. */
function mayFail(line: readonly string[]): boolean {
  return line.some((word) => /^--(select|exclude|rotate-secrets=)|no-such-rule|^discover$/.test(word));
}

const secret = 'made-up-secret';
const auths: Readonly<Record<World['auth'], SandboxAuth>> = {
  none: { mode: 'none' },
  basic: { mode: 'basic', username: 'somebody', password: secret },
  token: { mode: 'token', clientId: 'somebody', clientSecret: secret },
};

function withAuth({ contents, variables }: ProjectInMemory, auth: World['auth']): ProjectInMemory {
  const written: Readonly<Record<World['auth'], string>> = {
    none: '',
    basic: '    auth: {username: somebody, password: "${env:SERVER_SECRET}"}\n',
    token: '    auth: {clientId: somebody, clientSecret: "${env:SERVER_SECRET}"}\n',
  };
  const file = String(contents['airplan.yaml']).replace('    server: sandbox\n', (line) => line + written[auth]);
  return {
    contents: { ...contents, 'airplan.yaml': file },
    variables: { ...variables, SERVER_SECRET: secret },
  };
}

interface Past extends Pick<World, 'world' | 'auth' | 'state' | 'edit'> {
  readonly project: ProjectInMemory;
}

async function prepare({ url, store }: Sandbox, { world, project, auth, state, edit }: Past): Promise<void> {
  if (state === 'empty') return;
  const { profile, documents, later }: RandomProject = world;
  await apply(state === 'later' ? withAuth(writeProject(later), auth) : project, url);
  if (state !== 'edited') return;
  const { ids } = await plan(project, url);
  const flips = possibleFlips({ profile, documents, ids, store });
  flips[edit % flips.length]?.apply();
}

function layOut(disk: CliProject, { contents }: ProjectInMemory): void {
  disk.remove('pipelines');
  for (const [file, content] of Object.entries(contents)) disk.write(file, content);
}

function run(disk: CliProject, line: readonly string[], { variables }: ProjectInMemory, url: string) {
  return disk.run(line, {
    serverUrl: async () => url,
    environmentVariable: (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined),
  });
}
