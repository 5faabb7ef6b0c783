import type { Configuration, ConfigurationValue } from './configuration.ts';
import type { Place } from './issue.ts';
import type { JsonObject } from './json.ts';
import type { Workspace } from './live.ts';
import type { ActorKind, ConnectionSettings, ConnectorImage, ResourceKey, ResourceKind } from './resource.ts';
import type { StreamRule, StreamSelection } from './stream.ts';

export const actions = ['create', 'update', 'replace', 'delete'] as const;
export type Action = (typeof actions)[number];

/** One path with its value before and after, in the words of the files. An absent side is not there. */
export interface FieldChange {
  readonly path: readonly string[];
  readonly before?: ConfigurationValue;
  readonly after?: ConfigurationValue;
}

/** A manifest that becomes the next version of a declarative connector. */
export interface PlannedManifest {
  readonly version: number;
  readonly fingerprint: string;
  readonly content: JsonObject;
}

/** A custom connector as it is to be. */
export interface PlannedDefinition {
  readonly kind: 'definition';
  readonly key: ResourceKey;
  readonly name: string;
  readonly actorKind: ActorKind;
  readonly image?: ConnectorImage;
  /** Absent when the live one is as it should be. */
  readonly manifest?: PlannedManifest;
}

const manifestWords = 'airplan ';

/** How a manifest is described to the server, so that it can be told from others later: nobody gives it out again. */
export function describeManifest(fingerprint: string): string {
  return `${manifestWords}${fingerprint}`;
}

/** The fingerprint in a manifest's description; `undefined` when airplan did not make it. */
export function fingerprintIn(description: string): string | undefined {
  return description.startsWith(manifestWords) ? description.slice(manifestWords.length) : undefined;
}

/** A source or destination as it is to be. */
export interface PlannedActor<Kind extends ActorKind = ActorKind> {
  readonly kind: Kind;
  readonly key: ResourceKey;
  readonly name: string;
  /** The key of its definition until that is created. */
  readonly definitionId: string;
  /** Set when the same plan creates its connector, which nobody can ask for a specification before. */
  readonly definition?: ResourceKey;
  readonly configuration: Configuration;
}

/** The streams of a connection, or the rules to find them once its source exists and was discovered. */
export type PlannedStreams =
  | { readonly state: 'known'; readonly selections: readonly StreamSelection[] }
  | { readonly state: 'checked-when-applied'; readonly rules: readonly PlannedRule[] };

/** A rule without its place: where in a list it stands says nothing, but for patterns among themselves. */
export type PlannedRule = Omit<StreamRule, 'origin'>;

/** A connection as it is to be. */
export interface PlannedConnection {
  readonly kind: 'connection';
  readonly key: ResourceKey;
  readonly name: string;
  readonly source: ResourceKey;
  readonly destination: ResourceKey;
  readonly settings: ConnectionSettings;
  readonly streams: PlannedStreams;
}

export type PlannedResource = PlannedDefinition | PlannedActor | PlannedConnection;

/** How much an effect costs: nothing, a second reading of data, or data and sync state. */
export const effectWeights = ['harmless', 'rereads', 'loses'] as const;
export type EffectWeight = (typeof effectWeights)[number];

/** What a change does to data. */
export interface Effect {
  /** Id of its row in the table of effects. */
  readonly rule: string;
  readonly weight: EffectWeight;
  /** The path of the field change that causes it; empty for the change as a whole. */
  readonly path: readonly string[];
  /** In words, lower case, no full stop. */
  readonly text: string;
}

/** What is asked of the server once the streams of a connection have changed. */
export interface StreamStep {
  readonly action: 'refresh' | 'clear';
  /** Sorted by namespace and name. */
  readonly streams: readonly Pick<StreamSelection, 'name' | 'namespace'>[];
}

interface ChangeBase {
  readonly key: ResourceKey;
  readonly kind: ResourceKind;
  readonly name: string;
  readonly fields: readonly FieldChange[];
  readonly effects: readonly Effect[];
  /** Keys of changes of the same plan that come first. */
  readonly dependsOn: readonly ResourceKey[];
  /** What a reader should know of this change, in words. */
  readonly notes: readonly string[];
}

interface ChangeOf extends ChangeBase {
  /** Where the files declare it. */
  readonly place: Pick<Place, 'file' | 'line'>;
  readonly desired: PlannedResource;
}

export interface Create extends ChangeOf {
  readonly action: 'create';
}

export interface Update extends ChangeOf {
  readonly action: 'update';
  readonly id: string;
  /** For connections whose files ask for it. */
  readonly afterwards?: StreamStep;
}

/** Deletes the live object and creates it anew, where the server cannot change it in place. */
export interface Replace extends ChangeOf {
  readonly action: 'replace';
  readonly id: string;
}

/** Takes a live object away that the files or flags ask to be gone, by name. */
export interface Delete extends ChangeBase {
  readonly action: 'delete';
  readonly id: string;
  /** Where the files ask for it; absent for what no file names. */
  readonly place?: Pick<Place, 'file' | 'line'>;
  /** As the file gives it. */
  readonly reason?: string;
}

/** What has to happen to one resource so that its live state matches its desired state. */
export type Change = Create | Update | Replace | Delete;

/** What a resource is to be once its change is applied; `undefined` when it is to be gone. */
export function desiredOf(change: Change): PlannedResource | undefined {
  return change.action === 'delete' ? undefined : change.desired;
}

export type PlanSummary = Readonly<Record<Action | 'unchanged' | 'unmanaged', number>>;

/** Changes in the order in which they are applied. Holds no secret: JSON of it shows labels. */
export interface Plan {
  readonly formatVersion: '1.0';
  readonly environment: string;
  readonly server: string;
  readonly workspace: Workspace;
  readonly summary: PlanSummary;
  /** Names of tags that the changes need and the workspace lacks, sorted. */
  readonly newTags: readonly string[];
  readonly changes: readonly Change[];
  /** Where each resource of the files is, or `undefined` until it is created. */
  readonly ids: Readonly<Partial<Record<ResourceKey, string>>>;
  /** What the server lacks and the files ask for, in words. */
  readonly notes: readonly string[];
}
