import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import type { Json } from '../../src/model/json.ts';
import { textsIn } from './canaries.ts';
import { readText, whileServing } from './loopback.ts';

/** What a request consisted of, as far as a server can quote it. */
interface Sent {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Echo {
  readonly status: number;
  readonly type: 'application/json' | 'text/html' | 'text/plain';
  readonly text: (sent: Sent) => string;
}

/** Servers quote what they were sent: as it is, as JSON, as JSON inside of a text, in addresses, in base64. */
export const echoes: Readonly<Record<string, Echo>> = {
  json: { status: 500, type: 'application/json', text: (sent) => JSON.stringify({ message: JSON.stringify(sent) }) },
  twice: {
    status: 500,
    type: 'application/json',
    text: (sent) => JSON.stringify({ message: JSON.stringify(JSON.stringify(sent)) }),
  },
  problem: {
    status: 422,
    type: 'application/json',
    text: (sent) => JSON.stringify({ type: 'error:any', title: 'no', detail: `$.x: ${texts(sent).join(', $.y: ')}` }),
  },
  invalid: {
    status: 422,
    type: 'application/json',
    text: (sent) =>
      JSON.stringify({
        message: 'invalid',
        validationErrors: texts(sent).map((message) => ({ propertyPath: 'configuration', message })),
      }),
  },
  address: {
    status: 400,
    type: 'application/json',
    text: (sent) => JSON.stringify({ message: `any://${texts(sent).map(encodeURIComponent).join(':')}@host` }),
  },
  base64: {
    status: 409,
    type: 'application/json',
    text: (sent) =>
      JSON.stringify({
        message: texts(sent)
          .map((it) => Buffer.from(it).toString('base64'))
          .join(' '),
      }),
  },
  page: { status: 500, type: 'text/html', text: (sent) => `<html><body>${texts(sent).join('<br>')}</body></html>` },
  words: { status: 403, type: 'text/plain', text: (sent) => `refused: ${texts(sent).join(' and ')}` },
  denied: { status: 401, type: 'text/plain', text: (sent) => `who is ${texts(sent).join(' and ')}?` },
  noAnswer: { status: 200, type: 'application/json', text: (sent) => JSON.stringify(sent) },
  broken: { status: 200, type: 'application/json', text: (sent) => texts(sent).join(' ') },
};

function texts({ headers, body }: Sent): readonly string[] {
  const said = Object.values(headers).flatMap((value) => value ?? []);
  return [...said, ...(body === '' ? [] : textsIn(JSON.parse(body) as Json))];
}

/** What befalls requests whose path the pattern finds. */
export interface Trouble {
  readonly on: RegExp;
  /** What answers in place of the server; absent: the server. */
  readonly echo?: string;
  readonly onRequest?: () => void;
}

/** Stands before a server, and quotes what it is sent while there is trouble. */
export async function withEchoes<Result>(
  target: string,
  use: (url: string, setTrouble: (trouble: Trouble | undefined) => void) => Promise<Result>,
): Promise<Result> {
  let trouble: Trouble | undefined;
  const listener: RequestListener = async (request, response) => {
    const body = await readText(request);
    const { url = '', method = 'POST', headers } = request;
    const current = trouble?.on.test(url) ? trouble : undefined;
    current?.onRequest?.();
    const echo = echoes[current?.echo ?? ''];
    if (echo !== undefined) {
      response.writeHead(echo.status, { 'content-type': echo.type });
      response.end(echo.text({ headers, body }));
      return;
    }
    const { authorization } = headers;
    const answer = await fetch(`${target}${url}`, {
      method,
      headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
      ...(body === '' ? {} : { body }),
    });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
    response.end(await answer.text());
  };
  return whileServing(listener, (url) =>
    use(url, (next) => {
      trouble = next;
    }),
  );
}
