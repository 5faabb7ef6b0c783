import { messageOf } from '../errors.ts';
import type { Decoder } from '../util/decode.ts';
import { createLimiter } from '../util/limit.ts';
import { type About, ApiError, CredentialsError, RequestError, UnreadableAnswerError } from './api-error.ts';
import type { Authorizer } from './authorizer.ts';
import { type ErrorBody, readErrorBody } from './error-body.ts';
import type { Effect, HttpAnswer, Transport } from './transport.ts';

/** One call of the API. */
export interface ApiRequest<T> {
  /** Behind `/api/v1/`: `sources/create`. */
  readonly path: string;
  /** Absent: a GET. */
  readonly body?: unknown;
  readonly effect: Effect;
  readonly decode: Decoder<T>;
  readonly about?: About | undefined;
  /** For calls that run a connector and so take longer than others. */
  readonly timeoutMs?: number;
  /** How often it may be sent again; by its effect if absent. */
  readonly retries?: number;
}

/** Speaks with one server. */
export interface Client {
  /**
   * Sends a request, at most `parallelism` of them at once.
   *
   * @throws {RequestError} see `api-error.ts`; no error of the HTTP library gets out
   */
  readonly call: <T>(request: ApiRequest<T>) => Promise<T>;
}

export interface ClientParts {
  /** Ends in `/api/v1`. */
  readonly baseUrl: string;
  readonly transport: Transport;
  readonly authorizer: Authorizer;
  readonly parallelism: number;
}

export function createClient({ baseUrl, transport, authorizer, parallelism }: ClientParts): Client {
  const limit = createLimiter(parallelism);

  const send = (request: ApiRequest<unknown>, authorization: string | undefined): Promise<HttpAnswer> =>
    transport({
      url: `${baseUrl}/${request.path}`,
      name: request.path,
      method: request.body === undefined ? 'GET' : 'POST',
      body: request.body,
      authorization,
      effect: request.effect,
      about: request.about,
      timeoutMs: request.timeoutMs,
      retries: request.retries,
    });

  const sendAuthorized = async (request: ApiRequest<unknown>): Promise<HttpAnswer> => {
    const authorization = await authorizer.header();
    const answer = await send(request, authorization);
    // A 401 means that nothing was carried out, so that even a create may be sent again.
    const mayTryAgain = answer.status === 401 && (await authorizer.renew(authorization));
    return mayTryAgain ? send(request, await authorizer.header()) : answer;
  };

  return {
    call: (request) => limit(async () => readAnswer(request, await sendAuthorized(request))),
  };
}

/**
 * The value that an answer holds.
 *
 * @throws {ApiError} for any status that is no success
 * @throws {UnreadableAnswerError} when a success does not hold what the API promises
 */
export function readAnswer<T>(request: ApiRequest<T>, answer: HttpAnswer): T {
  if (answer.status < 200 || answer.status > 299) throw refusal(request, answer);
  try {
    return request.decode(answer.body === '' ? undefined : JSON.parse(answer.body), request.path);
  } catch (error) {
    if (error instanceof RequestError) throw error;
    const isWebPage = readErrorBody(answer.body).isWebPage;
    const what = isWebPage ? 'the answer is a web page' : `the answer cannot be read: ${reasonOf(error)}`;
    throw new UnreadableAnswerError(`${request.path}: ${what}`, {
      request: request.path,
      about: request.about,
      cause: error,
      hint: isWebPage
        ? 'something else than Airbyte\'s API answers here, a login page or a proxy: check "server" of the environment'
        : 'check that "server" of the environment is an Airbyte server, and its version',
    });
  }
}

/** A parser quotes what it reads, which may hold a secret. */
function reasonOf(error: unknown): string {
  return error instanceof SyntaxError ? 'it is no JSON, or only a part of it' : messageOf(error);
}

function refusal(request: ApiRequest<unknown>, answer: HttpAnswer): Error {
  const body = readErrorBody(answer.body);
  const { path, about } = request;
  if (answer.status === 401) {
    const message = `${path}: the server does not accept the credentials (401)`;
    return new CredentialsError(message, { request: path, about, hint: hints[401] });
  }
  const words = wordsOf(body, about);
  return new ApiError(`${path}: ${words ?? 'the server gave no reason'} (${answer.status}${idPart(body)})`, {
    request: path,
    about,
    status: answer.status,
    words,
    hint: hintFor(answer),
  });
}

const maxWordsLength = 2000;

/** Secrets are hidden before the words are cut, so that no half of one is left. */
function wordsOf({ isWebPage, words }: ErrorBody, about: About | undefined): string | undefined {
  if (isWebPage) return 'a web page instead of an answer';
  const shown = words === undefined ? undefined : (about?.hideSecrets?.(words) ?? words);
  return shown !== undefined && shown.length > maxWordsLength ? `${shown.slice(0, maxWordsLength)}…` : shown;
}

function idPart({ errorId }: ErrorBody): string {
  return errorId === undefined ? '' : `, errorId ${errorId}`;
}

function hintFor({ status, location }: HttpAnswer): string | undefined {
  if (status >= 300 && status < 400)
    return `the server sends us to ${location ?? 'another address'}: use that one as "server"`;
  return (
    hints[status] ??
    (status >= 500 ? 'look for the errorId or the time of this run in the log of airbyte-server' : undefined)
  );
}

const hints: Readonly<Record<number, string>> = {
  401: 'check "auth" of the environment in airplan.yaml and the variables that it refers to',
  403: 'the credentials may lack the role for this, or this server does not have this call',
  404: 'it may have been deleted since it was listed, or this server does not have this call: plan again',
  409: 'something else changed it or uses it at the same time: plan again',
  413: 'the request is larger than the server accepts (10 MB): sync fewer streams in one connection',
  422: "compare the configuration with the connector's documentation",
  429: 'the server is throttling: lower "parallelism" of the environment',
};
