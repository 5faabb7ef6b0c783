import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

/**
 * Stands before a server and lets it answer in small pages, whatever size a request asks for: what a server with many
 * sources does to a client that asks for a thousand.
 */
export async function withSmallPages<Result>(
  target: string,
  pageSize: number,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  const server = createServer(async (request, response) => {
    const text = await readText(request);
    const answer = await fetch(`${target}${request.url}`, {
      method: request.method ?? 'POST',
      headers: { 'content-type': 'application/json' },
      ...(text === '' ? {} : { body: text.replace(/"pageSize":\d+/, `"pageSize":${pageSize}`) }),
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(await answer.text());
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

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
