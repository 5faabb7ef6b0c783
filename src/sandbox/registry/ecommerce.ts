import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { DiscoveredStream } from './connector.ts';
import { type Fields, tableStream } from './streams.ts';

const changeTimes = { created_at: 'timestamp', updated_at: 'timestamp' } as const satisfies Fields;

/** The tables of a small shop. */
const tables: Readonly<Record<string, Fields>> = {
  audit_changes: {
    id: 'integer',
    table_name: 'text',
    row_id: 'integer',
    changed_by: 'text',
    before: 'json',
    after: 'json',
    ip_address: 'text',
    ...changeTimes,
  },
  audit_logins: { id: 'integer', user_name: 'text', succeeded: 'boolean', ip_address: 'text', ...changeTimes },
  customers: {
    id: 'integer',
    email: 'text',
    first_name: 'text',
    last_name: 'text',
    phone: 'text',
    country_code: 'text',
    accepts_marketing: 'boolean',
    ...changeTimes,
  },
  order_items: {
    id: 'integer',
    order_id: 'integer',
    product_id: 'integer',
    quantity: 'integer',
    unit_price: 'number',
    ...changeTimes,
  },
  orders: {
    id: 'integer',
    customer_id: 'integer',
    status: 'text',
    currency: 'text',
    total_amount: 'number',
    shipping_address: 'json',
    ordered_at: 'timestamp',
    ...changeTimes,
  },
  payments: {
    id: 'integer',
    order_id: 'integer',
    method: 'text',
    amount: 'number',
    is_refund: 'boolean',
    paid_at: 'timestamp',
    ...changeTimes,
  },
  products: {
    id: 'integer',
    sku: 'text',
    name: 'text',
    category: 'text',
    price: 'number',
    tags: 'texts',
    discontinued_on: 'date',
    ...changeTimes,
  },
};

/** What somebody computes from them. */
const reports: Readonly<Record<string, Fields>> = {
  monthly_revenue: { id: 'integer', month: 'date', currency: 'text', revenue: 'number', ...changeTimes },
  stock_levels: { id: 'integer', product_id: 'integer', in_stock: 'integer', ...changeTimes },
};

/** A shop's database, found in one namespace. */
export function discoverShop(namespace: string): readonly DiscoveredStream[] {
  return Object.entries(tables).map(([name, fields]) => tableStream(namespace, name, fields));
}

export function discoverReports(namespace: string): readonly DiscoveredStream[] {
  return Object.entries(reports).map(([name, fields]) => tableStream(namespace, name, fields));
}

/** Under change data capture the database's log is the cursor, and every row tells its place in it. */
export function withLogCursor(stream: DiscoveredStream): DiscoveredStream {
  return {
    ...stream,
    jsonSchema: withLogFields(stream.jsonSchema),
    sourceDefinedCursor: true,
    defaultCursorField: ['_ab_cdc_lsn'],
  };
}

function withLogFields(jsonSchema: JsonObject): JsonObject {
  const properties = isJsonObject(jsonSchema.properties) ? jsonSchema.properties : {};
  const time = { type: 'string' };
  const added = { _ab_cdc_lsn: { type: 'number' }, _ab_cdc_updated_at: time, _ab_cdc_deleted_at: time };
  return { ...jsonSchema, properties: { ...properties, ...added } };
}

/** True when a configuration asks for change data capture. */
export function usesLog(configuration: JsonObject): boolean {
  const replication = configuration.replication_method;
  return isJsonObject(replication) && replication.method === 'CDC';
}
