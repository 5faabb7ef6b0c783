import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface WorldSize {
  readonly sources: number;
  readonly destinations: number;
  readonly connections: number;
}

/** The size that the aims speak of. */
export const largeWorld: WorldSize = { sources: 500, destinations: 50, connections: 1000 };

/** Writes a project of that size, one resource a file, as people do. */
export function writeProject(folder: string, server: string, size: WorldSize): void {
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  write('airplan.yaml', `version: 1\nenvironments:\n  bench: {server: "${server}", workspace: default}\n`);
  for (let index = 0; index < size.sources; index++) write(`pipelines/sources/shop-${index}.yaml`, source(index));
  for (let index = 0; index < size.destinations; index++)
    write(`pipelines/destinations/lake-${index}.yaml`, lake(index));
  for (let index = 0; index < size.connections; index++) {
    write(`pipelines/connections/sync-${index}.yaml`, connection(index, size));
  }
}

function source(index: number): string {
  return `kind: source
name: Shop ${index}
definition: airbyte/source-postgres
configuration:
  host: db-${index}.example.com
  port: 5432
  database: shop
  username: reader
  password: \${env:BENCH_PASSWORD}
  ssl_mode: {mode: prefer}
  replication_method: {method: Standard}
`;
}

function lake(index: number): string {
  return `kind: destination
name: Lake ${index}
definition: airbyte/destination-s3
configuration:
  s3_bucket_name: lake-${index}
  s3_bucket_path: raw/
  s3_bucket_region: eu-central-1
  access_key_id: \${env:BENCH_PASSWORD}
  secret_access_key: \${env:BENCH_PASSWORD}
  format: {format_type: Parquet, compression_codec: SNAPPY}
`;
}

function connection(index: number, { sources, destinations }: WorldSize): string {
  return `kind: connection
name: Sync ${index}
source: shop-${index % sources}
destination: lake-${index % destinations}
schedule: {units: 6, timeUnit: hours}
namespaceDefinition: source
prefix: p${index}_
tags: [bench]
defaults: {namespace: public, syncMode: incremental, destinationSyncMode: append, cursorField: updated_at}
streams:
  - name: customers
  - name: orders
  - name: products
`;
}
