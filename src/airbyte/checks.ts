import type { JsonObject } from '../model/json.ts';
import type { ActorKind } from '../model/resource.ts';
import { type Decoder, decodeString, member, optionalMember, withoutUndefined } from '../util/decode.ts';
import type { About } from './api-error.ts';
import type { Client } from './client.ts';
import { decodeJobInfo } from './job-info.ts';

/** A check runs a connector, which may take minutes (API §1.5). */
const checkTimeoutMs = 15 * 60_000;

/** What a connector says of its configuration. `crashed`: it did not get as far as saying anything. */
export interface CheckAnswer {
  readonly result: 'succeeded' | 'failed' | 'crashed';
  /** The connector's words, or the server's about the crash. */
  readonly message?: string;
}

/** Tests a source or destination as the server has it. */
export function checkLive(client: Client, kind: ActorKind, id: string, about: About): Promise<CheckAnswer> {
  return check(client, `${kind}s/check_connection`, { [`${kind}Id`]: id }, about);
}

/** A configuration that the server need not have. */
export interface DraftActor {
  readonly kind: ActorKind;
  readonly definitionId: string;
  readonly workspaceId: string;
  /** With its true secrets. */
  readonly configuration: JsonObject;
}

/** Tests a configuration without storing it (API §1.5). */
export function checkDraft(client: Client, draft: DraftActor, about: About): Promise<CheckAnswer> {
  const { kind, definitionId, workspaceId, configuration: connectionConfiguration } = draft;
  const body = { [`${kind}DefinitionId`]: definitionId, workspaceId, connectionConfiguration };
  return check(client, `scheduler/${kind}s/check_connection`, body, about);
}

async function check(client: Client, path: string, body: JsonObject, about: About): Promise<CheckAnswer> {
  const answer = await client.call({
    path,
    body,
    effect: 'read',
    timeoutMs: checkTimeoutMs,
    // Each try may take that long.
    retries: 1,
    about,
    decode: decodeCheck,
  });
  if (answer.message === undefined) return answer;
  return { ...answer, message: about.hideSecrets?.(answer.message) ?? answer.message };
}

/** A crashed check is a success of HTTP without a status (API §1.5). */
const decodeCheck: Decoder<CheckAnswer> = (value, where) => {
  const status = optionalMember(value, where, 'status', decodeString);
  const { hasSucceeded, words } = member(value, where, 'jobInfo', decodeJobInfo);
  if (!hasSucceeded || status === undefined) return withoutUndefined({ result: 'crashed', message: words });
  const result = status === 'succeeded' ? 'succeeded' : 'failed';
  return withoutUndefined({ result, message: optionalMember(value, where, 'message', decodeString) });
};
