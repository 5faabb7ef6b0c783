import fc from 'fast-check';
import { type Draft, type DraftValue, isDraft, secretMarker, Written } from './written-value.ts';

/** What has to be known of the two ends of a connection to write streams that they can sync. */
export interface StreamFacts {
  readonly offers: 'shop' | 'crm' | 'faker';
  readonly namespace: string | undefined;
  /** True when the source knows by itself what is new. */
  readonly hasLogCursor: boolean;
  readonly canDeduplicate: boolean;
}

const shopFields: Readonly<Record<string, string>> = {
  audit_changes: 'ip_address',
  audit_logins: 'succeeded',
  customers: 'phone',
  order_items: 'quantity',
  orders: 'total_amount',
  payments: 'amount',
  products: 'discontinued_on',
};

/** Each stream with one of its fields that is neither key nor cursor. */
const offered: Readonly<Record<StreamFacts['offers'], Readonly<Record<string, string>>>> = {
  shop: shopFields,
  crm: { companies: 'domain', contacts: 'phone', deals: 'amount' },
  faker: { users: 'age', products: 'year', purchases: 'purchased_at' },
};

const patterns: Readonly<Record<StreamFacts['offers'], readonly string[]>> = {
  shop: ['audit_*', 'o?der*', '*s', '*'],
  crm: ['c*', '*'],
  faker: ['p*', '?sers', '*'],
};

/** The choices that a stream is written from, whatever its source offers. */
export interface StreamRecipe {
  readonly target: number;
  readonly withNamespace: 'none' | 'plain' | 'pattern';
  readonly syncMode?: 'full_refresh' | 'incremental';
  readonly destinationSyncMode?: 'append' | 'overwrite' | 'append_dedup';
  readonly cursorField?: DraftValue;
  readonly primaryKey?: DraftValue;
  readonly fields?: 'include' | 'exclude';
  readonly mappers?: readonly Draft[];
  readonly includeFiles?: false;
}

const hashing: Draft = {
  type: 'hashing',
  mapperConfiguration: { targetField: 'id', method: 'SHA-256', fieldNameSuffix: '_hashed' },
};
const renaming: Draft = {
  type: 'field-renaming',
  mapperConfiguration: { originalFieldName: 'updated_at', newFieldName: 'geändert' },
};
const rowFiltering: Draft = {
  type: 'row-filtering',
  mapperConfiguration: {
    conditions: { type: 'NOT', conditions: [{ type: 'EQUAL', fieldName: 'id', comparisonValue: '7' }] },
  },
};
const encryption: Draft = {
  type: 'encryption',
  mapperConfiguration: {
    algorithm: 'AES',
    key: new Written('${env:FIELD_KEY}', { variables: { FIELD_KEY: `${secretMarker}00112233` } }),
    mode: 'CBC',
    padding: 'PKCS5Padding',
    targetField: 'id',
    fieldNameSuffix: '_encrypted',
  },
};

/** Lists that the server takes: each mapper finds its field as the one before left it. */
const mappers = fc.constantFrom<readonly Draft[]>(
  [],
  [hashing],
  [renaming],
  [rowFiltering],
  [encryption],
  [rowFiltering, hashing],
  [rowFiltering, encryption],
  [renaming, hashing],
  [encryption, renaming],
  [rowFiltering, rowFiltering],
);

const settings = {
  syncMode: fc.constantFrom('full_refresh', 'incremental'),
  destinationSyncMode: fc.constantFrom('append', 'overwrite', 'append_dedup'),
  cursorField: fc.constantFrom<DraftValue[]>('updated_at', ['updated_at'], ['updated_at', 'deep']),
  primaryKey: fc.constantFrom<DraftValue[]>(
    'id',
    ['id'],
    [['id']],
    ['updated_at', 'id'],
    [['updated_at', 'deep'], ['id']],
  ),
  fields: fc.constantFrom('include', 'exclude'),
  mappers,
  includeFiles: fc.constant(false),
} as const;

export interface StreamListRecipe {
  readonly defaults?: Omit<StreamRecipe, 'target' | 'fields'>;
  readonly streams: readonly StreamRecipe[];
}

export const streamListRecipe = fc.record(
  {
    defaults: fc.record(
      {
        withNamespace: fc.constantFrom('none', 'plain', 'pattern'),
        syncMode: settings.syncMode,
        destinationSyncMode: settings.destinationSyncMode,
        cursorField: settings.cursorField,
        primaryKey: settings.primaryKey,
      },
      { requiredKeys: ['withNamespace'] },
    ),
    streams: fc.array(
      fc.record(
        { target: fc.nat(10), withNamespace: fc.constantFrom('none', 'plain', 'pattern'), ...settings },
        { requiredKeys: ['target', 'withNamespace'] },
      ),
      { minLength: 1, maxLength: 4 },
    ),
  },
  { requiredKeys: ['streams'] },
) as fc.Arbitrary<StreamListRecipe>;

