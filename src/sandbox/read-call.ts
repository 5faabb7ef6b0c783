import type { IncomingMessage } from 'node:http';
import type { Json } from '../model/json.ts';
import type { Call } from './answer.ts';

/** The server's own limit on requests, 10 MiB (API §2.7). */
const maxBodyBytes = 10_485_760;
/** Its JSON reader goes no further down. */
const maxDepth = 1000;

/** Reads a request to its end. Nothing in it is too odd to be answered. */
export async function readCall(request: IncomingMessage): Promise<Call> {
  const { method = 'GET', headers, url = '/' } = request;
  const bytes = await readBytes(request);
  return {
    method,
    path: toPath(url),
    authorization: headers.authorization,
    contentType: headers['content-type'],
    text: bytes?.toString('utf8'),
    body: bytes === undefined ? undefined : parseBody(bytes),
  };
}

/** Proxies send whole addresses, and `//` is a path as well. */
function toPath(target: string): string {
  const address = target.startsWith('/') ? `http://sandbox${target}` : target;
  return URL.canParse(address) ? new URL(address).pathname : target;
}

/** Reads to the end even what is too long: a caller that is still sending would not see the answer. */
async function readBytes(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
  }
  return bytes > maxBodyBytes ? undefined : Buffer.concat(chunks);
}

function parseBody(bytes: Buffer): Json | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text === '' || isTooDeep(text) ? undefined : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}

/** What is nested deeper could be parsed, but neither walked through nor written again. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInText = false;
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index];
    if (sign === '"') isInText = !isInText;
    else if (isInText) index += sign === '\\' ? 1 : 0;
    else if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') depth -= 1;
    if (depth > maxDepth) return true;
  }
  return false;
}
