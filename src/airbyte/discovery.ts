import type { JsonObject } from '../model/json.ts';
import type { DiscoveredCatalog, StreamDescription } from '../model/stream.ts';
import { type Decoder, decodeRecord, decodeString, listOf, member, optionalMember } from '../util/decode.ts';
import { type About, ConnectorError } from './api-error.ts';
import type { Client } from './client.ts';
import { decodeJobInfo } from './job-info.ts';
import { decodeDiscoveredCatalog, decodeStreamDescription } from './streams.ts';

/** Discovery runs a connector, which may take minutes (API §1.5). */
const discoveryTimeoutMs = 15 * 60_000;

/**
 * What a source offers. The server answers from its cache where it can, and runs the connector otherwise.
 *
 * Never with `connectionId`: the server would change that connection (API §1.5).
 *
 * @throws {ConnectorError} when the connector failed, which the server reports as a success without a catalog
 */
export function discoverCatalog(client: Client, sourceId: string, about?: About): Promise<DiscoveredCatalog> {
  return discover(client, { sourceId }, about);
}

/** The same, but the connector is run whatever the server has kept: its cache never grows old (API §1.5). */
export function discoverAnew(client: Client, sourceId: string, about?: About): Promise<DiscoveredCatalog> {
  return discover(client, { sourceId, disable_cache: true }, about);
}

/** A source that the server does not have in this form: not yet created, or about to be changed. */
export interface DraftSource {
  readonly definitionId: string;
  readonly workspaceId: string;
  /** With its true secrets. */
  readonly configuration: JsonObject;
}

/** What a source would offer; its connector is run, nothing is created (API §1.5). */
export function discoverDraft(client: Client, draft: DraftSource, about?: About): Promise<DiscoveredCatalog> {
  const { definitionId: sourceDefinitionId, workspaceId, configuration: connectionConfiguration } = draft;
  const body = { sourceDefinitionId, workspaceId, connectionConfiguration };
  return discover(client, body, about, 'scheduler/sources/discover_schema');
}

/** What a connector could not do, for errors. */
export const couldNotList = 'the connector could not list its streams';

type DiscoveryBody = { readonly sourceId: string; readonly disable_cache?: true } | JsonObject;

function discover(
  client: Client,
  body: DiscoveryBody,
  about: About | undefined,
  path = 'sources/discover_schema',
): Promise<DiscoveredCatalog> {
  return client.call({
    path,
    body,
    effect: 'read',
    timeoutMs: discoveryTimeoutMs,
    // Each try may take that long.
    retries: 1,
    about,
    decode: (value, where) => {
      if (optionalMember(value, where, 'catalog', decodeRecord) !== undefined) {
        const catalog = decodeDiscoveredCatalog(value, where);
        return isKept(value, where) ? { ...catalog, isKept: true } : catalog;
      }
      const words = failureOf(value, where, about);
      throw new ConnectorError(`${path}: ${couldNotList}${words === undefined ? '' : `: ${words}`}`, {
        request: path,
        about,
        status: 200,
        words,
        hint: 'check the configuration of the source, and that its system can be reached from the Airbyte server',
      });
    },
  });
}

/**
 * The catalog that the server has kept of a source, without running its connector.
 *
 * @returns undefined when the source was never discovered
 */
export async function readCachedCatalog(client: Client, sourceId: string): Promise<DiscoveredCatalog | undefined> {
  return client.call({
    path: 'sources/most_recent_source_actor_catalog',
    body: { sourceId },
    effect: 'read',
    decode: (value, where) => {
      const streams = optionalMember(value, where, 'catalog', (catalog, inside) =>
        member(catalog, inside, 'streams', listOf(decodeProtocolStream)),
      );
      return streams === undefined ? undefined : { streams };
    },
  });
}

/** This one call speaks the connector protocol's snake case (API §1.4). */
const protocolNames: Readonly<Record<string, string>> = {
  json_schema: 'jsonSchema',
  supported_sync_modes: 'supportedSyncModes',
  source_defined_cursor: 'sourceDefinedCursor',
  default_cursor_field: 'defaultCursorField',
  source_defined_primary_key: 'sourceDefinedPrimaryKey',
  is_resumable: 'isResumable',
  is_file_based: 'isFileBased',
};

const decodeProtocolStream: Decoder<StreamDescription> = (value, where) => {
  const entries = Object.entries(decodeRecord(value, where));
  return decodeStreamDescription(
    Object.fromEntries(entries.map(([name, it]) => [protocolNames[name] ?? name, it])),
    where,
  );
};

/** A server that answers from its cache makes up a job without a configuration (API §1.5). */
function isKept(value: unknown, where: string): boolean {
  const decodeConfigId: Decoder<string | undefined> = (job, inside) =>
    optionalMember(job, inside, 'configId', decodeString);
  return optionalMember(value, where, 'jobInfo', decodeConfigId) === 'NoConfiguration';
}

function failureOf(value: unknown, where: string, about: About | undefined): string | undefined {
  const job = optionalMember(value, where, 'jobInfo', decodeJobInfo);
  if (job?.words === undefined || job.hasSucceeded) return undefined;
  return about?.hideSecrets?.(job.words) ?? job.words;
}
