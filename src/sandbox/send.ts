import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Delivery } from './faults.ts';
import type { Reply } from './reply.ts';

/** Sends what is to be sent, part after part: the list of a large workspace never stands in memory twice. */
export async function send(response: ServerResponse, delivery: Delivery): Promise<void> {
  if (delivery.type === 'reset') {
    response.destroy();
    return;
  }
  const parts = partsOf(delivery.reply);
  writeHead(response, delivery.reply, parts);
  if (delivery.type === 'whole') await pipeline(Readable.from(parts), response);
  else breakOff(response, parts);
}

/** Nothing where the status allows no body. */
function partsOf({ status, text }: Reply): readonly string[] {
  return status === 204 ? [] : [text].flat().filter((part) => part !== '');
}

function writeHead(response: ServerResponse, { status, contentType, headers }: Reply, parts: readonly string[]): void {
  const length = parts.reduce((bytes, part) => bytes + Buffer.byteLength(part), 0);
  const described = status === 204 ? {} : { 'content-type': contentType, 'content-length': length };
  response.writeHead(status, { ...described, ...headers });
}

function breakOff(response: ServerResponse, parts: readonly string[]): void {
  const bytes = Buffer.from(parts.join(''));
  response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
}
