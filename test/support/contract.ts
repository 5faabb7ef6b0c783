import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Test data about Airbyte that lives beside the repository; absent in a plain clone. */
export const sharedFolder = join(import.meta.dirname, '../../../shared/airbyte');
export const hasShared = existsSync(sharedFolder);

const contractFolder = join(import.meta.dirname, '../../node_modules/.cache/airbyte/contract');

/** One exchange, checked: as the checker's own `ReportLine`. */
export interface CheckedExchange {
  readonly operation: string | null;
  readonly path: string;
  readonly status: number;
  readonly ok: boolean;
  readonly unknownEndpoint: boolean;
  readonly requestViolations: readonly string[];
  readonly responseViolations: readonly string[];
  readonly undeclared: readonly string[];
  readonly notes: readonly string[];
}

export interface Exchange {
  readonly method?: string;
  readonly path: string;
  readonly requestBody?: unknown;
  readonly status: number;
  readonly responseBody?: unknown;
}

export interface Contract {
  checkExchange(exchange: Exchange): CheckedExchange;
}

export interface ContractProxy {
  readonly url: string;
  readonly lines: readonly CheckedExchange[];
  close(): Promise<void>;
}

/** The checker of Airbyte's published contract; only where `hasShared`. */
export async function loadContract(): Promise<Contract> {
  const module = (await importContract('index.mjs')) as { contract(): Contract };
  return module.contract();
}

/** Starts a proxy that passes everything on and checks it; only where `hasShared`. */
export async function loadContractProxy(): Promise<(options: { target: string }) => Promise<ContractProxy>> {
  const module = (await importContract('contract-proxy.mjs')) as {
    startProxy(options: { target: string }): Promise<ContractProxy>;
  };
  return module.startProxy;
}

/** For `test.skipIf(skipWithoutShared('…'))`: true, with a printed reason, where the test data is absent. */
export function skipWithoutShared(what: string): boolean {
  // biome-ignore lint/suspicious/noConsole: a skipped test must say why
  if (!hasShared) console.log(`skipped: ${what} (there is no ${sharedFolder})`);
  return !hasShared;
}

/** The parsed files of a folder of the shared test data, by file name; empty where it is absent. */
export function readSharedJson(folder: string): ReadonlyMap<string, unknown> {
  if (!hasShared) return new Map();
  const path = join(sharedFolder, folder);
  const names = readdirSync(path).filter((name) => name.endsWith('.json'));
  return new Map(names.map((name) => [name, JSON.parse(readFileSync(join(path, name), 'utf8'))]));
}

function importContract(file: string): Promise<unknown> {
  return import(pathToFileURL(join(contractFolder, file)).href);
}
