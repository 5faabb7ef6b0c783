export const actorKinds = ['source', 'destination'] as const;
/** The server's word for what is at either end of a connection. */
export type ActorKind = (typeof actorKinds)[number];
