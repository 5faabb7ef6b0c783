import type { JsonObject } from '../../model/json.ts';
import type { ActorKind } from '../actor-kind.ts';
import type { SchemaEdit } from '../stored.ts';

/**
 * Something that somebody, or the server itself, does behind the back of the API's callers. `target` is an id, or a
 * name that only one has; without a kind it is that of a connection, and of a source where the schema changes.
 */
export type DriftEdit = { readonly target: string } & (
  | { readonly type: 'rename'; readonly kind: ResourceKind; readonly name: string }
  | { readonly type: 'delete'; readonly kind: ResourceKind }
  /** Merged one level deep; secrets stay. */
  | { readonly type: 'configure'; readonly kind: ActorKind; readonly configuration: JsonObject }
  /** Without a path: all of them; without a value: to something made up. Reads show the same mask. */
  | { readonly type: 'rotate-secret'; readonly kind: ActorKind; readonly path?: string; readonly value?: string }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  /** `scheduleType` and `scheduleData` as in the API. */
  | { readonly type: 'schedule'; readonly schedule: JsonObject }
  | { readonly type: 'deselect'; readonly stream: string; readonly namespace?: string }
  /** The server looks at a source by itself, and each connection takes what it finds as its preference says. */
  | { readonly type: 'discover' }
  | (SchemaEdit & {
      /** False: nobody has looked yet; the next discovery finds it. */
      readonly isNoticed?: boolean;
    })
);

export const resourceKinds = ['source', 'destination', 'connection'] as const;
export type ResourceKind = (typeof resourceKinds)[number];

/** What one type of edit holds. */
export type DriftOf<Type extends DriftEdit['type']> = Extract<DriftEdit, { readonly type: Type }>;
