import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTransport } from '../../src/airbyte/transport.ts';

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

/** A certificate for the loopback address that signs itself; undefined, with a printed reason, without openssl. */
function makeCertificate(): { readonly cert: string; readonly key: string } | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'airplan-certificate-'));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const kind = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=airplan test'];
  try {
    const files = ['-keyout', key, '-out', cert, '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync('openssl', ['req', ...kind, ...files], { stdio: 'ignore' });
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  } catch {
    // biome-ignore lint/suspicious/noConsole: a skipped test must say why
    console.log('skipped: certificates (openssl made none)');
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
