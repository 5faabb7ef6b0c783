import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { messageOf, RefusedError } from '../errors.ts';
import { otherPlace, StoreFileError } from './store-file.ts';

/** The right to write a store file. It ends with the process, however that ends. */
export interface StoreHold {
  /** Tells others who ask for the file where its sandbox is. */
  announce(url: string): void;
  release(): Promise<void>;
}

/** A lock says in its name whom to ask whether it still counts. */
interface Lock {
  readonly path: string;
  readonly port: number;
  readonly id: string;
}

/** So long somebody who is busy may take to say that he is there. */
const probeMs = 3000;

/**
 * Takes a store file for this process alone, and clears away what processes that were killed have left beside it.
 *
 * Everybody who wants the file first puts down a lock of his own, with a port that answers for it, and only then looks
 * for locks of others. Of two at the same time at least one sees the other, so never do both go on. Locks are named
 * after their owner and nobody else's: those whose port is silent can be removed without asking when they were made.
 *
 * @throws {RefusedError} when another sandbox has it
 */
export async function holdStoreFile(file: string): Promise<StoreHold> {
  const id = randomBytes(8).toString('hex');
  let url = '';
  const guard = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(`${id} ${url}`);
  });
  const port = await listen(guard);
  const own = join(dirname(file), `.${basename(file)}.${port}.${id}.lock`);
  const release = async (): Promise<void> => {
    guard.close();
    // One that stays behind names a port that is silent.
    await rm(own, { force: true }).catch(() => undefined);
  };
  try {
    await putDown(own);
    await assertAlone(file, own);
    await clearAway(file, /^[0-9a-f]{12}\.tmp$/);
  } catch (error) {
    await release();
    throw error;
  }
  return {
    announce: (address) => {
      url = address;
    },
    release,
  };
}

async function listen(guard: Server): Promise<number> {
  guard.listen(0, '127.0.0.1');
  await once(guard, 'listening');
  const address = guard.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function putDown(own: string): Promise<void> {
  try {
    await mkdir(dirname(own), { recursive: true });
    await writeFile(own, '', { flag: 'wx' });
  } catch (cause) {
    throw new StoreFileError(`the sandbox cannot keep its store in "${dirname(own)}": ${messageOf(cause)}`, {
      hint: otherPlace,
      cause,
    });
  }
}

async function assertAlone(file: string, own: string): Promise<void> {
  for (const lock of await listLocks(file)) {
    if (lock.path === own) continue;
    const owner = await findOwner(lock);
    if (owner === undefined) await rm(lock.path, { force: true });
    else throw inUse(file, owner, lock);
  }
}

async function listLocks(file: string): Promise<readonly Lock[]> {
  const beside = await listBeside(file);
  return beside.flatMap(({ path, rest }) => {
    const [, port, id] = /^(\d+)\.([0-9a-f]{16})\.lock$/.exec(rest) ?? [];
    return port === undefined || id === undefined ? [] : [{ path, port: Number(port), id }];
  });
}

async function listBeside(file: string): Promise<readonly { readonly path: string; readonly rest: string }[]> {
  const prefix = `.${basename(file)}.`;
  const names = (await readdir(dirname(file))).filter((name) => name.startsWith(prefix));
  return names.map((name) => ({ path: join(dirname(file), name), rest: name.slice(prefix.length) }));
}

/** The address of a lock's owner, empty while he has none; `undefined` when nobody answers for it any more. */
function findOwner({ port, id }: Lock): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect({ port, host: '127.0.0.1', timeout: probeMs });
    socket.setEncoding('utf8');
    socket.on('data', (part) => {
      text += part;
    });
    socket.on('end', () => resolve(text.startsWith(`${id} `) ? text.slice(id.length + 1) : undefined));
    socket.on('error', () => resolve(undefined));
    // Somebody is there but too busy to answer: to be on the safe side, the owner.
    socket.on('timeout', () => resolve(''));
    socket.on('close', () => resolve(undefined));
    socket.on('timeout', () => socket.destroy());
  });
}

/** Without an address the owner is about to start, or his port belongs to somebody else by now who keeps silent. */
function inUse(file: string, url: string, { path }: Lock): RefusedError {
  if (url === '') {
    return new RefusedError(`another sandbox is using the store "${file}"`, {
      hint: `stop it, or choose another file; if there is none, delete "${path}"`,
    });
  }
  return new RefusedError(`the sandbox on ${url} is using the store "${file}"`, {
    hint: `use that one (server: ${url}), stop it, or choose another file`,
  });
}

async function clearAway(file: string, pattern: RegExp): Promise<void> {
  const leftovers = (await listBeside(file)).filter(({ rest }) => pattern.test(rest));
  for (const { path } of leftovers) await rm(path, { force: true });
}
