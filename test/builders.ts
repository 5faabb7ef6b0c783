import type { Environment } from '../src/model/environment.ts';
import type { Locate, Origin } from '../src/model/issue.ts';
import type { JsonObject } from '../src/model/json.ts';
import type {
  Definition,
  Live,
  LiveActor,
  LiveConnection,
  LiveConnectionSettings,
  LiveStream,
} from '../src/model/live.ts';
import type {
  Create,
  Delete,
  Plan,
  PlannedActor,
  PlannedConnection,
  PlannedDefinition,
  Replace,
  Update,
} from '../src/model/plan.ts';
import {
  type ActorKind,
  type DesiredActor,
  type DesiredConnection,
  type ResourceKind,
  resourceKey,
} from '../src/model/resource.ts';
import type { DiscoveredCatalog, StreamDescription, StreamRule, StreamSelection } from '../src/model/stream.ts';
import { unlimited } from '../src/render/markdown/budget.ts';
import { plainPalette } from '../src/render/palette.ts';
import type { ReviewManner } from '../src/render/plan-review.ts';
import { planDigest } from '../src/workflows/plan-digest.ts';

/*
 * Values for tests. A builder fills in what a test does not care about, so that every value one sees in it matters.
 */

export const workspaceId = '5a2c1f00-0000-4000-8000-000000000001';

export function anEnvironment(changes: Partial<Environment> = {}): Environment {
  return {
    name: 'test',
    server: 'http://airbyte.test',
    workspace: 'default',
    auth: { type: 'none' },
    headers: {},
    timeoutSeconds: 30,
    parallelism: 8,
    variables: {},
    limits: { changePercent: 30, deletePercent: 10, minObjects: 10 },
    ...changes,
  };
}

/** What a server says of an empty workspace. */
export function aLive(changes: Partial<Live> = {}): Live {
  return {
    workspace: { id: workspaceId, name: 'default', slug: 'default' },
    definitions: { source: [], destination: [] },
    sources: [],
    destinations: [],
    connections: [],
    tags: [],
    ...changes,
  };
}

export function aLiveSource(changes: Partial<LiveActor<'source'>> = {}): LiveActor<'source'> {
  return aLiveActor('source', changes);
}

export function aLiveDestination(changes: Partial<LiveActor<'destination'>> = {}): LiveActor<'destination'> {
  return aLiveActor('destination', changes);
}

function aLiveActor<Kind extends ActorKind>(kind: Kind, changes: Partial<LiveActor<Kind>>): LiveActor<Kind> {
  return { kind, id: `id-of-${kind}`, name: kind, definitionId: `${kind}-definition`, configuration: {}, ...changes };
}

export function aLiveConnection(changes: Partial<LiveConnection> = {}): LiveConnection {
  return {
    kind: 'connection',
    id: 'id-of-connection',
    name: 'connection',
    sourceId: 'id-of-source',
    destinationId: 'id-of-destination',
    settings: someLiveSettings(),
    streams: [],
    ...changes,
  };
}

/** Settings of a connection that nobody has touched. */
export function someLiveSettings(changes: Partial<LiveConnectionSettings> = {}): LiveConnectionSettings {
  return {
    schedule: { type: 'manual' },
    status: 'active',
    namespaceDefinition: 'source',
    namespaceFormat: '',
    prefix: '',
    tags: [],
    nonBreakingChangesPreference: 'ignore',
    backfillPreference: 'disabled',
    notifySchemaChanges: false,
    notifySchemaChangesByEmail: false,
    ...changes,
  };
}

export function aLiveStream(
  selection: Partial<LiveStream['selection']> = {},
  description: StreamDescription = aStreamDescription(selection),
): LiveStream {
  return { description, selection: { ...aStreamSelection(selection), mapperIds: [], ...selection } };
}

export function aStreamSelection(changes: Partial<StreamSelection> = {}): StreamSelection {
  return { name: 'orders', syncMode: 'full_refresh', destinationSyncMode: 'overwrite', ...changes };
}

/** A stream as a source offers it, with the fields `id` and `total` unless told. */
export function aStreamDescription({
  name = 'orders',
  namespace,
  fieldNames = ['id', 'total'],
  ...changes
}: Partial<StreamDescription> = {}): StreamDescription {
  const properties = Object.fromEntries(fieldNames.map((field) => [field, { type: 'string' }]));
  const identity = { name, ...(namespace === undefined ? {} : { namespace }) };
  const verbatim: JsonObject = { ...identity, jsonSchema: { type: 'object', properties } };
  return {
    ...identity,
    fieldNames,
    supportedSyncModes: ['full_refresh', 'incremental'],
    isCursorSourceDefined: false,
    defaultCursorField: [],
    sourceDefinedPrimaryKey: [],
    verbatim,
    ...changes,
  };
}

export function aCatalog(...streams: readonly StreamDescription[]): DiscoveredCatalog {
  return { catalogId: 'id-of-catalog', streams };
}

export function aPlannedSource(changes: Partial<PlannedActor<'source'>> = {}): PlannedActor<'source'> {
  return aPlannedActor('source', changes);
}

export function aPlannedDestination(changes: Partial<PlannedActor<'destination'>> = {}): PlannedActor<'destination'> {
  return aPlannedActor('destination', changes);
}

