import { isJsonObject, type Json } from '../../src/model/json.ts';
import type { SandboxAuth } from '../../src/sandbox/auth.ts';
import type { ProjectInMemory } from './workflow.ts';

/** What secrets look like in the wild; `nonce` makes each another one. */
const kinds = {
  plain: (nonce: string) => `zqCANARY-${nonce}`,
  /** Texts keep one so short: taking it out would make them unreadable. */
  short: (nonce: string) => `Z${nonce.slice(0, 2)}`,
  pem: (nonce: string) =>
    `-----BEGIN PRIVATE KEY-----\n${`MIIE+${nonce}/qZ`.repeat(4)}\n${`${nonce}Kq+w`.repeat(3)}=\n-----END PRIVATE KEY-----`,
  json: (nonce: string) => JSON.stringify({ type: 'service_account', 'private key': `k\n"${nonce}"\\`, id: [nonce] }),
  unicode: (nonce: string) => `pässwörd→🚀-${nonce}-東京`,
  base64: (nonce: string) => Buffer.from(`${nonce}?>~ÿ${nonce}`).toString('base64'),
  urlEncoded: (nonce: string) => encodeURIComponent(`p@ss w/${nonce}&ä=1`),
} as const;

export type CanaryKind = keyof typeof kinds;
export const canaryKinds = Object.keys(kinds) as readonly CanaryKind[];
export const canaryAuths = ['none', 'basic', 'token', 'client'] as const;
export type CanaryAuth = (typeof canaryAuths)[number];

/** A project with another secret at every place that can hold one. */
export interface CanaryProject extends ProjectInMemory {
  readonly values: readonly string[];
  /** What the server has to ask for. */
  readonly serverAuth: SandboxAuth;
}

export function canaryProject(kind: CanaryKind, auth: CanaryAuth, nonce: string): CanaryProject {
  const secretAt = (place: string): string => kinds[kind](short(place, nonce));
  const isPrintable = /^[ -~]*$/.test(secretAt('header'));
  const variables = Object.fromEntries(places.environment.map((place) => [place, secretAt(place)]));
  const files = Object.fromEntries(places.files.map((place) => [`secrets/${place}`, `${secretAt(place)}\n`]));
  const literals = Object.fromEntries(places.literals.map((place) => [place, secretAt(place)]));
  // A header takes no line break, and nothing but ASCII.
  const header: Readonly<Record<string, string>> = isPrintable ? { HEADER: secretAt('header') } : {};
  return {
    values: [...Object.values({ ...variables, ...literals, ...header }), ...places.files.map(secretAt)],
    variables: { ...variables, ...header },
    contents: { ...files, ...resourceFiles(literals), 'airplan.yaml': projectFile(auth, isPrintable) },
    serverAuth: serverAuth(auth, variables),
  };
}

/** Each in the manner in which the files below refer to it. */
const places = {
  environment: [
    'PASSWORD',
    'CLIENT_KEY',
    'CLIENT_KEY_PASSWORD',
    'REFRESH',
    'VALUE',
    'COMPOSITE',
    'ACCESS',
    'MAPPER',
    'AUTH',
  ],
  files: ['ca', 'certificate', 'ssh'],
  literals: ['clientId', 'clientSecret', 'header', 'secretKey'],
} as const;

/** Another one for each place; its beginning differs, since the short kind has no more. */
function short(place: string, nonce: string): string {
  const all: readonly string[] = [...Object.values(places).flat(), 'header'];
  return `${String.fromCharCode(103 + all.indexOf(place))}${nonce}`;
}

function serverAuth(auth: CanaryAuth, { AUTH: secret = '' }: Readonly<Record<string, string>>): SandboxAuth {
  if (auth === 'none') return { mode: 'none' };
  if (auth === 'basic') return { mode: 'basic', username: 'somebody', password: secret };
  return { mode: 'token', clientId: 'somebody', clientSecret: secret };
}

function projectFile(auth: CanaryAuth, hasHeader: boolean): string {
  const auths: Readonly<Record<CanaryAuth, object>> = {
    none: {},
    basic: { auth: { username: 'somebody', password: '${env:AUTH}' } },
    token: { auth: { token: '${env:TOKEN}' } },
    client: { auth: { clientId: 'somebody', clientSecret: '${env:AUTH}' } },
  };
  const headers = hasHeader ? { headers: { 'x-gate': '${env:HEADER}' } } : {};
  const variables = { key_password: '${env:CLIENT_KEY_PASSWORD}' };
  const environment = { server: 'sandbox', workspace: 'default', ...auths[auth], ...headers, variables };
  return JSON.stringify({ version: 1, environments: { test: environment } });
}

function resourceFiles(literals: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const literal = (place: string): string =>
    `${JSON.stringify(literals[place])} # airplan-ignore literal-secret: made up`;
  return {
    'pipelines/shop.yaml': `kind: source
definition: airbyte/source-postgres
configuration:
  host: db.example.com
  port: 5432
  database: shop
  username: reader
  password: "\${env:PASSWORD}"
  ssl_mode:
    mode: verify-full
    ca_certificate: "\${file:secrets/ca}"
    client_certificate: "\${file:secrets/certificate}"
    client_key: "\${env:CLIENT_KEY}"
    client_key_password: "\${var:key_password}"
  tunnel_method:
    {tunnel_method: SSH_KEY_AUTH, tunnel_host: hop, tunnel_port: 22, tunnel_user: me, ssh_key: "\${file:secrets/ssh}"}
`,
    'pipelines/crm.yaml': `kind: source
definition: airplan/source-rest-api
configuration:
  url: https://crm.example.com/api
  authentication:
    type: oauth2
    client_id: ${literal('clientId')}
    client_secret: ${literal('clientSecret')}
    refresh_token: "\${env:REFRESH}"
  headers:
    - {name: X-One, value: "\${env:VALUE}"}
    - {name: X-Two, value: "before-\${env:COMPOSITE}-after"}
    - name: X-Three
      value: ${literal('header')}
`,
    'pipelines/lake.yaml': `kind: destination
definition: airbyte/destination-s3
configuration:
  s3_bucket_name: datalake
  s3_bucket_path: raw
  s3_bucket_region: us-east-1
  access_key_id: "\${env:ACCESS}"
  secret_access_key: ${literal('secretKey')}
  format: {format_type: JSONL}
`,
    'pipelines/shop-to-lake.yaml': `kind: connection
source: shop
destination: lake
streams:
  - name: orders
    mappers:
      - type: encryption
        mapperConfiguration:
          {algorithm: AES, key: "\${env:MAPPER}", mode: CBC, padding: PKCS5Padding, targetField: id, fieldNameSuffix: _x}
`,
    'pipelines/crm-to-lake.yaml': `kind: connection
source: crm
destination: lake
streams: [{name: companies}]
`,
  };
}

/** Every spelling in which a secret would give itself away. */
export function spellingsOf(value: string): readonly string[] {
  const lines = value.split('\n').filter((line) => line.length >= 8 && !line.startsWith('-----'));
  return [value, ...lines].flatMap((text) => {
    const inJson = JSON.stringify(text).slice(1, -1);
    const bytes = Buffer.from(text);
    const base64 = bytes.toString('base64').replace(/=+$/, '');
    return [
      text,
      inJson,
      JSON.stringify(inJson).slice(1, -1),
      encodeURIComponent(text),
      base64,
      bytes.toString('base64url'),
    ];
  });
}

/** Every text in a value, however deep. */
export function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((item: Json) => textsIn(item));
  return isJsonObject(value) ? Object.values(value).flatMap((inner) => textsIn(inner ?? null)) : [];
}
