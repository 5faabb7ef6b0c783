import { readCatalogFiles } from './catalog-files.ts';
import { builtInConnectors, ConnectorRegistry } from './registry.ts';
import { withSpecFiles } from './spec-files.ts';

/** Where connectors and catalogs come from besides the built-in ones. */
export interface RegistryFolders {
  readonly specsFolder?: string;
  readonly catalogsFolder?: string;
}

export async function loadRegistry({ specsFolder, catalogsFolder }: RegistryFolders): Promise<ConnectorRegistry> {
  const [connectors, catalogs] = await Promise.all([
    specsFolder === undefined ? builtInConnectors : withSpecFiles(builtInConnectors, specsFolder),
    catalogsFolder === undefined ? new Map() : readCatalogFiles(catalogsFolder),
  ]);
  return new ConnectorRegistry(connectors, catalogs);
}
