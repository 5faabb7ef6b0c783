import type { Json, JsonObject } from '../../src/model/json.ts';

/** What the API says of something, edited. */
type Edit = (target: JsonObject) => JsonObject;

/** One edit through the API, and where a plan has to show it. */
export interface FieldFlip {
  /** Of `schemaMembers`. */
  readonly member: string;
  readonly key: string;
  readonly edit: Edit;
  readonly paths: readonly (readonly string[])[];
  /** Servers that do not have it. */
  readonly isMissingOn?: readonly string[];
}

const merging =
  (changes: JsonObject): Edit =>
  (it) => ({ ...it, ...changes });

function actorFlips(
  kind: 'source' | 'destination',
  key: string,
  edits: Readonly<Record<string, Edit>>,
): readonly FieldFlip[] {
  return [
    { member: `${kind}/name`, key, edit: merging({ name: 'by hand' }), paths: [['name']] },
    ...Object.entries(edits).map(
      ([path, edit]): FieldFlip => ({
        member: `${kind}/configuration`,
        key,
        edit: (it) => ({ ...it, connectionConfiguration: edit(objectAt(it, 'connectionConfiguration')) }),
        paths: [['configuration', ...path.split('.')]],
      }),
    ),
  ];
}

const sourceFlips = actorFlips('source', 'source/shop', {
  host: merging({ host: 'elsewhere.example.com' }),
  port: merging({ port: 5433 }),
  schemas: merging({ schemas: ['public', 'sales'] }),
  jdbc_url_params: ({ jdbc_url_params: _, ...rest }) => rest,
  by_hand: merging({ by_hand: true }),
  'replication_method.initial_waiting_seconds': (it) => ({
    ...it,
    replication_method: { ...objectAt(it, 'replication_method'), initial_waiting_seconds: 300 },
  }),
});

const destinationFlips = actorFlips('destination', 'destination/lake', {
  schema: merging({ schema: 'elsewhere' }),
  drop_cascade: merging({ drop_cascade: true }),
  ssl: ({ ssl: _, ...rest }) => rest,
});

const basic = (units: number, timeUnit: string): JsonObject => ({
  scheduleType: 'basic',
  scheduleData: { basicSchedule: { units, timeUnit } },
});
const cron = (cronExpression: string, cronTimeZone: string): JsonObject => ({
  scheduleType: 'cron',
  scheduleData: { cron: { cronExpression, cronTimeZone } },
});

/** Settings by the path of the plan; several members of the schema may be one of them. */
const settingEdits: readonly (readonly [member: string, connection: string, changes: JsonObject | Edit])[] = [
  ['name', 'inline', { name: 'by hand' }],
  ['schedule/units', 'inline', basic(7, 'hours')],
  ['schedule/timeUnit', 'inline', basic(6, 'days')],
  ['schedule/cron', 'shared', cron('0 0 4 * * ?', 'Europe/Berlin')],
  ['schedule/timeZone', 'shared', cron('0 0 3 * * ?', 'UTC')],
  ['schedule/manual', 'plain', basic(6, 'hours')],
  ['namespaceDefinition', 'inline', { namespaceDefinition: 'destination' }],
  ['namespaceFormat', 'inline', { namespaceFormat: 'by_hand' }],
  ['prefix', 'inline', { prefix: 'by_hand_' }],
  ['status', 'inline', { status: 'inactive' }],
  ['tags', 'inline', { tags: [] }],
  ['nonBreakingChangesPreference', 'inline', { nonBreakingChangesPreference: 'disable' }],
  ['backfillPreference', 'inline', { backfillPreference: 'enabled' }],
  ['notifySchemaChanges', 'inline', { notifySchemaChanges: false }],
  // The other way round servers ignore it (API §2.4).
  ['notifySchemaChangesByEmail', 'plain', { notifySchemaChangesByEmail: true }],
  ...['cpu_request', 'cpu_limit', 'memory_request', 'memory_limit'].map(
    (name) => [`resourceRequirements/${name}`, 'inline', requiring(name)] as const,
  ),
];

