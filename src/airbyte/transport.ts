import got, { type Got, type OptionsInit } from 'got';

import type { Secret } from '../model/configuration.ts';
import { hideSecrets } from '../model/secrets.ts';
import type { About } from './api-error.ts';
import { noAnswer } from './no-answer.ts';
import { secretsSent } from './secrets-sent.ts';

/** Whether a request changes something, which decides whether it may be sent again. */
export type Effect = 'read' | 'write' | 'create';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** How often a request is sent again. A create never is: its answer may be lost after it was carried out. */
const retries: Readonly<Record<Effect, number>> = { read: 4, write: 4, create: 0 };

/** Trouble that passes: throttling, gateways, connections. */
const passingStatusCodes = [429, 502, 503, 504];
const passingErrorCodes = ['ETIMEDOUT', 'ECONNRESET', 'EPIPE', 'EAI_AGAIN', 'ENETUNREACH'];

export interface TransportSettings {
  readonly headers: Readonly<Record<string, string>>;
  /** Credentials; no answer that is an error is handed on with them in it. */
  readonly secrets?: readonly Secret[];
  /** Certificates in PEM form to trust instead of the usual ones. */
  readonly certificateAuthority?: string;
  readonly timeoutMs: number;
  /** Milliseconds to wait before try number `attempt` + 1; 1 is the first failure. */
  readonly retryDelayMs: (attempt: number) => number;
  /** Told of every request that ended. */
  readonly onExchange?: ((exchange: Exchange) => void) | undefined;
}

export interface Exchange {
  readonly name: string;
  /** The key of the resource that it was about, where it was about one. */
  readonly about?: string;
  /** Absent: there was no answer. */
  readonly status?: number;
  readonly durationMs: number;
}

export interface HttpRequest {
  readonly url: string;
  /** For errors: the API's path. */
  readonly name: string;
  readonly method: (typeof methods)[number];
  readonly body?: unknown;
  readonly authorization?: string | undefined;
  readonly effect: Effect;
  readonly timeoutMs?: number | undefined;
  /** How often to send it again; by its effect if absent. */
  readonly retries?: number | undefined;
  readonly about?: About | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly location: string | undefined;
  /** The server's clock, as it writes it into its answers. */
  readonly date?: string | undefined;
}

export type Transport = (request: HttpRequest) => Promise<HttpAnswer>;

/**
 * Sends requests over kept connections; the only place that knows `got`.
 *
 * @returns whatever the server answered, success or not, after the last retry
 * @throws {UnreachableError} when there is no answer
 */
export function createTransport(settings: TransportSettings): Transport {
  const http = got.extend(sharedOptions(settings));
  return async (request) => {
    const startMs = performance.now();
    const told = (answered: { readonly status?: number }) =>
      settings.onExchange?.({
        name: request.name,
        ...(request.about === undefined ? {} : { about: request.about.key }),
        ...answered,
        durationMs: performance.now() - startMs,
      });
    try {
      const answer = await send(http, request, settings);
      told({ status: answer.status });
      return answer;
    } catch (error) {
      told({});
      throw error;
    }
  };
}

function sharedOptions({ headers, certificateAuthority }: TransportSettings): OptionsInit {
  return {
    headers: { accept: 'application/json', ...headers },
    throwHttpErrors: false,
    followRedirect: false,
    ...(certificateAuthority === undefined ? {} : { https: { certificateAuthority } }),
  };
}

async function send(http: Got, request: HttpRequest, settings: TransportSettings): Promise<HttpAnswer> {
  const timeoutMs = request.timeoutMs ?? settings.timeoutMs;
  try {
    const { statusCode, body, headers } = await http(request.url, {
      method: request.method,
      responseType: 'text',
      timeout: { request: timeoutMs },
      ...(request.authorization === undefined ? {} : { headers: { authorization: request.authorization } }),
      ...(request.body === undefined ? {} : { json: request.body }),
      retry: {
        limit: request.retries ?? retries[request.effect],
        methods: [...methods],
        statusCodes: passingStatusCodes,
        errorCodes: passingErrorCodes,
        enforceRetryRules: true,
        maxRetryAfter: 60_000,
        // Nothing at all would mean "do not try again" to got.
        calculateDelay: ({ attemptCount, retryAfter, computedValue }) =>
          isWaitAsked(retryAfter) ? computedValue : Math.max(1, settings.retryDelayMs(attemptCount)),
      },
    });
    return withoutCredentials(
      { status: statusCode, body, location: headers.location, date: headers.date },
      request,
      settings,
    );
  } catch (error) {
    throw noAnswer(error, request, timeoutMs);
  }
}

/** Proxies and gateways quote the headers of what they refuse; what is a success is not shown to anybody. */
function withoutCredentials(
  answer: HttpAnswer,
  { authorization }: HttpRequest,
  { secrets = [] }: TransportSettings,
): HttpAnswer {
  if (answer.status >= 200 && answer.status <= 299) return answer;
  const credentials = { secrets: [...secrets, ...secretsSent(authorization)] };
  const { body, location } = answer;
  return {
    ...answer,
    body: hideSecrets(body, credentials),
    location: location === undefined ? undefined : hideSecrets(location, credentials),
  };
}

/** Servers may ask for no wait, or for one that cannot be read. */
function isWaitAsked(retryAfterMs: number | undefined): boolean {
  return retryAfterMs !== undefined && retryAfterMs > 0;
}
