import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

import type { Json, JsonObject } from '../../src/model/json.ts';

/** What becomes of the answers of a route, `connections/list` for instance. */
export type Rewrites = Readonly<Record<string, (answer: JsonObject) => JsonObject>>;

/** Stands before a server and says things in another manner: what older, newer and odd servers do to a client. */
export async function withRewrittenAnswers<Result>(
  target: string,
  rewrites: Rewrites,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  const server = createServer(async (request, response) => {
    const body = await readText(request);
    const answer = await fetch(`${target}${request.url}`, {
      method: request.method ?? 'POST',
      headers: { 'content-type': 'application/json' },
      ...(body === '' ? {} : { body }),
    });
    const text = await answer.text();
    const rewrite = rewrites[request.url?.replace('/api/v1/', '') ?? ''];
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(rewrite === undefined || answer.status !== 200 ? text : JSON.stringify(rewrite(JSON.parse(text))));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const address = server.address();
    return await use(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** Every object in a value, innermost first, made into another one. */
export function everyObject(value: Json, change: (object: JsonObject) => JsonObject): Json {
  if (Array.isArray(value)) return value.map((item: Json) => everyObject(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return change(Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, everyObject(inner, change)])));
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
