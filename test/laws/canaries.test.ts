import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Json } from '../../src/model/json.ts';
import { planFormatNames } from '../../src/render/plan-formats.ts';
import type { SandboxProfile } from '../../src/sandbox/profile.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import {
  type CanaryProject,
  canaryAuths,
  canaryKinds,
  canaryProject,
  spellingsOf,
  textsIn,
} from '../support/canaries.ts';
import { echoes, type Trouble, withEchoes } from '../support/echoes.ts';
import { testLawOfServers } from '../support/law.ts';
import { type CliProject, withProject } from '../support/run-cli.ts';
import { withSandbox } from '../support/workflow.ts';

const worldOn = (profiles: readonly SandboxProfile[]) =>
  fc.record({
    profile: fc.constantFrom(...profiles),
    kind: fc.constantFrom(...canaryKinds),
    auth: fc.constantFrom(...canaryAuths),
    nonce: fc.stringMatching(/^[a-z0-9]{12}$/),
    echo: fc.constantFrom(...Object.keys(echoes)),
    isColourful: fc.boolean(),
    reading: fc.constantFrom(/./, /token/, /definition/, /list/, /discover/),
    writing: fc.constantFrom(/sources\/create/, /destinations\/create/, /discover/, /connections\/create/, /create/),
  });

testLawOfServers(
  'no secret of any kind is in what any command prints or writes, whatever the server does',
  worldOn,
  async ({ profile, kind, auth, nonce, ...manner }) => {
    const canaries = canaryProject(kind, auth, nonce);
    await withSandbox({ profile, auth: canaries.serverAuth }, (sandbox) =>
      withEchoes(sandbox.url, (url, setTrouble) =>
        withProject(async (project) => {
          const variables = await variablesOf(canaries, url);
          const recorder = recordOutputs(project, { url, variables, hasColour: manner.isColourful, setTrouble });
          layOut(project, canaries);
          await tellStory(recorder, { project, canaries, sandbox, ...manner });
          expect(leaks(recorder.texts, [...canaries.values, variables.TOKEN ?? ''], kind === 'short')).toEqual([]);
        }),
      ),
    );
  },
  { push: 3, long: 100 },
);

/** A token is issued by the server, and as secret as what it was issued for. */
async function variablesOf({ variables, serverAuth }: CanaryProject, url: string) {
  if (serverAuth.mode !== 'token') return variables;
  const { clientId, clientSecret } = serverAuth;
  const body = JSON.stringify({ client_id: clientId, client_secret: clientSecret });
  const answer = await fetch(`${url}/api/v1/applications/token`, { method: 'POST', body });
  const { access_token: token } = (await answer.json()) as { readonly access_token: string };
  return { ...variables, TOKEN: token };
}

function layOut(project: CliProject, { contents }: CanaryProject): void {
  project.remove('pipelines');
  for (const [file, text] of Object.entries(contents)) project.write(file, text);
}

interface Recording {
  readonly url: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly hasColour: boolean;
  readonly setTrouble: (trouble: Trouble | undefined) => void;
}

/** Runs command lines, and keeps all that came out, in texts and in files. */
function recordOutputs({ folder, run }: CliProject, { url, variables, hasColour, setTrouble }: Recording) {
  const texts: string[] = [];
  const record = async (
    line: string,
    options: { trouble?: Trouble; isInterrupted?: boolean } = {},
  ): Promise<number> => {
    let interrupt: (() => void) | undefined;
    setTrouble(options.isInterrupted ? { on: /create/, onRequest: () => interrupt?.() } : options.trouble);
    const { exitCode, stdout, stderr } = await run(line.split(' '), {
      serverUrl: async () => url,
      environmentVariable: (name) => variables[name],
      hasColour,
      onInterrupt: (listener) => {
        interrupt = listener;
        return () => undefined;
      },
    });
    setTrouble(undefined);
    texts.push(stdout, stderr, ...writtenFiles(folder));
    return exitCode;
  };
  return { texts, record };
}

const outputFiles = ['plan.json', 'later.json', 'receipt.json'];

function writtenFiles(folder: string): readonly string[] {
  const specs = path.join(folder, '.airplan/specs');
  const pulled = existsSync(specs) ? readdirSync(specs).map((file) => path.join(specs, file)) : [];
  const outputs = outputFiles.map((file) => path.join(folder, file)).filter((file) => existsSync(file));
  return [...outputs, ...pulled].map((file) => readFileSync(file, 'utf8'));
}

