import type { SandboxContext } from '../context.ts';
import { getConfiguration } from '../resources/actor-store.ts';
import { getConnector } from '../resources/connector-lookup.ts';
import { isSecretPointer, mapSecrets } from '../secrets/map-secrets.ts';
import { secretTree } from '../secrets/secret-tree.ts';
import type { StoredActor } from '../stored.ts';
import type { DriftOf } from './drift-edit.ts';
import { DriftError } from './drift-target.ts';

/** Gives secrets another value in their place, as a rotation in the secret manager does: configurations stay as they are. */
export function rotateSecrets(actor: StoredActor, edit: DriftOf<'rotate-secret'>, context: SandboxContext): void {
  const { store, newId } = context;
  const coordinates = findCoordinates(actor, context);
  const chosen = [...coordinates].filter(([path]) => edit.path === undefined || path === edit.path);
  if (chosen.length === 0) {
    const hint = coordinates.size === 0 ? 'it has none' : `it has ${[...coordinates.keys()].join(', ')}`;
    throw new DriftError(`"${actor.name}" has no secret ${edit.path ?? ''}`.trimEnd(), { hint });
  }
  for (const [, id] of chosen) store.secrets.put({ id, value: edit.value ?? `rotated-${newId()}` });
}

/** The coordinates of an actor's secrets, by path: `password`, `tunnel_method.ssh_key`. */
function findCoordinates(actor: StoredActor, context: SandboxContext): ReadonlyMap<string, string> {
  const connector = getConnector(actor.kind, actor.definitionId, context);
  const found = new Map<string, string>();
  mapSecrets(getConfiguration(actor), secretTree(connector.connectionSpecification), (value, path) => {
    if (isSecretPointer(value)) found.set(path.join('.'), value._secret);
    return value;
  });
  return found;
}
