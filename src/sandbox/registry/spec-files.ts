import { messageOf } from '../../errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { withoutUndefined } from '../../util/decode.ts';
import { compileSchema } from '../../util/json-schema.ts';
import { actorKinds } from '../actor-kind.ts';
import { isUuid } from '../request-body.ts';
import type { Connector } from './connector.ts';
import { type JsonFile, RegistryFileError, readJsonFiles } from './json-files.ts';

/**
 * Puts the connectors of specification files in the place of those with the same definition or image, or adds them.
 *
 * What a file does not state (image tag, sync modes) is kept from the connector that it replaces.
 */
export async function withSpecFiles(connectors: readonly Connector[], folder: string): Promise<readonly Connector[]> {
  const files = newestOnly(await readJsonFiles(folder));
  return files.reduce((known, file) => withConnector(known, file), connectors);
}

/** `postgres@1.0.45.json` is an older version: it counts only where there is no `postgres.json`. */
function newestOnly(files: readonly JsonFile[]): readonly JsonFile[] {
  const byConnector = new Map<string, JsonFile>();
  for (const file of [...files].sort(compareAge)) byConnector.set(file.name.split('@')[0] ?? file.name, file);
  return [...byConnector.values()];
}

/** Oldest first. */
function compareAge(left: JsonFile, right: JsonFile): number {
  const isOlder = Number(right.name.includes('@')) - Number(left.name.includes('@'));
  return isOlder || left.name.localeCompare(right.name, 'en', { numeric: true });
}

function withConnector(known: readonly Connector[], file: JsonFile): readonly Connector[] {
  const { kind, dockerRepository, definitionId } = decodeIdentity(file);
  const isSame = (other: Connector): boolean =>
    other.kind === kind && (other.definitionId === definitionId || other.dockerRepository === dockerRepository);
  const base = known.find(isSame);
  const stated = decodeStated(file.content);
  const connector: Connector = {
    name: dockerRepository,
    dockerImageTag: 'dev',
    documentationUrl: 'https://docs.airbyte.com/integrations',
    ...(kind === 'source' ? { sourceType: 'api' } : { destinationSyncModes: ['overwrite', 'append'] }),
    ...base,
    ...stated,
    connectionSpecification: getSpecification(file, base),
    kind,
    dockerRepository,
    definitionId,
  };
  return [...known.filter((other) => !isSame(other)), connector];
}

function decodeIdentity(file: JsonFile): Pick<Connector, 'kind' | 'dockerRepository' | 'definitionId'> {
  const { kind: stated, dockerRepository, definitionId } = file.content;
  const kind = actorKinds.find((known) => known === stated);
  if (kind === undefined || typeof dockerRepository !== 'string' || typeof definitionId !== 'string') {
    throw noSpecification(file, 'it does not say whose it is');
  }
  // Requests could not name it otherwise.
  if (!isUuid(definitionId)) throw noSpecification(file, `its definitionId "${definitionId}" is no UUID`);
  return { kind, dockerRepository, definitionId: definitionId.toLowerCase() };
}

/** Tried here, so that nobody finds out by a request that fails. */
function getSpecification(file: JsonFile, base: Connector | undefined): JsonObject {
  const specification = file.content.connectionSpecification ?? base?.connectionSpecification;
  if (!isJsonObject(specification)) throw noSpecification(file, 'its connectionSpecification is no JSON Schema');
  try {
    compileSchema(specification);
  } catch (cause) {
    throw noSpecification(file, `its connectionSpecification is no JSON Schema: ${messageOf(cause)}`, cause);
  }
  return specification;
}

function noSpecification({ path }: JsonFile, reason: string, cause?: unknown): RegistryFileError {
  return new RegistryFileError(`"${path}" is no connector specification: ${reason}`, {
    hint: 'it must state kind, dockerRepository, definitionId and connectionSpecification',
    cause,
  });
}

function decodeStated(content: JsonObject): Partial<Connector> {
  const spec = isJsonObject(content.spec) ? content.spec : {};
  // The second as `airplan specs pull` writes it.
  const modes = texts(spec.supported_destination_sync_modes ?? content.supportedDestinationSyncModes);
  return withoutUndefined({
    name: optionalText(content.name),
    dockerImageTag: optionalText(content.dockerImageTag),
    documentationUrl: optionalText(content.documentationUrl),
    advancedAuth: isJsonObject(spec.advanced_auth) ? toAdvancedAuth(spec.advanced_auth) : undefined,
    destinationSyncModes: modes.length > 0 ? modes : undefined,
  });
}

/** The protocol's spelling in, the API's out. */
function toAdvancedAuth(auth: JsonObject): JsonObject {
  const oauth = isJsonObject(auth.oauth_config_specification) ? auth.oauth_config_specification : undefined;
  const flow = optionalText(auth.auth_flow_type);
  return withoutUndefined({
    authFlowType: flow,
    predicateKey: texts(auth.predicate_key),
    predicateValue: optionalText(auth.predicate_value),
    oauthConfigSpecification: oauth && toOauthSpecification(oauth),
  }) as JsonObject;
}

function toOauthSpecification(oauth: JsonObject): JsonObject {
  return withoutUndefined({
    oauthUserInputFromConnectorConfigSpecification: oauth.oauth_user_input_from_connector_config_specification,
    completeOAuthOutputSpecification: oauth.complete_oauth_output_specification,
    completeOAuthServerInputSpecification: oauth.complete_oauth_server_input_specification,
    completeOAuthServerOutputSpecification: oauth.complete_oauth_server_output_specification,
  }) as JsonObject;
}

function optionalText(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function texts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
