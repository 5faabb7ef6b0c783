import type { JsonObject } from '../../model/json.ts';
import type { Connector } from '../registry/connector.ts';
import { destinationPostgres } from '../registry/destination-postgres.ts';
import { destinationS3 } from '../registry/destination-s3.ts';
import { sourceMysql } from '../registry/source-mysql.ts';
import { sourcePostgres } from '../registry/source-postgres.ts';
import { sourceRestApi } from '../registry/source-rest-api.ts';

/** One way to make up a source or destination. */
export interface WorldPart {
  readonly connector: Connector;
  /** What it is called behind what it is about: `Orders Database`. */
  readonly noun: string;
  /** @param name - in small letters, good for hosts and buckets */
  readonly configure: (name: string) => JsonObject;
}

/** What sources are about, and which part of the company they belong to. */
export const worldTopics = [
  'Orders',
  'Billing',
  'Customers',
  'Inventory',
  'Shipping',
  'Support',
  'Marketing',
  'Payments',
  'Returns',
  'Catalog',
  'Loyalty',
  'Suppliers',
] as const;
export const worldPlaces = ['EU', 'US', 'UK', 'APAC', 'LATAM', 'Nordics', 'DACH', 'Iberia'] as const;

export const worldTags = ['bronze', 'hourly', 'finance', 'personal-data'] as const;

export const sourceParts: readonly WorldPart[] = [
  {
    connector: sourcePostgres,
    noun: 'Database',
    configure: (name) => ({
      host: `${name}.db.internal`,
      port: 5432,
      database: 'shop',
      schemas: ['public'],
      username: 'reader',
      password: `made-up-${name}`,
      ssl_mode: { mode: 'require' },
      replication_method: { method: 'Standard' },
    }),
  },
  {
    connector: sourceMysql,
    noun: 'MySQL',
    configure: (name) => ({
      host: `${name}.mysql.internal`,
      port: 3306,
      database: 'shop',
      username: 'reader',
      password: `made-up-${name}`,
      replication_method: { method: 'STANDARD' },
    }),
  },
  {
    connector: sourceRestApi,
    noun: 'API',
    configure: (name) => ({
      url: `https://${name}.api.internal/v1`,
      authentication: { type: 'bearer', token: `made-up-${name}` },
      pagination: { type: 'page', page_size: 100 },
    }),
  },
];

export const destinationParts: readonly WorldPart[] = [
  {
    connector: destinationS3,
    noun: 'Lake',
    configure: (name) => ({
      s3_bucket_name: `${name}-lake`,
      s3_bucket_path: 'bronze',
      s3_bucket_region: 'eu-central-1',
      access_key_id: `made-up-id-${name}`,
      secret_access_key: `made-up-key-${name}`,
      format: { format_type: 'Parquet', compression_codec: 'SNAPPY' },
    }),
  },
  {
    connector: destinationPostgres,
    noun: 'Warehouse',
    configure: (name) => ({
      host: `${name}.warehouse.internal`,
      port: 5432,
      database: 'warehouse',
      schema: 'raw',
      username: 'loader',
      password: `made-up-${name}`,
      ssl_mode: { mode: 'prefer' },
    }),
  },
];

/** The rhythm of connections; most run every few hours. */
export const worldSchedules: readonly JsonObject[] = [
  { scheduleType: 'basic', scheduleData: { basicSchedule: { units: 6, timeUnit: 'hours' } } },
  { scheduleType: 'basic', scheduleData: { basicSchedule: { units: 24, timeUnit: 'hours' } } },
  {
    scheduleType: 'cron',
    scheduleData: { cron: { cronExpression: '0 0 3 * * ?', cronTimeZone: 'Europe/Berlin' } },
  },
  { scheduleType: 'manual' },
];
