import { expect, test } from 'vitest';
import { isJsonObject, type JsonObject } from '../../src/model/json.ts';
import { type SandboxProfile, sandboxProfiles } from '../../src/sandbox/profile.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { type FieldFlip, fieldFlips } from '../support/every-field.ts';
import { isLong } from '../support/law.ts';
import { schemaMembers } from '../support/schema-members.ts';
import { snapshot } from '../support/snapshot.ts';
import { unflippable } from '../support/unflippable.ts';
import { apply, type ProjectInMemory, plan, withSandbox } from '../support/workflow.ts';

const members = ['source', 'destination', 'connection', 'catalog'].flatMap(schemaMembers);

test('every member that files can say is changed behind their back, or has a reason why it cannot be', () => {
  const flipped = new Set(fieldFlips.map(({ member }) => member));
  const isExcused = (member: string): boolean => unflippable.some(([pattern]) => pattern.test(member));

  expect(members.filter((member) => !flipped.has(member) && !isExcused(member))).toEqual([]);
  expect([...flipped].filter((member) => !members.includes(member))).toEqual([]);
  expect(unflippable.filter(([pattern]) => !members.some((member) => pattern.test(member)))).toEqual([]);
});

test.each(isLong ? sandboxProfiles : ['2.0' as const])(
  'each of them is one change at its path, and apply repairs it (%s)',
  async (profile) => {
    await withSandbox({ profile }, async (sandbox) => {
      await apply(projectFor(profile, {}), sandbox.url);
      const { ids }: { ids: Readonly<Record<string, string | undefined>> } = await plan(
        projectFor(profile, {}),
        sandbox.url,
      );
      const project = projectFor(profile, ids);
      const before = snapshot(sandbox.store);
      for (const flip of fieldFlips.filter(({ isMissingOn = [] }) => !isMissingOn.includes(profile))) {
        await edit(sandbox, flip, ids[flip.key] ?? '');
        const { changes } = await plan(project, sandbox.url);
        const shown = changes.map(({ key, action, fields }) => ({
          key,
          action,
          paths: fields.map(({ path }) => path),
        }));
        const expected = [{ key: flip.key, action: 'update', paths: flip.paths }];
        expect({ member: flip.member, shown }).toEqual({ member: flip.member, shown: expected });

        const { result } = await apply(project, sandbox.url);
        expect({ member: flip.member, result }).toEqual({ member: flip.member, result: 'applied' });
        expect({ member: flip.member, store: snapshot(sandbox.store) }).toEqual({ member: flip.member, store: before });
      }
    });
  },
  300_000,
);

/** As somebody does it with the UI or a script: reads, changes, writes. */
async function edit({ url }: Sandbox, { key, edit: change }: FieldFlip, id: string): Promise<void> {
  const [kind = ''] = key.split('/');
  const before = await call(url, `${kind}s/get`, { [`${kind}Id`]: id });
  const after = change(before);
  // An update of a connection is a patch; one of a source or destination is the whole of it.
  const changed = Object.entries(after).filter(
    ([name, value]) =>
      value !== before[name] || (name === 'scheduleType' && after.scheduleData !== before.scheduleData),
  );
  await call(
    url,
    `${kind}s/update`,
    kind === 'connection' ? { connectionId: id, ...Object.fromEntries(changed) } : after,
  );
}

async function call(url: string, path: string, body: JsonObject): Promise<JsonObject> {
  const answer = await fetch(`${url}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path} ${answer.status}: ${text.slice(0, 500)}`);
  const parsed: unknown = JSON.parse(text);
  return isJsonObject(parsed) ? parsed : {};
}

const streams = `defaults: {namespace: public}
streams:
  - name: orders
    syncMode: incremental
    destinationSyncMode: append_dedup
    cursorField: updated_at
    primaryKey: id
    fields: {include: [id, updated_at, ordered_at, customer_id, total_amount]}
    mappers: []
  - {name: order_items, fields: {exclude: [quantity]}}
  - name: customers
    mappers: [{type: hashing, mapperConfiguration: {targetField: email, method: SHA-256, fieldNameSuffix: _h}}]
  - name: products
    fields: all
    mappers: [{type: field-renaming, mapperConfiguration: {originalFieldName: sku, newFieldName: article}}]
  - name: payments
    mappers:
      - type: row-filtering
        mapperConfiguration:
          conditions: {type: NOT, conditions: [{type: EQUAL, fieldName: method, comparisonValue: cash}]}
  - name: audit_logins
    mappers:
      - type: encryption
        mapperConfiguration:
          {algorithm: AES, key: "\${env:KEY}", mode: CBC, padding: PKCS5Padding, targetField: user_name, fieldNameSuffix: _e}
`;
const filtered = `  - name: audit_changes
    mappers: [{type: field-filtering, mapperConfiguration: {targetField: ip_address}}]
`;

/** Says all that files can say; pinned, so that a name can change. */
function projectFor(profile: SandboxProfile, ids: Readonly<Record<string, string | undefined>>): ProjectInMemory {
  const pin = (key: string): string => (ids[key] === undefined ? '' : `id: ${ids[key]}\n`);
  const written = (profile === '1.6' ? streams : `${streams}${filtered}`).replace('    mappers: []\n', (line) =>
    profile === '1.6' ? line : `${line}    includeFiles: false\n`,
  );
  const ends = 'source: shop\ndestination: lake\n';
  return {
    variables: { KEY: 'made-up-key-of-fields' },
    contents: {
      'airplan.yaml': 'version: 1\nenvironments:\n  test: {server: sandbox, workspace: default}\n',
      'pipelines/shop.yaml': `kind: source
name: Shop
${pin('source/shop')}definition: airbyte/source-postgres
configuration:
  host: db.example.com
  port: 5432
  database: shop
  username: reader
  schemas: [public]
  jdbc_url_params: a=b
  replication_method: {method: CDC, replication_slot: slot, publication: all, initial_waiting_seconds: 200}
`,
      'pipelines/lake.yaml': `kind: destination
name: Lake
${pin('destination/lake')}definition: airbyte/destination-postgres
configuration: {host: db.example.com, port: 5432, database: lake, username: writer, schema: public, ssl: true, drop_cascade: false}
`,
      'pipelines/list.yaml': `kind: catalog\n${written}`,
      'pipelines/inline.yaml': `kind: connection
name: Inline
${pin('connection/inline')}${ends}schedule: {units: 6, timeUnit: hours}
namespaceDefinition: customformat
namespaceFormat: raw
prefix: inline_
status: active
tags: [bronze]
nonBreakingChangesPreference: ignore
backfillPreference: disabled
notifySchemaChanges: true
notifySchemaChangesByEmail: true
resourceRequirements:
  cpu_request: "0.5"
  cpu_limit: "1"
  memory_request: 500Mi
  memory_limit: 1Gi
  ephemeral_storage_request: 1Gi
  ephemeral_storage_limit: 2Gi
${written}`,
      'pipelines/shared.yaml': `kind: connection
${pin('connection/shared')}${ends}schedule: {cron: "0 0 3 * * ?", timeZone: Europe/Berlin}
prefix: shared_
catalog: list
`,
      'pipelines/plain.yaml': `kind: connection
${pin('connection/plain')}${ends}schedule: manual
prefix: plain_
notifySchemaChanges: false
notifySchemaChangesByEmail: false
streams: [{name: orders, syncMode: full_refresh}]
`,
    },
  };
}
