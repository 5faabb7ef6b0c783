import { AirplanError, unreachable } from '../errors.ts';
import type { Json } from '../model/json.ts';
import type { ProfileRules } from './profile.ts';
import { jsonReply, type Reply } from './reply.ts';

/** The shapes of error bodies (API §4.5). Which of them carry words depends on the profile. */
export type RefusalShape =
  | { readonly shape: 'known'; readonly status: number }
  | { readonly shape: 'not-found' }
  | { readonly shape: 'internal' }
  | { readonly shape: 'problem'; readonly status: number; readonly type: string; readonly data?: Json }
  | { readonly shape: 'framework'; readonly status: number }
  | { readonly shape: 'unknown-route' };

/** Thrown where a request is not carried out. */
export class Refusal extends AirplanError {
  readonly code = 'request-failed';
  readonly shape: RefusalShape;

  constructor(message: string, shape: RefusalShape) {
    super(message);
    this.shape = shape;
  }
}

/** What the server raises on purpose; the message is shown in every profile. */
export function known(status: number, message: string): Refusal {
  return new Refusal(message, { shape: 'known', status });
}

export function notFound(what: string, id: string): Refusal {
  return new Refusal(`Could not find configuration for ${what}: ${id}.`, { shape: 'not-found' });
}

/** What the server did not expect: a 500. */
export function internal(message: string): Refusal {
  return new Refusal(message, { shape: 'internal' });
}

export function problem(status: number, type: string, message: string, data?: Json): Refusal {
  return new Refusal(message, { shape: 'problem', status, type, ...(data === undefined ? {} : { data }) });
}

/** What the web framework refuses before a handler sees it. */
export function framework(status: number, message: string): Refusal {
  return new Refusal(message, { shape: 'framework', status });
}

export function unknownRoute(): Refusal {
  return new Refusal('Object not found.', { shape: 'unknown-route' });
}

/** Broken foreign keys, missing values, texts over 256 characters (API §2.7, §2.8). */
export function databaseRefused(): Refusal {
  return known(409, 'Failed to access database. Check the server logs for more information');
}

/** The answer that tells of a refusal, in the words of the profile. */
export function refusalReply(refusal: Refusal, rules: ProfileRules, errorId: string): Reply {
  const { shape, message } = refusal;
  switch (shape.shape) {
    case 'known':
      return jsonReply({ ...knownBody(message, rules, errorId), ...declaredExtras(shape.status) }, shape.status);
    case 'not-found':
      return jsonReply(wordyBody(message, rules, errorId), 404);
    case 'internal':
      return jsonReply(wordyBody(message, rules, errorId), 500);
    case 'problem':
      return jsonReply(problemBody(shape, message), shape.status);
    case 'framework':
      return jsonReply(frameworkBody(message), shape.status);
    case 'unknown-route':
      return { status: 404, contentType: 'application/json', text: message };
    default:
      return unreachable(shape);
  }
}

function knownBody(message: string, rules: ProfileRules, errorId: string) {
  const stacks = { exceptionStack: [], rootCauseExceptionStack: [] };
  if (!rules.explainsErrors) return { message, ...stacks, errorId };
  return { message, exceptionClassName: 'io.airbyte.commons.server.errors.KnownException', ...stacks };
}

/** The description wants this of every 422; nothing that we refuse fills it. */
function declaredExtras(status: number) {
  return status === 422 ? { validationErrors: [] } : {};
}

function wordyBody(message: string, rules: ProfileRules, errorId: string) {
  return rules.explainsErrors ? knownBody(`Internal Server Error: ${message}`, rules, errorId) : { errorId };
}

function problemBody(shape: Extract<RefusalShape, { shape: 'problem' }>, detail: string) {
  return { status: shape.status, type: shape.type, title: shape.type, detail, data: shape.data };
}

function frameworkBody(message: string) {
  return { message, _links: { self: { href: '/api', templated: false } }, _embedded: { errors: [{ message }] } };
}
