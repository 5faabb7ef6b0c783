import type { Configuration } from '../model/configuration.ts';
import { type Origin, originAt } from '../model/issue.ts';
import type { Json } from '../model/json.ts';
import {
  type ActorKind,
  type DesiredActor,
  type DesiredConnection,
  type Removal,
  resourceKey,
} from '../model/resource.ts';
import type { StreamRule } from '../model/stream.ts';
import { toConnectionSettings } from './connection-settings.ts';
import type { ActorDeclaration, ConnectionDeclaration, DefinitionDeclaration } from './declaration.ts';
import { nameOf } from './duplicates.ts';

/** Resolves the references in a configuration. */
export type Resolve = (value: Json, origin: Origin) => Promise<unknown>;

/** A source or destination, its references resolved; `undefined` when its document is not valid. */
export async function toActor<Kind extends ActorKind>(
  declaration: ActorDeclaration<Kind>,
  resolve: Resolve,
): Promise<DesiredActor<Kind> | undefined> {
  const { kind, document, origin } = declaration;
  if (document === undefined) {
    return undefined;
  }
  // What is to go is found by its name: its secrets may be gone already.
  const configuration =
    document.remove === true ? {} : await resolve(document.configuration, originAt(origin, 'configuration'));
  return {
    kind,
    ...toIdentity(declaration),
    definition: document.definition,
    ...(document.version === undefined ? {} : { version: document.version }),
    configuration: configuration as Configuration,
  };
}

/** A connection with the rules of its streams; `undefined` when its document is not valid. */
export function toConnection(
  declaration: ConnectionDeclaration,
  streams: readonly StreamRule[],
): DesiredConnection | undefined {
  const { document } = declaration;
  return (
    document && {
      kind: 'connection',
      ...toIdentity(declaration),
      source: resourceKey('source', document.source),
      destination: resourceKey('destination', document.destination),
      streams,
      settings: toConnectionSettings(document),
      ...(document.whenStreamsChange === undefined ? {} : { whenStreamsChange: document.whenStreamsChange }),
    }
  );
}

/** What a file says of any resource: how to find it, and what may become of it. */
export function toIdentity(declaration: DefinitionDeclaration | ActorDeclaration | ConnectionDeclaration) {
  const { kind, key, origin, document } = declaration;
  return {
    key: resourceKey(kind, key),
    name: nameOf(declaration),
    ...(document?.id === undefined ? {} : { id: document.id }),
    ...(document?.renamedFrom === undefined ? {} : { renamedFrom: document.renamedFrom }),
    ...(document?.protect === true ? { isProtected: true } : {}),
    ...(document?.remove === true ? { removal: toRemoval(document) } : {}),
    origin,
  };
}

function toRemoval({ reason }: { readonly reason?: string }): Removal {
  return reason === undefined ? {} : { reason };
}
