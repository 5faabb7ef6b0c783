import { RequestError as GotRequestError } from 'got';
import { type About, UnreachableError, type WayStop } from './api-error.ts';

/** What was asked, for the error. */
interface Asked {
  readonly url: string;
  readonly name: string;
  readonly about?: About | undefined;
}

interface Cause {
  readonly stop: WayStop;
  readonly why: string;
  /** The usual one if absent. */
  readonly hint?: string;
}

const causes: Readonly<Record<string, Cause>> = {
  ECONNREFUSED: { stop: 'connection', why: 'nothing listens there' },
  ENOTFOUND: { stop: 'name', why: 'no host of that name' },
  EAI_AGAIN: { stop: 'name', why: 'the name could not be looked up' },
  ECONNRESET: { stop: 'connection', why: 'the connection was closed without an answer' },
  EHOSTUNREACH: { stop: 'connection', why: 'no route to the host' },
  ENETUNREACH: { stop: 'connection', why: 'no route to the network' },
  CERT_HAS_EXPIRED: {
    stop: 'tls',
    why: 'its certificate has expired',
    hint: "renew the server's certificate, or set the clock of this machine right",
  },
  CERT_NOT_YET_VALID: {
    stop: 'tls',
    why: 'its certificate is not valid yet',
    hint: "set the clock of this machine right, or wait until the server's certificate is valid",
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    stop: 'tls',
    why: 'its certificate is for another name',
    hint: 'write "server" by the name that the certificate is for, or have it made for this one too',
  },
};

const noTls: Cause = {
  stop: 'tls',
  why: 'no TLS is spoken there',
  hint: 'write http:// in place of https:// in "server", or the port that speaks TLS',
};

/** What stands for an error of the HTTP library; anything else is handed back. */
export function noAnswer(error: unknown, request: Asked, timeoutMs: number): unknown {
  if (!(error instanceof GotRequestError)) return error;
  const { origin } = new URL(request.url);
  const { stop, why, hint } = causeOf(error, timeoutMs);
  return new UnreachableError(`${request.name}: ${origin} does not answer: ${why}`, {
    request: request.name,
    about: request.about,
    stop,
    hint: hint ?? usualHint,
    // Not got's own error: it carries the whole request, secrets included.
    cause: error.cause,
  });
}

const usualHint =
  'check "server" of the environment in airplan.yaml, and that the server runs and can be reached from here';

function causeOf({ code, message }: GotRequestError, timeoutMs: number): Cause {
  if (code === 'ETIMEDOUT') return { stop: 'connection', why: `no answer within ${timeoutMs / 1000} s` };
  const known = causes[code];
  if (known !== undefined) return known;
  if (/wrong version number|packet length too long|ERR_SSL_(?!CERT)/i.test(`${code} ${message}`)) return noTls;
  if (/certificate|CERT_|SELF_SIGNED|UNABLE_TO/.test(`${code} ${message}`)) {
    const hint = 'set "caFile" of the environment to the certificate that signed the server\'s';
    return { stop: 'tls', why: message, hint };
  }
  return { stop: 'connection', why: message };
}
