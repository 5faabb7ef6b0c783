import type { NewFile } from '../../model/new-project.ts';

/**
 * A source, a destination and a connection between them. They need no secret and no other machine, so that they can be
 * planned and applied at once, on the sandbox as on any server.
 */
export const exampleFiles: readonly NewFile[] = [
  {
    file: 'pipelines/sources/sample.yaml',
    about: 'a source to try',
    text: `# A source. Other files call it by its key, which is this file's name: sample.
kind: source
name: Sample Data
# Docker repository, exact name or id of the connector. "airplan connectors" lists those of the server, and
# "airplan connectors show airbyte/source-postgres" prints a file like this one for another of them.
definition: airbyte/source-faker
# Secrets are written as references, never as they are: password: \${env:SHOP_DB_PASSWORD}
configuration:
  count: 1000
`,
  },
  {
    file: 'pipelines/destinations/local.yaml',
    about: 'a destination to try',
    text: `kind: destination
name: Local Files
definition: airbyte/destination-local-json
configuration:
  # Below /local, on the machine that runs the connector.
  destination_path: /sample
`,
  },
  {
    file: 'pipelines/connections/sample-to-local.yaml',
    about: 'what goes between them',
    text: `kind: connection
name: Sample Data → Local Files
source: sample
destination: local
# Every stream starts from these, and may say otherwise. "airplan discover source/sample" lists what there is.
defaults: { syncMode: full_refresh, destinationSyncMode: overwrite }
streams:
  - name: users
  - name: products
# Or {units: 24, timeUnit: hours}, or {cron: "0 0 3 * * ?", timeZone: UTC}.
schedule: manual
status: active
`,
  },
];

/** So that there is a folder to put files into. */
export const emptyFolderFile: NewFile = { file: 'pipelines/.gitkeep', about: 'where resource files go', text: '' };
