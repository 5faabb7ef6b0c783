import { isJsonObject, type JsonObject } from '../model/json.ts';

/** What an error's body tells. */
export interface ErrorBody {
  /** The server's words for people, on one line or more; absent where it says nothing. */
  readonly words?: string;
  /** What to look for in the server's log. */
  readonly errorId?: string;
  /** True for a web page, which a proxy sends and Airbyte's API never does. */
  readonly isWebPage: boolean;
}

/**
 * Reads any of the six shapes in which servers report errors.
 *
 * @param text - the body as it came; may be empty
 * @see API §4.5: known exception, errorId only, problem document, framework error, plain text, invalid input
 */
export function readErrorBody(text: string): ErrorBody {
  if (/^\s*<(!doctype|html|head|\?xml)/i.test(text)) return { isWebPage: true };
  const body = parsed(text);
  if (body === undefined) return { ...plainWords(text), isWebPage: false };
  const words = withoutSchema(invalidInput(body) ?? problem(body) ?? frameworkError(body) ?? knownException(body));
  return {
    ...(words === '' ? {} : { words }),
    ...(typeof body.errorId === 'string' ? { errorId: body.errorId } : {}),
    isWebPage: false,
  };
}

function parsed(text: string): JsonObject | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return isJsonObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

function plainWords(text: string): { words?: string } {
  const words = text.trim();
  return words === '' ? {} : { words };
}

function invalidInput({ message, validationErrors }: JsonObject): string | undefined {
  if (!Array.isArray(validationErrors)) return undefined;
  const details = validationErrors
    .filter(isJsonObject)
    .map(({ propertyPath, message: words }) => [propertyPath, words].filter(isText).join(': '));
  return [message, ...details].filter(isText).join('\n');
}

function problem({ title, detail, data, type }: JsonObject): string | undefined {
  if (typeof title !== 'string' && typeof detail !== 'string') return undefined;
  const words = [title, detail].filter(isText);
  const extra = isJsonObject(data) ? [JSON.stringify(data)] : [];
  const kind = typeof type === 'string' && type.startsWith('error:') ? [`(${type})`] : [];
  return [...new Set(words), ...kind, ...extra].join(' ');
}

function frameworkError({ message, _embedded: embedded }: JsonObject): string | undefined {
  const errors = isJsonObject(embedded) ? embedded.errors : undefined;
  if (!Array.isArray(errors)) return undefined;
  const inner = errors.filter(isJsonObject).map((error) => error.message);
  return [...new Set([message, ...inner])].filter(isText).join(': ');
}

function knownException({ message }: JsonObject): string | undefined {
  return isText(message) ? message : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** A specification error carries the whole schema behind its words (API §2.7). */
function withoutSchema(words = ''): string {
  return (words.split(/\n\s*Schema:/)[0] ?? words).trim();
}
