import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { demoVariables } from '../../src/cli/demo-story.ts';
import { planFormatNames, planFormats } from '../../src/render/plan-formats.ts';
import type { DriftEdit } from '../../src/sandbox/drift/drift-edit.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';
import type { StoredActor, StoredConnection, StoredStream } from '../../src/sandbox/stored.ts';
import { parsePlanFile } from '../../src/workflows/saved-plan.ts';
import { aReviewManner } from '../builders.ts';
import { type CliProject, withProject } from '../support/run-cli.ts';

/** What is done to a file: written, removed, or one text in it replaced by another. */
export type FileEdit = string | null | readonly [before: string, after: string];
export type FileEdits = Readonly<Record<string, FileEdit>>;

/** One situation in which somebody looks at a plan. Without more words: the example, applied. */
export interface Situation {
  readonly server?: SandboxOptions;
  /** Catalogs that sources discover, by the name of the source. */
  readonly catalogs?: Readonly<Record<string, readonly object[]>>;
  /** What the files are before anything is applied, where it is not the example as it stands. */
  readonly files?: FileEdits;
  /** Nothing was applied yet. */
  readonly isNew?: true;
  /** What happens on the server meanwhile. */
  readonly meanwhile?: (server: Hands) => void | Promise<void>;
  /** What is changed in the files afterwards. */
  readonly edits?: FileEdits;
  /** Command lines, without the program, and what happens between them; `plan` unless told. */
  readonly commands?: readonly (string | ((server: Hands) => void | Promise<void>))[];
  readonly variables?: Readonly<Record<string, string>>;
}

/** What people, and servers by themselves, can do on the server. */
export interface Hands {
  readonly sandbox: Sandbox;
  readonly actor: (kind: StoredActor['kind'], name: string, edit: Partial<StoredActor>) => void;
  /** Merged one level deep. */
  readonly configure: (kind: StoredActor['kind'], name: string, configuration: StoredActor['configuration']) => void;
  readonly connection: (name: string, edit: (connection: StoredConnection) => Partial<StoredConnection>) => void;
  readonly stream: (connection: string, name: string, edit: Partial<StoredStream>) => void;
  readonly drift: (edit: DriftEdit) => Promise<void>;
  /** Syncs a connection to the end. */
  readonly sync: (connection: string) => Promise<void>;
  readonly run: CliProject['run'];
}

/** What a situation looks like: what was printed, and the first plan in the forms for reviews. */
export interface Transcript {
  readonly text: string;
  /** By format; empty where nothing is planned. */
  readonly reviews: Readonly<Record<string, string>>;
}

/** Plays a situation. Ids, times and bytes are the same each time. */
export async function transcribe(situation: Situation): Promise<Transcript> {
  const { commands = ['plan'], variables = {} } = situation;
  return withProject(async (project) =>
    withCatalogs(situation.catalogs, (catalogs) =>
      withSteadySandbox({ ...catalogs, ...situation.server }, async (sandbox) => {
        const environmentVariable = (name: string) => variables[name] ?? demoVariables[name];
        const common = { serverUrl: async () => sandbox.url, environmentVariable, columns: 80, nowMs: runningClock() };
        const run: CliProject['run'] = (argv, context) => project.run(argv, { ...common, ...context });
        writeFiles(project, situation.files);
        if (!situation.isNew) await applyAll(run);
        await situation.meanwhile?.(handsOn(sandbox, run));
        writeFiles(project, situation.edits);
        const shown: string[] = [];
        const reviews: Record<string, string>[] = [];
        for (const command of commands) {
          if (typeof command !== 'string') {
            await command(handsOn(sandbox, run));
            continue;
          }
          if (reviews.length > 0 || !isPlan(command)) shown.push(await show(command, run));
          else {
            const reviewed = await showReviewed(command, project.folder, run);
            shown.push(reviewed.shown);
            reviews.push(reviewed.reviews);
          }
        }
        const steady = (text: string) => withoutChance(text).replaceAll(project.folder, '/project');
        return { text: steady(shown.join('\n')), reviews: reviews[0] ?? {} };
      }),
    ),
  );
}

/** Durations are what they are. */
function withoutChance(transcript: string): string {
  return transcript.replaceAll(/ in \d+(\.\d+)? m?s$/gm, ' in 0 ms');
}

async function show(command: string, run: CliProject['run']): Promise<string> {
  const lines: string[] = [];
  const keep = (text: string) => void lines.push(text);
  const argv = command.split(' ').map((word) => word.replaceAll("'", ''));
  const { exitCode } = await run(argv, { print: keep, tell: keep });
  return [`$ airplan ${command}`, ...lines, ...(exitCode === 0 ? [] : [`(exit ${exitCode})`]), ''].join('\n');
}

function isPlan(command: string): boolean {
  return /^plan\b/.test(command) && !/--env|--format/.test(command);
}

