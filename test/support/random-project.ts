import fc from 'fast-check';
import { type SandboxProfile, sandboxProfiles } from '../../src/sandbox/profile.ts';
import { connectorDrafts } from './random-configurations.ts';
import { type StreamFacts, type StreamListRecipe, streamListRecipe, writeStreams } from './random-streams.ts';
import { type Draft, type DraftValue, isDraft } from './written-value.ts';

/** A random pipeline: what its files say, not yet in any order. */
export interface RandomProject {
  readonly profile: SandboxProfile;
  /** Each with its kind and its key. */
  readonly documents: readonly Draft[];
  /** The same files some commits later: what is in them was edited, names and keys were not. */
  readonly later: readonly Draft[];
}

const names = fc.oneof(
  fc.constantFrom(
    'Orders',
    'orders',
    'PostgreSQL → MinIO',
    'Ümläut & Söhne',
    '東京',
    '🚀',
    ' padded ',
    '"quoted"',
    '# 1',
    'null',
    '${x}',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }),
);

const actorRecipe = (kind: 'source' | 'destination') =>
  fc.constantFrom(...connectorDrafts.filter((connector) => connector.kind === kind)).chain((connector) =>
    fc.record({
      connector: fc.constant(connector),
      configuration: connector.configuration,
      later: fc.option(connector.configuration, { nil: undefined }),
      definition: fc.constantFrom(...connector.definitions),
      name: fc.option(names, { nil: undefined }),
    }),
  );

type ActorRecipe = Awaited<ReturnType<ReturnType<typeof actorRecipe>['generate']>['value']>;

const schedules = fc.oneof(
  fc.constant('manual'),
  fc.record({
    units: fc.integer({ min: 1, max: 48 }),
    timeUnit: fc.constantFrom('minutes', 'hours', 'days', 'weeks', 'months'),
  }),
  fc.record(
    {
      cron: fc.constantFrom('0 0 3 * * ?', '0 15 10 ? * MON-FRI', '0 0/30 8-10 * * ? 2030', '0 0 12 1 JAN ?'),
      timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York'),
    },
    { requiredKeys: ['cron'] },
  ),
);

const requirements = fc.record(
  {
    cpu_request: fc.constantFrom('0.5', '1'),
    memory_limit: fc.constantFrom('500Mi', '2Gi'),
    ephemeral_storage_limit: fc.constant('1Gi'),
  },
  { requiredKeys: [] },
);

