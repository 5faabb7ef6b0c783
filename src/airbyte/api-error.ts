import { AirplanError, type ErrorDetails } from '../errors.ts';
import type { Place } from '../model/issue.ts';

/** What a request is about, so that its error can say which resource of which file. */
export interface About {
  readonly key: string;
  readonly place?: Pick<Place, 'file' | 'line'>;
  /** Takes secrets out of what the server says; it may quote what it was sent. */
  readonly hideSecrets?: (words: string) => string;
}

interface ApiErrorDetails extends ErrorDetails {
  /** The API's path, `sources/create`. */
  readonly request: string;
  readonly about?: About | undefined;
}

/** A request that did not do what it should. */
export abstract class RequestError extends AirplanError {
  readonly request: string;
  readonly about: About | undefined;

  constructor(message: string, details: ApiErrorDetails) {
    super(details.about === undefined ? message : `${details.about.key}: ${message}`, details);
    this.request = details.request;
    this.about = details.about;
  }
}

/** The server answered with a status that is no success. */
export class ApiError extends RequestError {
  readonly code = 'request-failed';
  readonly status: number;
  /** The server's own words; many answers hold none. */
  readonly words: string | undefined;

  constructor(message: string, details: ApiErrorDetails & { status: number; words?: string | undefined }) {
    super(message, details);
    this.status = details.status;
    this.words = details.words;
  }
}

/** The server did its part, a connector did not do its own; `words` are those of the connector. */
export class ConnectorError extends ApiError {}

/** How far a request got that had no answer. */
export type WayStop = 'name' | 'connection' | 'tls';

/** No answer: name not found, refused, reset, timed out, certificate not trusted. */
export class UnreachableError extends RequestError {
  readonly code = 'unreachable';
  /** Absent: something did answer, but not Airbyte. */
  readonly stop: WayStop | undefined;

  constructor(message: string, details: ApiErrorDetails & { stop?: WayStop }) {
    super(message, details);
    this.stop = details.stop;
  }
}

/** The server does not accept who we say we are. */
export class CredentialsError extends RequestError {
  readonly code = 'credentials-refused';
}

/** A success whose body is not what the API promises, a web page for instance. */
export class UnreadableAnswerError extends RequestError {
  readonly code = 'unreadable-answer';
}

/** True when a write may or may not have happened: no answer, a 5xx, or one that cannot be read. */
export function isUnclear(error: unknown): boolean {
  return (
    error instanceof UnreachableError ||
    error instanceof UnreadableAnswerError ||
    (error instanceof ApiError && error.status >= 500)
  );
}

/** True for the two statuses with which servers deny that a route or an id is there (API §2.7). */
export function isMissing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 403);
}
