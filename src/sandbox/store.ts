import type { ActorKind } from './actor-kind.ts';
import type { StoredJob, StoredState } from './jobs/stored-job.ts';
import type {
  StoredActor,
  StoredBuilderProject,
  StoredConnection,
  StoredDefinition,
  StoredDiscovery,
  StoredFetch,
  StoredManifest,
  StoredOperation,
  StoredSecret,
  StoredTag,
  StoredWorkspace,
} from './stored.ts';

/** Rows of one sort by id, in the order in which they were first put. */
export class Table<Row extends { readonly id: string }> {
  readonly #rows = new Map<string, Row>();
  readonly #onChange: () => void;

  constructor(rows: readonly Row[], onChange: () => void) {
    for (const row of rows) this.#rows.set(row.id, row);
    this.#onChange = onChange;
  }

  find(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  get size(): number {
    return this.#rows.size;
  }

  list(): readonly Row[] {
    return [...this.#rows.values()];
  }

  put(row: Row): void {
    this.#rows.set(row.id, row);
    this.#onChange();
  }

  delete(id: string): void {
    if (this.#rows.delete(id)) this.#onChange();
  }
}

/** All rows, as they stand in a store file. */
export interface StoreRows {
  readonly workspaces: readonly StoredWorkspace[];
  readonly sources: readonly StoredActor[];
  readonly destinations: readonly StoredActor[];
  readonly connections: readonly StoredConnection[];
  readonly tags: readonly StoredTag[];
  readonly discoveries: readonly StoredDiscovery[];
  readonly fetches: readonly StoredFetch[];
  readonly secrets: readonly StoredSecret[];
  readonly jobs: readonly StoredJob[];
  readonly states: readonly StoredState[];
  readonly definitions: readonly StoredDefinition[];
  readonly operations: readonly StoredOperation[];
  readonly manifests: readonly StoredManifest[];
  readonly builderProjects: readonly StoredBuilderProject[];
}

/** Writes all rows somewhere; absent where the store lives in memory only. */
export type SaveRows = (rows: StoreRows) => Promise<void>;

/** What the sandbox knows. Reads are free; after a change `flush` waits until it is on disk. */
export class SandboxStore {
  readonly workspaces: Table<StoredWorkspace>;
  readonly actors: { readonly [Kind in ActorKind]: Table<StoredActor> };
  readonly connections: Table<StoredConnection>;
  readonly tags: Table<StoredTag>;
  readonly discoveries: Table<StoredDiscovery>;
  readonly fetches: Table<StoredFetch>;
  readonly secrets: Table<StoredSecret>;
  readonly jobs: Table<StoredJob>;
  readonly states: Table<StoredState>;
  readonly definitions: Table<StoredDefinition>;
  readonly operations: Table<StoredOperation>;
  readonly manifests: Table<StoredManifest>;
  readonly builderProjects: Table<StoredBuilderProject>;
  readonly #save: SaveRows | undefined;
  #version = 0;
  #savedVersion = 0;
  #saving: Promise<void> | undefined;

  constructor(rows: StoreRows, save?: SaveRows) {
    const onChange = (): void => {
      this.#version += 1;
    };
    this.workspaces = new Table(rows.workspaces, onChange);
    this.actors = {
      source: new Table(rows.sources, onChange),
      destination: new Table(rows.destinations, onChange),
    };
    this.connections = new Table(rows.connections, onChange);
    this.tags = new Table(rows.tags, onChange);
    this.discoveries = new Table(rows.discoveries, onChange);
    this.fetches = new Table(rows.fetches, onChange);
    this.secrets = new Table(rows.secrets, onChange);
    this.jobs = new Table(rows.jobs, onChange);
    this.states = new Table(rows.states, onChange);
    this.definitions = new Table(rows.definitions, onChange);
    this.operations = new Table(rows.operations, onChange);
    this.manifests = new Table(rows.manifests, onChange);
    this.builderProjects = new Table(rows.builderProjects, onChange);
    this.#save = save;
  }

  /** Counts the changes since the start. */
  get version(): number {
    return this.#version;
  }

  /** Resolves once every change made so far is written. Changes made meanwhile share the next write. */
  async flush(): Promise<void> {
    const wanted = this.#version;
    while (this.#save !== undefined && this.#savedVersion < wanted) {
      this.#saving ??= this.#write(this.#save);
      await this.#saving;
    }
  }

  async #write(save: SaveRows): Promise<void> {
    const version = this.#version;
    try {
      await save(this.rows());
      this.#savedVersion = version;
    } finally {
      this.#saving = undefined;
    }
  }

  /** All rows as they stand now. */
  rows(): StoreRows {
    return {
      workspaces: this.workspaces.list(),
      sources: this.actors.source.list(),
      destinations: this.actors.destination.list(),
      connections: this.connections.list(),
      tags: this.tags.list(),
      discoveries: this.discoveries.list(),
      fetches: this.fetches.list(),
      secrets: this.secrets.list(),
      jobs: this.jobs.list(),
      states: this.states.list(),
      definitions: this.definitions.list(),
      operations: this.operations.list(),
      manifests: this.manifests.list(),
      builderProjects: this.builderProjects.list(),
    };
  }
}
