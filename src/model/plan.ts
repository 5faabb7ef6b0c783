import type { Configuration, ConfigurationValue } from './configuration.ts';
import type { Limits } from './environment.ts';
import type { Place } from './issue.ts';
import type { JsonObject } from './json.ts';
import type { Workspace } from './live.ts';
import type { ActorKind, ConnectionSettings, ConnectorImage, ResourceKey, ResourceKind } from './resource.ts';
import type { StreamRule, StreamSelection } from './stream.ts';

export const actions = ['create', 'update', 'replace', 'delete'] as const;
export type Action = (typeof actions)[number];

/**
 * Whose doing a difference is, seen from a base, which is what the files said at an earlier commit: this change set's,
 * the server's and the change set's, the server's, or nobody's, as it was to be applied before.
 */
export const causes = ['change-set', 'both', 'drift', 'not-yet-applied'] as const;
export type Cause = (typeof causes)[number];

/** One path with its value before and after, in the words of the files. An absent side is not there. */
export interface FieldChange {
  readonly path: readonly string[];
  readonly before?: ConfigurationValue;
  readonly after?: ConfigurationValue;
  /** Only there when the plan has a base, and where it is not a flag that asks for the change. */
  readonly cause?: Cause;
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
  | {
      readonly state: 'known';
      readonly selections: readonly StreamSelection[];
      /** True when the connector listed them for a configuration that the source does not have yet. */
      readonly isProvisional?: true;
    }
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
  /** The path of the field change that causes it, or `afterwards`; empty for the change as a whole. */
  readonly path: readonly string[];
  /** In words, lower case, no full stop. */
  readonly text: string;
  /** Says only that nothing moves, so that text for people leaves it out. */
  readonly isQuiet?: true;
}

/** What is asked of the server once the streams of a connection have changed. */
export interface StreamStep {
  readonly action: 'refresh' | 'clear';
  /** Sorted by namespace and name; empty: those that are found to have changed while applying. */
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
  /** What of it loses something and is asked for by the resource's own file; the rest takes a flag. */
  readonly askedFor?: 'delete' | StreamStep['action'];
  /** The file forbids that the resource be deleted or replaced. */
  readonly isProtected?: true;
  /** It is so by the files of the base, and no longer by those of now. */
  readonly isProtectedByBase?: true;
  /** All that it has, each once, in the order of `causes`; only there when the plan has a base. */
  readonly causes?: readonly Cause[];
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

/** Why a value is no change although it looks like one. */
export interface Explanation {
  readonly path: readonly string[];
  /** Id of the rule of the comparison that made the two equal. */
  readonly rule: string;
  /** As the server says it, in the words of the files. An absent side says nothing. */
  readonly live?: ConfigurationValue;
  readonly desired?: ConfigurationValue;
  /** How many more streams of the same resource the rule did the same for. */
  readonly others?: number;
}

/** What looks different in a plan and is not. */
export interface PlanExplanations {
  /** The sentence of each rule that is named, by its id. */
  readonly rules: Readonly<Record<string, string>>;
  /** In the order of the plan's input: sources, destinations, connections, each by key. */
  readonly resources: readonly { readonly key: ResourceKey; readonly values: readonly Explanation[] }[];
}

export type PlanSummary = Readonly<Record<Action | 'unchanged' | 'unmanaged', number>>;

/** A live object that no file names. */
export interface UnmanagedObject {
  readonly kind: ResourceKind;
  readonly name: string;
  readonly id: string;
}

/** What the files said at an earlier commit, as far as it bears on a plan. */
export interface PlanBase {
  /** As it was asked for: a branch, a tag, a commit. */
  readonly ref: string;
  /** Its full id. */
  readonly commit: string;
  /** How many changes there are of each cause: each field of an update counts, and everything else as a whole. */
  readonly counts: Readonly<Record<Cause, number>>;
  /** The stricter ones of then and now. */
  readonly limits: Limits;
}

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
  /** What the server lacks and the files ask for, and what is to be known before applying, in words. */
  readonly notes: readonly string[];
  /** Only there when it was asked for. */
  readonly base?: PlanBase;
  /** Only there when it was asked for. */
  readonly explanations?: PlanExplanations;
  /** By kind, name and id. Present when asked for: a workspace may have thousands. */
  readonly unmanaged?: readonly UnmanagedObject[];
}
