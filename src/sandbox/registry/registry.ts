import type { ActorKind } from '../actor-kind.ts';
import type { Connector, DiscoveredStream } from './connector.ts';
import { destinationLocalJson } from './destination-local-json.ts';
import { destinationPostgres } from './destination-postgres.ts';
import { destinationS3 } from './destination-s3.ts';
import { destinationSnowflake } from './destination-snowflake.ts';
import { sourceFaker } from './source-faker.ts';
import { sourceMysql } from './source-mysql.ts';
import { sourcePostgres } from './source-postgres.ts';
import { sourceRestApi } from './source-rest-api.ts';

/** The connectors that come with the sandbox. */
export const builtInConnectors: readonly Connector[] = [
  sourcePostgres,
  sourceMysql,
  sourceFaker,
  sourceRestApi,
  destinationS3,
  destinationPostgres,
  destinationSnowflake,
  destinationLocalJson,
];

/** The connectors that a sandbox offers, and the catalogs that files give to its sources. */
export class ConnectorRegistry {
  readonly #connectors: ReadonlyMap<string, Connector>;
  readonly #catalogs: ReadonlyMap<string, readonly DiscoveredStream[]>;

  constructor(connectors: readonly Connector[], catalogs: ReadonlyMap<string, readonly DiscoveredStream[]>) {
    this.#connectors = new Map(connectors.map((connector) => [connector.definitionId, connector]));
    this.#catalogs = catalogs;
  }

  find(kind: ActorKind, definitionId: string): Connector | undefined {
    const connector = this.#connectors.get(definitionId);
    return connector?.kind === kind ? connector : undefined;
  }

  list(kind: ActorKind): readonly Connector[] {
    return [...this.#connectors.values()].filter((connector) => connector.kind === kind);
  }

  /** The catalog that a file gives for a source's name, or else for its connector. */
  findCatalog(sourceName: string, connector: Connector): readonly DiscoveredStream[] | undefined {
    const image = connector.dockerRepository;
    const names = [sourceName, image.replace('/', '__'), image.slice(image.indexOf('/') + 1)];
    return names.map((name) => this.#catalogs.get(name)).find((catalog) => catalog !== undefined);
  }
}
