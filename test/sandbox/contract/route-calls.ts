import { type Body, createConnection, createDestination, createSource, type World } from '../world.ts';

/** Makes what one request needs and gives a body that is answered with 2xx; `undefined`: without a body. */
export type GoodBody = (world: World) => Body | Promise<Body>;

/** Good bodies by path, as `routes` has them. */
export type RouteCalls = Readonly<Record<string, GoodBody>>;

export const withoutBody: GoodBody = () => undefined;
export const ofWorkspace: GoodBody = ({ workspaceId }) => ({ workspaceId });
export const ofWorkspaces: GoodBody = ({ workspaceId }) => ({
  workspaceIds: [workspaceId],
  pagination: { pageSize: 5, rowOffset: 0 },
});

export const ofSource: GoodBody = async (world) => ({ sourceId: (await createSource(world)).sourceId });
export const ofDestination: GoodBody = async (world) => ({
  destinationId: (await createDestination(world)).destinationId,
});
export const ofConnection: GoodBody = async (world) => ({
  connectionId: (await createConnection(world)).connectionId,
});

/** The same body with more in it. */
export function extended(good: GoodBody, more: Body): GoodBody {
  return async (world) => ({ ...(await good(world)), ...more });
}