interface Story {
  readonly project: CliProject;
  readonly canaries: CanaryProject;
  readonly sandbox: Sandbox;
  readonly isColourful: boolean;
  readonly echo: string;
  /** What of a plan's requests is answered with an echo, and what of an apply's. */
  readonly reading: RegExp;
  readonly writing: RegExp;
}

/** From the first look at the files to a plan that has become stale. */
async function tellStory({ record }: ReturnType<typeof recordOutputs>, story: Story): Promise<void> {
  const { echo, reading, writing } = story;
  expect(await record('validate --verbose')).toBe(0);
  expect(await record('specs pull --verbose')).toBe(0);
  await record('validate --format json');
  for (const flags of ['', '--format json', '--discover', '--out plan.json']) {
    expect(await record(`plan --verbose ${flags}`.trim())).toBe(0);
  }
  for (const format of planFormatNames) await record(`show plan.json --format ${format}`);

  await record('plan --verbose --discover', { trouble: { on: reading, echo } });
  for (const line of ['check --files', 'discover crm --files', 'discover crm --files --diff --format json']) {
    expect([0, 8]).toContain(await record(`${line} --verbose`));
    await record(line, { trouble: { on: /check_connection|discover_schema/, echo } });
  }
  const format = story.isColourful ? 'text' : 'json';
  await record(`apply --yes --verbose --format ${format} --report receipt.json`, { trouble: { on: writing, echo } });
  const interrupted = await record('apply --yes --override-limits --report receipt.json', { isInterrupted: true });
  expect([0, 130]).toContain(interrupted);
  const applied = await record('apply --yes --override-limits --verbose --format json --report receipt.json');
  expect(applied).toBe(0);
  await record('plan --explain --format json');
  await record('plan --explain');

  await endStory(record, story);
}

async function endStory(
  record: ReturnType<typeof recordOutputs>['record'],
  { project, canaries, sandbox, echo }: Story,
): Promise<void> {
  const lake = String(canaries.contents['pipelines/lake.yaml']);
  project.write('pipelines/lake.yaml', lake.replace('s3_bucket_path: raw', 's3_bucket_path: refined'));
  expect(await record('plan --rotate-secrets --out later.json --format json')).toBe(0);
  await record('apply --yes --override-limits --rotate-secrets --report receipt.json', {
    trouble: { on: /update/, echo },
  });
  for (const row of sandbox.store.actors.destination.list()) {
    sandbox.store.actors.destination.put({ ...row, name: `${row.name} by hand` });
  }
  expect(await record('apply later.json --report receipt.json')).not.toBe(0);

  // Files that are wrong where their secrets are.
  const crm = String(canaries.contents['pipelines/crm.yaml']);
  for (const text of [
    crm.replaceAll(/ # airplan-ignore [^\n]*/g, ''),
    crm.replace('client_secret:', 'client_secrets:'),
    crm.replace('type: oauth2', 'type: oauth3'),
    crm.replace('    client_id: "', '    client_id: ["'),
    crm.replace('    client_id: ', '   client_id: '),
  ]) {
    project.write('pipelines/crm.yaml', text);
    await record('validate');
    await record('validate --format json');
    await record('plan');
    await record('plan --format markdown');
  }
}

/** The outputs that hold any spelling of a secret, short ones only as a whole value: see `hideSecrets`. */
function leaks(texts: readonly string[], values: readonly string[], isShort: boolean): readonly string[] {
  const secrets = values.filter((value) => value !== '');
  if (isShort) {
    const said = new Set(
      texts.filter((text) => /^\s*\{/.test(text)).flatMap((text) => textsIn(JSON.parse(text) as Json)),
    );
    return secrets.filter((value) => said.has(value));
  }
  const spellings = [...new Set(secrets.flatMap(spellingsOf))];
  return texts
    .flatMap((text) => spellings.flatMap((spelling) => (text.includes(spelling) ? [contextOf(text, spelling)] : [])))
    .slice(0, 5);
}

function contextOf(text: string, spelling: string): string {
  const at = text.indexOf(spelling);
  return text.slice(Math.max(0, at - 200), at + spelling.length + 20);
}