function aPlannedActor<Kind extends ActorKind>(kind: Kind, changes: Partial<PlannedActor<Kind>>): PlannedActor<Kind> {
  const { name = kind } = changes;
  return {
    kind,
    key: resourceKey(kind, name),
    name,
    definitionId: `${kind}-definition`,
    configuration: {},
    ...changes,
  };
}

export function aPlannedConnection(changes: Partial<PlannedConnection> = {}): PlannedConnection {
  const { name = 'connection' } = changes;
  return {
    kind: 'connection',
    key: resourceKey('connection', name),
    name,
    source: resourceKey('source', 'source'),
    destination: resourceKey('destination', 'destination'),
    settings: {},
    streams: { state: 'known', selections: [aStreamSelection()] },
    ...changes,
  };
}

export function aPlannedDefinition(changes: Partial<PlannedDefinition> = {}): PlannedDefinition {
  const { name = 'definition' } = changes;
  return { kind: 'definition', key: resourceKey('definition', name), name, actorKind: 'source', ...changes };
}

type Planned = PlannedDefinition | PlannedActor | PlannedConnection;

export function aCreate(desired: Planned, changes: Partial<Create> = {}): Create {
  return { action: 'create', ...changeOf(desired), ...changes };
}

/** A change of the fields at `paths`, such as `configuration.host`. */
export function anUpdate(desired: Planned, paths: readonly string[], changes: Partial<Update> = {}): Update {
  const fields = paths.map((path) => ({ path: path.split('.'), before: 'old', after: 'new' }));
  return { action: 'update', ...changeOf(desired), id: `id-of-${desired.kind}`, fields, ...changes };
}

export function aReplace(desired: Planned, changes: Partial<Replace> = {}): Replace {
  return { action: 'replace', ...changeOf(desired), id: `id-of-${desired.kind}`, ...changes };
}

/** The deletion of a live object that a file asks for. */
export function aDelete(kind: ResourceKind, name: string, changes: Partial<Delete> = {}): Delete {
  const place = { file: `pipelines/${name}.yaml`, line: 1 };
  const whole = { key: resourceKey(kind, name), kind, name, place, id: `id-of-${kind}` };
  return { action: 'delete', ...whole, fields: [], effects: [], dependsOn: [], notes: [], ...changes };
}

function changeOf(desired: Planned) {
  const { key, kind, name } = desired;
  const place = { file: `pipelines/${name}.yaml`, line: 1 };
  return { key, kind, name, place, fields: [], desired, effects: [], dependsOn: [], notes: [] };
}

export function aPlan(changes: Partial<Plan> = {}): Plan {
  return {
    formatVersion: '1.0',
    environment: 'test',
    server: 'http://airbyte.test',
    workspace: { id: workspaceId, name: 'default', slug: 'default' },
    summary: { create: 0, update: 0, replace: 0, delete: 0, unchanged: 0, unmanaged: 0 },
    newTags: [],
    changes: [],
    ids: {},
    notes: [],
    ...changes,
  };
}

export function anOrigin(...path: Origin['path']): Origin {
  return { file: 'pipelines/test.yaml', document: 0, path };
}

/** Points at the first line of the file that an origin is in. */
export const locateFirstLine: Locate = ({ file }) => ({ file, line: 1, column: 1, length: 1, lineText: '' });

export function aDefinition(changes: Partial<Definition> = {}): Definition {
  return {
    id: 'source-definition',
    name: 'Postgres',
    dockerRepository: 'airbyte/source-postgres',
    dockerImageTag: '3.6.0',
    ...changes,
  };
}

export function aDesiredSource(changes: Partial<DesiredActor<'source'>> = {}): DesiredActor<'source'> {
  return aDesiredActor('source', changes);
}

export function aDesiredDestination(changes: Partial<DesiredActor<'destination'>> = {}): DesiredActor<'destination'> {
  return aDesiredActor('destination', changes);
}

function aDesiredActor<Kind extends ActorKind>(kind: Kind, changes: Partial<DesiredActor<Kind>>): DesiredActor<Kind> {
  const { name = kind } = changes;
  const definition = `airbyte/${kind}-postgres`;
  return { kind, key: resourceKey(kind, name), name, definition, configuration: {}, origin: anOrigin(), ...changes };
}

export function aDesiredConnection(changes: Partial<DesiredConnection> = {}): DesiredConnection {
  const { name = 'connection' } = changes;
  return {
    kind: 'connection',
    key: resourceKey('connection', name),
    name,
    source: resourceKey('source', 'source'),
    destination: resourceKey('destination', 'destination'),
    streams: [aStreamRule()],
    settings: {},
    origin: anOrigin(),
    ...changes,
  };
}

/** An entry of a catalog in the files; by its name alone unless told. */
export function aStreamRule(changes: Partial<StreamRule> = {}): StreamRule {
  const origin = anOrigin('streams', 0);
  return { name: 'orders', syncMode: 'full_refresh', destinationSyncMode: 'overwrite', origin, ...changes };
}

/** A manner in which everything is shown. */
export function aReviewManner(changes: Partial<ReviewManner> = {}): ReviewManner {
  return { palette: plainPalette, budget: unlimited, folder: '', digestOf: planDigest, ...changes };
}