function requiring(name: string): Edit {
  return (it) => ({ ...it, resourceRequirements: { ...objectAt(it, 'resourceRequirements'), [name]: '77' } });
}

const settingFlips = settingEdits.map(
  ([member, connection, changes]): FieldFlip => ({
    member: `connection/${member}`,
    key: `connection/${connection}`,
    edit: typeof changes === 'function' ? changes : merging(changes),
    paths: [[member.split('/')[0] ?? member]],
  }),
);

interface StreamFlip {
  readonly member: string;
  readonly stream: string;
  /** Of its configuration; `undefined` deselects it. */
  readonly edit: Edit | undefined;
  /** The last step of the path; absent: the stream itself. */
  readonly shows?: string;
  readonly alsoShows?: string;
  readonly isMissingOn?: readonly string[];
}

/** Changes to the settings of the first mapper. */
function mapping(stream: string, kind: string, changes: Readonly<Record<string, JsonObject>>): readonly StreamFlip[] {
  return Object.entries(changes).map(([name, settings]) => ({
    member: `mappers/${kind}/${name}`,
    stream,
    edit: (it) => ({ ...it, mappers: [withSettings(firstOf(it.mappers), settings)] }),
    shows: 'mappers',
  }));
}

/** Other settings, or another mapper altogether. */
function withSettings(mapper: JsonObject, settings: JsonObject): JsonObject {
  if ('type' in settings) return { ...mapper, ...settings };
  return { ...mapper, mapperConfiguration: { ...objectAt(mapper, 'mapperConfiguration'), ...settings } };
}

const hashed = { targetField: 'email', method: 'SHA-256', fieldNameSuffix: '_h' };
const otherType: JsonObject = { type: 'hashing', mapperConfiguration: { ...hashed, targetField: 'created_at' } };
const renamedType: JsonObject = {
  type: 'field-renaming',
  mapperConfiguration: { originalFieldName: 'created_at', newFieldName: 'born' },
};
const equal = (fieldName: string, comparisonValue: string): JsonObject => ({
  type: 'EQUAL',
  fieldName,
  comparisonValue,
});
const not = (...conditions: readonly JsonObject[]): JsonObject => ({ type: 'NOT', conditions: [...conditions] });