/** Everything that a connection may say besides its ends and streams. */
const settings = fc.record(
  {
    schedule: schedules,
    namespaceDefinition: fc.constantFrom('source', 'destination', 'customformat'),
    namespaceFormat: fc.constantFrom('raw_${SOURCE_NAMESPACE}', 'ünïcode'),
    prefix: fc.constantFrom('', 'shop_', 'ü '),
    status: fc.constantFrom('active', 'inactive'),
    tags: fc.uniqueArray(fc.constantFrom('bronze', 'Bronze', 'täglich', '東京', '# 1'), { maxLength: 3 }),
    nonBreakingChangesPreference: fc.constantFrom('ignore', 'disable', 'propagate_columns', 'propagate_fully'),
    backfillPreference: fc.constantFrom('enabled', 'disabled'),
    notifySchemaChanges: fc.boolean(),
    notifySchemaChangesByEmail: fc.boolean(),
    resourceRequirements: requirements,
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Draft>;

const connectionContent = fc.record({
  source: fc.nat(9),
  destination: fc.nat(9),
  settings,
  streams: streamListRecipe,
  place: fc.constantFrom('inline', 'catalog', 'shared-catalog'),
});

const connectionRecipe = fc.record({
  name: fc.option(names, { nil: undefined }),
  now: connectionContent,
  later: fc.option(connectionContent, { nil: undefined }),
});

type ConnectionContent = Awaited<ReturnType<(typeof connectionContent)['generate']>['value']>;
type ConnectionRecipe = Awaited<ReturnType<(typeof connectionRecipe)['generate']>['value']>;

const tags = fc.constantFrom('1.0.0', '2.1', 'latest');
const connectorRecipe = fc.record({ tag: tags, later: tags });

/** A connector of one's own, whose image has nothing to read, and a source on it. */
function writeConnector(dockerImageTag: string): readonly Draft[] {
  const image = { dockerRepository: 'acme/source-own', dockerImageTag, documentationUrl: 'https://docs.example.com' };
  return [
    { kind: 'definition', key: 'own', for: 'source', ...image },
    { kind: 'source', key: 'on-own', definition: 'own', configuration: { url: 'https://own.example.com', pages: 3 } },
  ];
}

/** A pipeline that is valid on the sandbox's own connectors, for a server of any of the profiles. */
export function randomProjectOn(profiles: readonly SandboxProfile[]): fc.Arbitrary<RandomProject> {
  return fc
    .record({
      profile: fc.constantFrom(...profiles),
      sources: fc.array(actorRecipe('source'), { minLength: 1, maxLength: 3 }),
      destinations: fc.array(actorRecipe('destination'), { minLength: 1, maxLength: 3 }),
      connections: fc.array(connectionRecipe, { maxLength: 3 }),
      connectors: fc.array(connectorRecipe, { maxLength: 1 }),
    })
    .map(({ profile, connectors, ...recipes }) => ({
      profile,
      documents: [...connectors.flatMap(({ tag }) => writeConnector(tag)), ...writeDocuments(recipes)],
      later: [
        ...connectors.flatMap(({ later }) => writeConnector(later)),
        ...writeDocuments({
          sources: recipes.sources.map(edited),
          destinations: recipes.destinations.map(edited),
          connections: recipes.connections.map(({ name, now, later }) => ({
            name,
            now: later ?? now,
            later: undefined,
          })),
        }),
      ],
    }));
}

export const randomProject = randomProjectOn(sandboxProfiles);

interface Recipes {
  readonly sources: readonly ActorRecipe[];
  readonly destinations: readonly ActorRecipe[];
  readonly connections: readonly ConnectionRecipe[];
}

function edited(recipe: ActorRecipe): ActorRecipe {
  return { ...recipe, configuration: recipe.later ?? recipe.configuration };
}

function writeDocuments({ sources, destinations, connections }: Recipes): readonly Draft[] {
  const ends = { sources: sources.map(writeActor), destinations: destinations.map(writeActor) };
  const actors = [...ends.sources, ...ends.destinations];
  return [...actors.map(({ document }) => document), ...writeConnections(connections, ends)];
}

interface End {
  readonly recipe: ActorRecipe;
  readonly document: Draft;
}

/** Names differ by a number at their end: one name twice is another test's business. */
function writeActor(recipe: ActorRecipe, index: number): End {
  const { connector, configuration, definition, name } = recipe;
  const { kind } = connector;
  const identity = { kind, key: `${kind}-é${index}`, ...(name === undefined ? {} : { name: `${name}${index}` }) };
  return { recipe, document: { ...identity, definition, configuration } };
}

function writeConnections(
  recipes: readonly ConnectionRecipe[],
  { sources, destinations }: { readonly sources: readonly End[]; readonly destinations: readonly End[] },
): readonly Draft[] {
  const catalogs = new Map<string, Draft>();
  const connections = recipes.flatMap(({ name: givenName, now: recipe }, index) => {
    const source = sources[recipe.source % sources.length];
    const destination = destinations[recipe.destination % destinations.length];
    if (source === undefined || destination === undefined) return [];
    const facts = factsOf(source, destination);
    const streams = writeListed(recipe, { index, facts, source, catalogs });
    const name = givenName === undefined ? {} : { name: `${givenName}${index}` };
    const ends = { source: source.document.key ?? '', destination: destination.document.key ?? '' };
    return [{ kind: 'connection', key: `connection-${index}`, ...name, ...ends, ...recipe.settings, ...streams }];
  });
  return [...catalogs.values(), ...connections];
}

interface ListContext {
  readonly index: number;
  readonly facts: StreamFacts;
  readonly source: End;
  readonly catalogs: Map<string, Draft>;
}

function writeListed({ place, streams }: ConnectionContent, { index, facts, source, catalogs }: ListContext): Draft {
  if (place === 'inline') return writeStreams(streams, facts);
  const shared = `of-${source.document.key}-${facts.canDeduplicate}`;
  const key = place === 'shared-catalog' ? shared : `catalog-${index}`;
  if (!catalogs.has(key)) catalogs.set(key, writeCatalog(key, streams, facts));
  return { catalog: key };
}

function writeCatalog(key: string, streams: StreamListRecipe, facts: StreamFacts): Draft {
  return { kind: 'catalog', key, ...writeStreams(streams, facts) };
}

function factsOf(source: End, destination: End): StreamFacts {
  const { configuration, connector } = source.recipe;
  const replication = configuration.replication_method;
  return {
    offers: connector.offers ?? 'shop',
    namespace: connector.offers === 'shop' ? namespaceOf(configuration) : undefined,
    hasLogCursor: isDraft(replication) && replication.method === 'CDC',
    canDeduplicate: destination.recipe.connector.canDeduplicate ?? false,
  };
}

/** MySQL calls its database a namespace; Postgres has schemas. */
function namespaceOf({ schemas, database, replication_method: method }: Draft): string {
  const isMysql = isDraft(method) && ['STANDARD', 'CDC'].includes(String(method.method)) && !('publication' in method);
  const first: DraftValue | undefined = Array.isArray(schemas) ? schemas[0] : undefined;
  return isMysql ? String(database) : String(first ?? 'public');
}
