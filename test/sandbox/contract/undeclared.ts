/*
 * Where the real server says what its own description lacks, and so does the sandbox. Whatever else the checker finds
 * is our mistake.
 */

/** Statuses of refusals (API §2.7) by route; of these routes the description declares 200, 422 and now and then 404. */
export const undeclaredRefusals: Readonly<Record<string, readonly number[]>> = {
  'applications/token': [400],
  'workspaces/list_by_organization_id': [400],
  'workspaces/list_by_user_id': [400],
  'workspaces/create': [409],
  'source_definitions/list_for_workspace': [400],
  'source_definitions/create_custom': [400],
  'source_definitions/update': [400],
  'destination_definitions/list_for_workspace': [400],
  'destination_definitions/create_custom': [400],
  'sources/create': [404],
  'sources/update': [409],
  'destinations/create': [404],
  'destinations/update': [404, 409],
  'destinations/partial_update': [404],
  'destinations/discover_schema': [400],
  'scheduler/sources/check_connection': [404],
  'scheduler/sources/discover_schema': [404],
  'scheduler/destinations/check_connection': [404],
  'connections/create': [404, 409],
  'connections/update': [400, 404],
  'web_backend/connections/update': [400, 404],
  'operations/update': [404],
  'connector_builder_projects/publish': [404],
  'tags/list': [400],
  'tags/create': [400, 409],
  'tags/update': [400, 404, 409],
  'tags/delete': [400, 404],
};

/** What comes back from bad requests that the server carries out. */
export const undeclaredAnswers: readonly {
  readonly route: string;
  readonly violation: RegExp;
  readonly why: string;
}[] = [
  { route: 'connections/create', violation: /^response: "status" is missing$/, why: 'none was sent (API §2.3)' },
  { route: 'connections/list_all', violation: /^response\.connections\[\d+\]: "status" is missing$/, why: 'the same' },
  {
    route: 'workspaces/create',
    violation: /^response\.email: is not a valid email/,
    why: 'nothing checks it (API §1)',
  },
];

/** Only servers up to 1.6 have these (API §7), and the description is of a newer one. */
export const undescribedRoutes: readonly string[] = ['workspaces/list', 'web_backend/geographies/list'];

/** Members that only servers up to 1.6 have (API §7). */
export const undescribedMembers = /\b(geography|defaultGeography)$/;