/** Planned once, and rendered in each form for reviews. What cannot be planned is tried in the two that people see. */
async function showReviewed(command: string, folder: string, run: CliProject['run']) {
  const file = path.join(folder, / --out (\S+)/.exec(command)?.[1] ?? 'reviewed.json');
  const flags = command.includes(' --out ') ? '' : ` --out ${file}`;
  const shown = (await show(`${command}${flags}`, run)).replace(flags, '');
  if (!existsSync(file)) return { shown, reviews: await failureReviews(command, run) };
  const { plan } = parsePlanFile(readFileSync(file, 'utf8'), file);
  const review = { plans: [{ environment: plan.environment, plan }], warnings: [] };
  const rendered = planFormatNames
    .filter((format) => planFormats[format].tellsFailures)
    .map(async (format) => {
      const text = await planFormats[format].render(review, aReviewManner());
      // Styles and script are the same on every page.
      return [format, `${/<main>.*<\/main>/s.exec(text)?.[0] ?? text}\n`] as const;
    });
  return { shown, reviews: Object.fromEntries(await Promise.all(rendered)) };
}

async function failureReviews(command: string, run: CliProject['run']): Promise<Readonly<Record<string, string>>> {
  const reviews: Record<string, string> = {};
  for (const format of ['markdown', 'github']) {
    const argv = `${command} --format ${format}`.replaceAll("'", '').split(' ');
    reviews[format] = (await run(argv)).stdout;
  }
  return reviews;
}

/** One after the other, so that ids do not depend on who comes first. */
async function applyAll(run: CliProject['run']): Promise<void> {
  const { exitCode, stderr, stdout } = await run(['apply', '--yes', '--parallelism', '1', '--override-limits']);
  if (exitCode !== 0) throw new Error(`the stage is not set: ${stdout}${stderr}`);
}

function writeFiles({ folder, write, remove }: CliProject, edits: FileEdits = {}): void {
  for (const [file, edit] of Object.entries(edits)) {
    if (edit === null) remove(file);
    else write(file, typeof edit === 'string' ? edit : replaced(path.join(folder, file), edit));
  }
}

function replaced(file: string, [before, after]: readonly [string, string]): string {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(before)) throw new Error(`${file} has no "${before}"`);
  return text.replace(before, () => after);
}

const startMs = Date.UTC(2026, 0, 15, 9);

async function withSteadySandbox<T>(options: SandboxOptions, use: (sandbox: Sandbox) => Promise<T>): Promise<T> {
  let count = 0;
  const newId = () => `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`;
  const jobs = { pendingMs: 1000, attemptMs: 10_000, retryMs: 4000 };
  const sandbox = await startSandbox({ newId, clock: () => startMs, jobs, ...options });
  try {
    return await use(sandbox);
  } finally {
    await sandbox.close();
  }
}

async function withCatalogs<T>(
  catalogs: Situation['catalogs'],
  use: (options: SandboxOptions) => Promise<T>,
): Promise<T> {
  if (catalogs === undefined) return use({});
  const catalogsFolder = mkdtempSync(path.join(tmpdir(), 'airplan-catalogs-'));
  try {
    mkdirSync(catalogsFolder, { recursive: true });
    for (const [source, streams] of Object.entries(catalogs)) {
      writeFileSync(path.join(catalogsFolder, `${source}.json`), JSON.stringify({ streams }));
    }
    return await use({ catalogsFolder });
  } finally {
    rmSync(catalogsFolder, { recursive: true });
  }
}

function handsOn(sandbox: Sandbox, run: CliProject['run']): Hands {
  const { store, control } = sandbox;
  const actorOf = (kind: StoredActor['kind'], name: string) => named(store.actors[kind].list(), name);
  const connectionOf = (name: string) => named(store.connections.list(), name);
  return {
    sandbox,
    run,
    actor: (kind, name, edit) => store.actors[kind].put({ ...actorOf(kind, name), ...edit }),
    configure: (kind, name, edit) => {
      const actor = actorOf(kind, name);
      store.actors[kind].put({ ...actor, configuration: { ...actor.configuration, ...edit } });
    },
    connection: (name, edit) => store.connections.put({ ...connectionOf(name), ...edit(connectionOf(name)) }),
    stream: (name, stream, edit) => {
      const connection = connectionOf(name);
      const streams = connection.catalog.streams.map((one) => (one.stream.name === stream ? { ...one, ...edit } : one));
      store.connections.put({ ...connection, catalog: { streams } });
    },
    drift: async (edit) => void (await control.drift(edit)),
    sync: async (name) => {
      const body = JSON.stringify({ connectionId: connectionOf(name).id });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${sandbox.url}/api/v1/connections/sync`, { method: 'POST', headers, body });
      if (!answer.ok) throw new Error(`no sync: ${answer.status} ${await answer.text()}`);
      control.advanceClock(60_000);
    },
  };
}

function named<T extends { readonly name: string }>(items: readonly T[], name: string): T {
  const found = items.find((item) => item.name === name);
  if (found === undefined) throw new Error(`nothing is called "${name}"`);
  return found;
}

/** A clock that begins on the day of the sandbox and goes on from there: what is waited for comes to an end. */
function runningClock(): () => number {
  const begin = performance.now();
  return () => startMs + (performance.now() - begin);
}
