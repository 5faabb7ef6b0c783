import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

/** The addresses of a host; none where its name is not known. */
export async function lookUp(host: string): Promise<readonly string[]> {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  if (isIP(bare) !== 0) return [bare];
  const found = await lookup(bare, { all: true }).catch(() => []);
  return found.map(({ address }) => address);
}
