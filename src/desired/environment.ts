import {
  type Configuration,
  type ConfigurationValue,
  isConfiguration,
  Secret,
  secretLabel,
} from '../model/configuration.ts';
import type { Auth, Environment, Limits } from '../model/environment.ts';
import { type Issue, type Locate, type Origin, originAt } from '../model/issue.ts';
import type { JsonObject } from '../model/json.ts';
import type { EnvironmentDocument } from './documents.ts';
import type { FilePorts } from './files.ts';
import { anError } from './finding.ts';
import { projectFile } from './project.ts';
import { resolveReferences } from './references.ts';
import { explainServer } from './server-address.ts';

const defaultLimits: Limits = { changePercent: 30, deletePercent: 10, minObjects: 10 };

export interface EnvironmentReading {
  /** Of the environment in `airplan.yaml`. */
  readonly origin: Origin;
  readonly ports: FilePorts;
  readonly locate: Locate;
}

/**
 * An environment with its references resolved.
 *
 * @returns no environment when there are issues
 */
export async function readEnvironment(
  name: string,
  document: EnvironmentDocument,
  { origin, ports, locate }: EnvironmentReading,
): Promise<{ readonly environment?: Environment; readonly issues: readonly Issue[] }> {
  const issues: Issue[] = [];
  const context = { ports, locate, issues, environmentName: name };
  const { variables: written = {}, ...rest } = document;
  const variables = (await resolveReferences(written, originAt(origin, 'variables'), {
    ...context,
    variables: {},
  })) as Environment['variables'];
  const resolved = (await resolveReferences(rest as JsonObject, origin, { ...context, variables })) as Configuration;
  const fault = issues.length === 0 && isKnown(resolved.server) ? explainServer(plainText(resolved.server)) : undefined;
  if (fault !== undefined) {
    issues.push(anError(fault.rule, fault.message, { place: locate(originAt(origin, 'server')), hint: fault.hint }));
  }
  issues.push(
    ...findLiteralCredentials(resolved.auth, { origin, locate }),
    ...findWrongHeaders(resolved, { origin, locate }),
  );
  return issues.length > 0 ? { issues } : { environment: toEnvironment(name, document, resolved, variables), issues };
}

type Located = Pick<EnvironmentReading, 'origin' | 'locate'>;

const secretMembers = { password: 'AIRBYTE_PASSWORD', token: 'AIRBYTE_TOKEN', clientSecret: 'AIRBYTE_CLIENT_SECRET' };

/** Credentials that the file spells out, as a value or as what a reference falls back to. */
function findLiteralCredentials(auth: ConfigurationValue | undefined, { origin, locate }: Located): readonly Issue[] {
  if (!isConfiguration(auth)) return [];
  return Object.entries(secretMembers).flatMap(([member, variable]) => {
    const value = auth[member];
    const isSpelled = value instanceof Secret ? value.revealDefaults() !== '' : value !== undefined;
    if (!isSpelled) return [];
    const spelling = value instanceof Secret ? 'the default of its reference' : projectFile;
    const message = `"${member}" is a secret, and ${spelling} spells it out`;
    const hint = `write a reference, such as \${env:${variable}}, and take another secret: this one is in the history`;
    return [anError('literal-secret', message, { place: locate(originAt(origin, 'auth', member)), hint })];
  });
}

/** No request could be made with them. */
function findWrongHeaders({ headers }: Configuration, { origin, locate }: Located): readonly Issue[] {
  return Object.entries(isConfiguration(headers) ? headers : {}).flatMap(([name, value]) => {
    const place = locate(originAt(origin, 'headers', name));
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
      const hint = 'letters, digits and "-"; no spaces, and no colon at its end';
      return [anError('wrong-header', `"${name}" cannot be the name of a header`, { place, hint })];
    }
    if (/^[\t\x20-\x7e\x80-\xff]*$/.test(plainText(value))) return [];
    const hint = 'one line of plain characters: see what the reference stands for';
    return [anError('wrong-header', `the value of header "${name}" holds what no header can have`, { place, hint })];
  });
}

function toEnvironment(
  name: string,
  { timeoutSeconds = 30, parallelism = 8, limits }: EnvironmentDocument,
  { server, workspace, auth, headers, caFile, expect }: Configuration,
  variables: Environment['variables'],
): Environment {
  return {
    name,
    server: plainText(server),
    workspace: plainText(workspace),
    auth: toAuth(auth),
    headers: toHeaders(headers),
    ...(caFile === undefined ? {} : { caFile: plainText(caFile) }),
    timeoutSeconds,
    parallelism,
    ...(isConfiguration(expect) ? { expectedWorkspaceId: plainText(expect.workspaceId) } : {}),
    variables,
    limits: { ...defaultLimits, ...limits },
  };
}

function isKnown(value: ConfigurationValue | undefined): boolean {
  return !(value instanceof Secret) || value.isKnown;
}

/** For what is shown or sent in the open: where a server is, is no secret. */
function plainText(value: ConfigurationValue | undefined): string {
  return value instanceof Secret ? value.reveal() : String(value ?? '');
}

function toSecret(value: ConfigurationValue | undefined): Secret {
  return value instanceof Secret ? value : new Secret(String(value), secretLabel);
}

function toAuth(value: ConfigurationValue | undefined): Auth {
  if (!isConfiguration(value)) {
    return { type: 'none' };
  }
  if (Object.hasOwn(value, 'token')) {
    return { type: 'token', token: toSecret(value.token) };
  }
  return Object.hasOwn(value, 'clientId')
    ? { type: 'client', clientId: plainText(value.clientId), clientSecret: toSecret(value.clientSecret) }
    : { type: 'basic', username: plainText(value.username), password: toSecret(value.password) };
}

// All of them secret: what a proxy wants to see in a header is usually a token.
function toHeaders(value: ConfigurationValue | undefined): Readonly<Record<string, Secret>> {
  const headers = isConfiguration(value) ? Object.entries(value) : [];
  return Object.fromEntries(headers.map(([name, header]) => [name, toSecret(header)]));
}
