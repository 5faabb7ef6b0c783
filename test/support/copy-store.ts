import type { SandboxStore, Table } from '../../src/sandbox/store.ts';

/** Makes one store hold what another holds, its rows put in the order that `arrange` gives. */
export function copyStore(
  from: SandboxStore,
  to: SandboxStore,
  arrange: <Item>(items: readonly Item[]) => readonly Item[],
): void {
  const copy = <Row extends { readonly id: string }>(source: Table<Row>, target: Table<Row>): void => {
    for (const { id } of target.list()) target.delete(id);
    for (const row of arrange(source.list())) target.put(row);
  };
  copy(from.workspaces, to.workspaces);
  copy(from.definitions, to.definitions);
  copy(from.manifests, to.manifests);
  copy(from.builderProjects, to.builderProjects);
  copy(from.actors.source, to.actors.source);
  copy(from.actors.destination, to.actors.destination);
  copy(from.connections, to.connections);
  copy(from.tags, to.tags);
  copy(from.discoveries, to.discoveries);
  copy(from.fetches, to.fetches);
  copy(from.secrets, to.secrets);
}
