import { UnreachableError } from '../airbyte/api-error.ts';
import { createTransport, type HttpAnswer, type HttpRequest, type Transport } from '../airbyte/transport.ts';
import { AirplanError, type ErrorCode, type ErrorDetails } from '../errors.ts';
import type { Secret } from '../model/configuration.ts';
import { DecodeError, type Decoder } from '../util/decode.ts';

/** A host of repositories did not do what it should. */
export class HostError extends AirplanError {
  readonly code: ErrorCode;
  readonly status: number | undefined;

  constructor(code: ErrorCode, message: string, { status, ...details }: ErrorDetails & { readonly status?: number }) {
    super(message, details);
    this.code = code;
    this.status = status;
  }
}

/** How to speak with a host. */
export interface HostSettings {
  /** For errors: `GitHub`. */
  readonly title: string;
  readonly token: Secret;
  readonly headers: Readonly<Record<string, string>>;
  /** What to do about a status. */
  readonly hints: Readonly<Record<number, string>>;
  /** Milliseconds to wait before try number `attempt` + 1. */
  readonly retryDelayMs: (attempt: number) => number;
}

export interface HostRequest<T> extends Pick<HttpRequest, 'method' | 'url' | 'effect' | 'body'> {
  /** What is done, for errors: `list comments`. */
  readonly name: string;
  readonly decode: Decoder<T>;
}

export type HostCall = <T>(request: HostRequest<T>) => Promise<T>;

const timeoutMs = 30_000;

/**
 * Sends requests to a host of repositories.
 *
 * @returns a function that throws {HostError} for whatever is no success; the token is in no error
 */
export function createHostCall(settings: HostSettings): HostCall {
  const { headers, token, retryDelayMs } = settings;
  const transport = createTransport({
    headers: { 'user-agent': 'airplan', ...headers },
    secrets: [token],
    timeoutMs,
    retryDelayMs,
  });
  return async ({ decode, ...request }) => {
    const answer = await send(transport, request, settings);
    if (answer.status < 200 || answer.status > 299) throw refusal(request, answer, settings);
    try {
      return decode(answer.body === '' ? undefined : JSON.parse(answer.body), request.name);
    } catch (error) {
      if (!(error instanceof DecodeError || error instanceof SyntaxError)) throw error;
      const { host } = new URL(request.url);
      throw new HostError('unreadable-answer', `${request.name}: ${host} does not answer as ${settings.title} does`, {
        hint: 'check --api-url: something else may answer there, a login page or a proxy',
        cause: error,
      });
    }
  };
}

async function send(transport: Transport, request: HttpRequest, { title }: HostSettings): Promise<HttpAnswer> {
  try {
    return await transport(request);
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error;
    throw new HostError('unreachable', `${title}: ${error.message}`, {
      hint: 'check --api-url, and that the host can be reached from here',
      cause: error.cause,
    });
  }
}

function refusal({ name }: HttpRequest, { status, body, location }: HttpAnswer, { title, hints }: HostSettings): Error {
  const words = wordsOf(body);
  const message = `${title} refuses to ${name}: ${words ?? 'no reason given'} (${status})`;
  const code = status === 401 ? 'credentials-refused' : 'request-failed';
  if (status === 429 || /rate limit/i.test(words ?? '')) {
    return new HostError(code, message, { status, hint: `${title} is throttling: run this again in some minutes` });
  }
  const moved = location === undefined ? 'it has moved' : `it has moved to ${location}`;
  const hint = status >= 300 && status < 400 ? `${moved}: check --repository and --api-url` : hints[status];
  return new HostError(code, message, {
    status,
    hint: hint ?? 'the page of its status may tell whether it has trouble',
  });
}

const longestWords = 500;

/** `message` is a text, or on GitLab an object by field; `error` is what its gateway says. */
function wordsOf(body: string): string | undefined {
  try {
    const { message, error } = JSON.parse(body) as { readonly message?: unknown; readonly error?: unknown };
    const words = message ?? error;
    const text = typeof words === 'string' ? words : JSON.stringify(words);
    return text?.slice(0, longestWords);
  } catch {
    return undefined;
  }
}
