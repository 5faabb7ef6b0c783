import type { Definition } from './live.ts';
import type { ActorKind } from './resource.ts';

/** A connector of the server, with what decides whether one wants to rely on it. */
export interface Connector extends Definition {
  readonly kind: ActorKind;
  /** `certified`, `community`, `none`, or a word of a newer server; `unknown` where the server does not tell. */
  readonly supportLevel: string;
  /** Added to this server by its users. */
  readonly isCustom: boolean;
}
