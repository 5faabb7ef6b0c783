import type { ProjectInMemory } from '../support/workflow.ts';

/** A connector of one's own, and a source on it. */
export const aProjectWithConnector: ProjectInMemory = {
  variables: { TOKEN: 'made-up-token' },
  contents: {
    'airplan.yaml': `version: 1
environments:
  test: {server: sandbox, workspace: default}
`,
    'pipelines/acme.yaml': `kind: definition
for: source
dockerRepository: acme/source-shop
dockerImageTag: 1.2.0
documentationUrl: https://docs.example.com/acme
`,
    'pipelines/store.yaml': `kind: source
definition: acme
configuration: {url: "https://shop.example.com", token: "\${env:TOKEN}"}
`,
  },
};

/** A source, a destination, and a connection between them with one stream and a tag. */
export const aProject: ProjectInMemory = {
  variables: { SHOP_PASSWORD: 'made-up-password' },
  contents: {
    'airplan.yaml': `version: 1
environments:
  test: {server: sandbox, workspace: default}
`,
    'pipelines/shop.yaml': `kind: source
definition: airbyte/source-postgres
configuration:
  {host: db.example.com, port: 5432, database: shop, username: reader, password: "\${env:SHOP_PASSWORD}"}
`,
    'pipelines/lake.yaml': `kind: destination
definition: airbyte/destination-local-json
configuration: {destination_path: /lake}
`,
    'pipelines/shop-to-lake.yaml': `kind: connection
source: shop
destination: lake
tags: [bronze]
streams:
  - {name: orders, syncMode: incremental, destinationSyncMode: append, cursorField: updated_at}
`,
  },
};
