import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { chanceBetween } from '../../src/sandbox/jobs/chance.ts';
import type { StoreRows } from '../../src/sandbox/store.ts';
import { readStoreFile } from '../../src/sandbox/store-file.ts';
import { definitions } from '../sandbox/world.ts';
import { type ChildSandbox, killChild, startChild } from './child-sandbox.ts';
import { findInconsistencies } from './inconsistencies.ts';

/** What was wrong with a store after a kill; nothing, if all is well. */
export interface KillReport {
  readonly kills: number;
  readonly answers: number;
  readonly faults: readonly string[];
  /** What lies beside the store file after one more start and stop. */
  readonly leftovers: readonly string[];
}

const writers = 6;
/** A store that grows without end would make the long run a test of large files. */
const killsPerStore = 50;

/** Kills sandboxes while they write, each after a seeded number of answers, and looks at what they leave behind. */
export async function killSandboxes(kills: number, seed: number): Promise<KillReport> {
  const faults: string[] = [];
  const leftovers: string[] = [];
  let answers = 0;
  for (let first = 0; first < kills; first += killsPerStore) {
    await withFolder(async (folder) => {
      const storeFile = path.join(folder, 'sandbox.json');
      for (let kill = first; kill < Math.min(first + killsPerStore, kills); kill += 1) {
        const made = await writeUntilKilled(storeFile, chanceBetween(1, 30, seed, kill));
        answers += made.length;
        faults.push(...findFaults(await readStoreFile(storeFile), made).map((fault) => `kill ${kill}: ${fault}`));
      }
      await killChild(await startChild({ storeFile }));
      leftovers.push(...(await readdir(folder)).filter((name) => name.endsWith('.tmp')));
    });
  }
  return { kills, answers, faults, leftovers };
}

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'airplan-kills-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns the ids of all sources whose creation was answered */
async function writeUntilKilled(storeFile: string, answers: number): Promise<readonly string[]> {
  const child = await startChild({ storeFile });
  const workspaceId = await findWorkspace(child);
  const made: string[] = [];
  let killed: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    while (killed === undefined) {
      const id = await createSource(child, workspaceId).catch(() => undefined);
      if (id !== undefined) made.push(id);
      // A connection that broke before the kill is a sandbox that ended by itself.
      else if (killed === undefined) throw new Error('the sandbox broke a connection');
      if (made.length >= answers) killed ??= killChild(child);
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  await killed;
  return made;
}

function findFaults(rows: StoreRows | undefined, made: readonly string[]): readonly string[] {
  if (rows === undefined) return ['there is no file'];
  const stored = new Set(rows.sources.map(({ id }) => id));
  const lost = made.filter((id) => !stored.has(id)).map((id) => `source ${id} was answered, but is lost`);
  return [...lost, ...findInconsistencies(rows)];
}

async function findWorkspace(child: ChildSandbox): Promise<string> {
  const body = { organizationId: '00000000-0000-0000-0000-000000000000' };
  return (await post(child, 'workspaces/list_by_organization_id', body)).workspaces[0].workspaceId;
}

async function createSource(child: ChildSandbox, workspaceId: string): Promise<string> {
  const configuration = { host: 'db.internal', port: 5432, database: 'shop', username: 'u', password: 'made-up' };
  const body = { workspaceId, name: 'shop', sourceDefinitionId: definitions.postgres };
  return (await post(child, 'sources/create', { ...body, connectionConfiguration: configuration })).sourceId;
}

// biome-ignore lint/suspicious/noExplicitAny: an answer that is not as expected fails the test anyway
async function post(child: ChildSandbox, name: string, body: object): Promise<any> {
  const answer = await fetch(`${child.url}/api/v1/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.status !== 200) throw new Error(`${name} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
