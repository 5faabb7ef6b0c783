import { type Client, createClient } from '../../src/airbyte/client.ts';
import type { HttpAnswer, Transport } from '../../src/airbyte/transport.ts';
import { isJsonObject, type JsonObject } from '../../src/model/json.ts';

/** A request that reached the fake server. */
export interface Sent {
  readonly path: string;
  readonly body: JsonObject;
}

/** What a route answers to the `nth` request for it, counted from 1: a value for 200, or a whole answer. */
export type FakeRoute = (body: JsonObject, nth: number) => object | HttpAnswer;

/** An answer that is no plain success. Text goes out as it stands, anything else as JSON. */
export function anAnswer(status: number, body: unknown = ''): HttpAnswer {
  return { status, body: typeof body === 'string' ? body : JSON.stringify(body), location: undefined };
}

/** A client whose requests are answered by functions; routes that are not there answer 404, as servers do. */
export function aFakeServer(routes: Readonly<Record<string, FakeRoute>>): {
  readonly client: Client;
  readonly requests: readonly Sent[];
} {
  const requests: Sent[] = [];
  const transport: Transport = async ({ name, body }) => {
    const sent = { path: name, body: isJsonObject(body) ? body : {} };
    requests.push(sent);
    const nth = requests.filter(({ path }) => path === name).length;
    const answer = routes[name]?.(sent.body, nth) ?? anAnswer(404, 'Object not found.');
    return isHttpAnswer(answer) ? answer : anAnswer(200, answer);
  };
  const authorizer = { header: async () => undefined, renew: async () => false };
  return {
    client: createClient({ baseUrl: 'http://airbyte.test/api/v1', transport, authorizer, parallelism: 4 }),
    requests,
  };
}

function isHttpAnswer(answer: object): answer is HttpAnswer {
  return 'status' in answer && typeof answer.status === 'number' && 'location' in answer;
}
