import { once } from 'node:events';
import { createServer } from 'node:https';
import { expect, test } from 'vitest';
import { createTransport } from '../../src/airbyte/transport.ts';
import { makeCertificate } from '../support/certificate.ts';

const certificate = makeCertificate();
const request = { name: 'health', method: 'GET', effect: 'read' } as const;
const settings = { headers: {}, timeoutMs: 5000, retryDelayMs: () => 0 };

test.skipIf(certificate === undefined)('trusts the certificates of caFile', () =>
  withServer(async (url) => {
    const send = createTransport({ ...settings, certificateAuthority: certificate?.cert ?? '' });

    expect(await send({ ...request, url })).toMatchObject({ status: 200, body: 'hello' });
  }),
);

test.skipIf(certificate === undefined)('refuses a certificate that nobody vouches for, and names the way out', () =>
  withServer(async (url) => {
    await expect(createTransport(settings)({ ...request, url })).rejects.toMatchObject({
      code: 'unreachable',
      stop: 'tls',
      hint: expect.stringContaining('caFile'),
    });
  }),
);

test.skipIf(certificate === undefined)('a caFile that holds no certificate is told as such', () =>
  withServer(async (url) => {
    const send = createTransport({ ...settings, certificateAuthority: 'no certificate' });

    await expect(send({ ...request, url })).rejects.toMatchObject({
      code: 'unreachable',
      hint: expect.stringContaining('caFile'),
    });
  }),
);

async function withServer(use: (url: string) => Promise<void>): Promise<void> {
  const server = createServer({ ...certificate }, (_request, response) => response.end('hello'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  try {
    await use(`https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
