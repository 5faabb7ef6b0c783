import { readText, whileServing } from './loopback.ts';

/**
 * Stands before a server and lets it answer in small pages, whatever size a request asks for: what a server with many
 * sources does to a client that asks for a thousand.
 */
export async function withSmallPages<Result>(
  target: string,
  pageSize: number,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  return whileServing(async (request, response) => {
    const text = await readText(request);
    const answer = await fetch(`${target}${request.url}`, {
      method: request.method ?? 'POST',
      headers: { 'content-type': 'application/json' },
      ...(text === '' ? {} : { body: text.replace(/"pageSize":\d+/, `"pageSize":${pageSize}`) }),
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(await answer.text());
  }, use);
}