/** Writes a list of streams as a catalog or a connection has it. */
export function writeStreams({ defaults, streams }: StreamListRecipe, facts: StreamFacts): Draft {
  const written = defaults === undefined ? {} : writeDefaults(defaults, facts);
  const seen = new Set<DraftValue | undefined>();
  const rules = streams
    .map((recipe) => writeRule(recipe, written, facts))
    .filter(({ name }) => !seen.has(name) && seen.add(name));
  return { ...(defaults === undefined ? {} : { defaults: written }), streams: rules };
}

function writeDefaults(
  { withNamespace, ...rest }: NonNullable<StreamListRecipe['defaults']>,
  facts: StreamFacts,
): Draft {
  return { ...namespaceOf(withNamespace, facts), ...(rest as Draft), ...modeOf(rest, facts) };
}

function writeRule(recipe: StreamRecipe, defaults: Draft, facts: StreamFacts): Draft {
  const { target, withNamespace, fields, ...rest } = recipe;
  const targets = [...Object.keys(offered[facts.offers]), ...patterns[facts.offers]];
  const name = targets[target % targets.length] ?? '*';
  const rule: Draft = { name, ...namespaceOf(withNamespace, facts), ...(rest as Draft), ...modeOf(rest, facts) };
  const merged = { ...defaults, ...rule };
  const needsCursor = merged.syncMode === 'incremental' && merged.cursorField === undefined && facts.offers !== 'faker';
  return {
    ...rule,
    ...(needsCursor && !facts.hasLogCursor ? { cursorField: 'updated_at' } : {}),
    ...keyOf(merged),
    ...(fields === undefined ? {} : { fields: writeFields(fields, name, facts) }),
  };
}

/** All sources define the key `id`, which has to be the one that deduplicates. */
function keyOf({ destinationSyncMode, primaryKey }: Draft): Draft {
  const isOther = primaryKey !== undefined && !['"id"', '["id"]', '[["id"]]'].includes(JSON.stringify(primaryKey));
  return destinationSyncMode === 'append_dedup' && isOther ? { primaryKey: ['id'] } : {};
}

function namespaceOf(form: StreamRecipe['withNamespace'], { namespace }: StreamFacts): Draft {
  if (form === 'none' || namespace === undefined) return {};
  return { namespace: form === 'plain' ? namespace : `${namespace.slice(0, 2)}*` };
}

function modeOf({ destinationSyncMode }: Pick<StreamRecipe, 'destinationSyncMode'>, facts: StreamFacts): Draft {
  return destinationSyncMode === 'append_dedup' && !facts.canDeduplicate ? { destinationSyncMode: 'append' } : {};
}

/** Cursor and key stay selected: the server refuses anything else. */
function writeFields(form: 'include' | 'exclude', name: string, { offers, hasLogCursor }: StreamFacts): Draft {
  const special = offered[offers][name];
  const always = ['updated_at', 'id', ...(hasLogCursor ? ['_ab_cdc_lsn'] : [])];
  if (form === 'include') return { include: [...always, ...(special === undefined ? [] : [special])] };
  if (special !== undefined) return { exclude: [special] };
  return offers === 'shop' ? { exclude: ['created_at'] } : { include: always };
}

/** The rule of a list that counts for a stream, its defaults filled in: plain names first, then patterns in order. */
export function ruleFor(
  list: Draft,
  stream: { readonly name: string; readonly namespace?: string },
): Draft | undefined {
  const rules = (Array.isArray(list.streams) ? list.streams : []).filter(isDraft);
  const defaults = isDraft(list.defaults) ? list.defaults : {};
  const merged = rules.map((rule) => ({ ...defaults, ...rule }));
  const exact = merged.filter(({ name, namespace = '' }) => !/[*?]/.test(`${name}${namespace}`));
  const named = merged.filter(({ name }) => !/[*?]/.test(String(name)));
  return [...exact, ...named, ...merged].find((rule) => matches(rule, stream));
}

function matches(
  rule: Draft,
  { name, namespace = '' }: { readonly name: string; readonly namespace?: string },
): boolean {
  const isNamespace = rule.namespace === undefined || globs(String(rule.namespace)).test(namespace);
  return isNamespace && globs(String(rule.name)).test(name);
}

function globs(pattern: string): RegExp {
  return new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'u');
}