const streamEdits: readonly StreamFlip[] = [
  { member: 'name', stream: 'orders', edit: undefined },
  { member: 'namespace', stream: 'orders', edit: inNamespace('sales'), alsoShows: 'sales.orders' },
  { member: 'syncMode', stream: 'orders', edit: merging({ syncMode: 'full_refresh' }), shows: 'syncMode' },
  {
    member: 'destinationSyncMode',
    stream: 'orders',
    edit: merging({ destinationSyncMode: 'append' }),
    shows: 'destinationSyncMode',
  },
  { member: 'cursorField', stream: 'orders', edit: merging({ cursorField: ['ordered_at'] }), shows: 'cursorField' },
  { member: 'primaryKey', stream: 'orders', edit: merging({ primaryKey: [['customer_id']] }), shows: 'primaryKey' },
  { member: 'fields/include', stream: 'orders', edit: selecting('id', 'updated_at'), shows: 'fields' },
  { member: 'fields/exclude', stream: 'order_items', edit: selecting('id', 'updated_at'), shows: 'fields' },
  { member: 'fields/all', stream: 'products', edit: selecting('id', 'updated_at', 'sku'), shows: 'fields' },
  ...mapping('customers', 'hashing', {
    type: renamedType,
    'mapperConfiguration/targetField': { targetField: 'phone' },
    'mapperConfiguration/method': { method: 'MD5' },
    'mapperConfiguration/fieldNameSuffix': { fieldNameSuffix: '_x' },
  }),
  ...mapping('products', 'field-renaming', {
    type: otherType,
    'mapperConfiguration/originalFieldName': { originalFieldName: 'created_at' },
    'mapperConfiguration/newFieldName': { newFieldName: 'by_hand' },
  }),
  ...mapping('audit_changes', 'field-filtering', {
    type: otherType,
    'mapperConfiguration/targetField': { targetField: 'changed_by' },
  }).map((flip) => ({ ...flip, isMissingOn: ['1.6'] })),
  ...mapping('payments', 'row-filtering', {
    type: otherType,
    'mapperConfiguration/conditions/NOT/type': { conditions: equal('method', 'cash') },
    'mapperConfiguration/conditions/NOT/conditions': { conditions: not(not(equal('method', 'cash'))) },
    'mapperConfiguration/conditions/EQUAL/fieldName': { conditions: not(equal('amount', 'cash')) },
    'mapperConfiguration/conditions/EQUAL/comparisonValue': { conditions: not(equal('method', 'card')) },
    'mapperConfiguration/conditions/EQUAL/type': { conditions: not(not(equal('method', 'cash'))) },
  }),
  ...mapping('audit_logins', 'encryption', {
    type: otherType,
    'mapperConfiguration/AES/mode': { mode: 'ECB' },
    'mapperConfiguration/AES/padding': { padding: 'NoPadding' },
    'mapperConfiguration/AES/targetField': { targetField: 'ip_address' },
    'mapperConfiguration/AES/fieldNameSuffix': { fieldNameSuffix: '_x' },
    'mapperConfiguration/AES/algorithm': {
      type: 'encryption',
      mapperConfiguration: { algorithm: 'RSA', publicKey: 'abcd', targetField: 'user_name', fieldNameSuffix: '_e' },
    },
  }),
];

function inNamespace(namespace: string): Edit {
  return (it) => ({ ...it, stream: { ...objectAt(it, 'stream'), namespace } });
}

function selecting(...names: readonly string[]): Edit {
  return (it) => ({
    ...it,
    fieldSelectionEnabled: true,
    selectedFields: names.map((name) => ({ fieldPath: [name] })),
  });
}

const streamFlips = [
  ['connection', 'inline'],
  ['catalog', 'shared'],
].flatMap(([kind, connection]) =>
  streamEdits.map(
    ({ member, stream, edit, shows, alsoShows, isMissingOn = [] }): FieldFlip => ({
      member: `${kind}/streams/${member}`,
      key: `connection/${connection}`,
      edit: (it) => editStream(it, stream, edit),
      paths: [
        ['streams', `public.${stream}`, ...(shows === undefined ? [] : [shows])],
        ...(alsoShows === undefined ? [] : [['streams', alsoShows]]),
      ],
      isMissingOn,
    }),
  ),
);

/** `stream` and its `config` are one object for an edit: their names do not meet. */
function editStream(connection: JsonObject, name: string, edit: Edit | undefined): JsonObject {
  const streams = listAt(objectAt(connection, 'syncCatalog'), 'streams').flatMap((entry) => {
    const { stream, config } = { stream: objectAt(entry, 'stream'), config: objectAt(entry, 'config') };
    if (stream.name !== name) return [entry];
    if (edit === undefined) return [];
    const { stream: edited = stream, ...rest } = edit({ ...config, stream });
    return [{ stream: edited, config: rest }];
  });
  return { ...connection, syncCatalog: { streams } };
}

export const fieldFlips: readonly FieldFlip[] = [...sourceFlips, ...destinationFlips, ...settingFlips, ...streamFlips];

function objectAt(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function listAt(object: JsonObject, name: string): readonly JsonObject[] {
  const value = object[name];
  return Array.isArray(value) ? (value as readonly JsonObject[]) : [];
}

function firstOf(value: Json | undefined): JsonObject {
  return Array.isArray(value) ? ((value[0] ?? {}) as JsonObject) : {};
}
