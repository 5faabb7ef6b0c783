/** What an object may hold: `true` for anything, an object for its members, a list of one for its items. */
export type Shape = true | { readonly [name: string]: Shape } | readonly [Shape];

/** Members that take any value. */
function open<Name extends string>(...names: readonly Name[]): { readonly [Member in Name]: true } {
  return Object.fromEntries(names.map((name) => [name, true])) as { readonly [Member in Name]: true };
}

const pagination = open('pageSize', 'rowOffset');
const fields: Shape = [open('fieldPath')];

const catalog: Shape = {
  streams: [
    {
      stream: open(
        'name',
        'jsonSchema',
        'supportedSyncModes',
        'sourceDefinedCursor',
        'defaultCursorField',
        'sourceDefinedPrimaryKey',
        'namespace',
        'isResumable',
        'isFileBased',
      ),
      config: {
        ...open('syncMode', 'cursorField', 'destinationSyncMode', 'namespace', 'primaryKey', 'aliasName', 'selected'),
        ...open('suggested', 'destinationObjectName', 'includeFiles', 'fieldSelectionEnabled'),
        ...open('minimumGenerationId', 'generationId', 'syncId'),
        selectedFields: fields,
        hashedFields: fields,
        mappers: [open('id', 'type', 'mapperConfiguration')],
      },
    },
  ],
};

const settings: Shape = {
  ...open('name', 'namespaceDefinition', 'namespaceFormat', 'prefix', 'operationIds', 'scheduleType', 'status'),
  ...open('sourceCatalogId', 'destinationCatalogId', 'dataplaneGroupId', 'notifySchemaChanges', 'geography'),
  ...open('notifySchemaChangesByEmail', 'nonBreakingChangesPreference', 'backfillPreference', 'onDemandEnabled'),
  syncCatalog: catalog,
  schedule: open('units', 'timeUnit'),
  scheduleData: { basicSchedule: open('timeUnit', 'units'), cron: open('cronExpression', 'cronTimeZone') },
  resourceRequirements: open(
    'cpu_request',
    'cpu_limit',
    'memory_request',
    'memory_limit',
    'ephemeral_storage_request',
    'ephemeral_storage_limit',
  ),
  tags: [open('tagId', 'workspaceId', 'name', 'color')],
};

const streams: Shape = [open('streamName', 'streamNamespace')];
const workspace: Shape = {
  ...open('name', 'email', 'anonymousDataCollection', 'news', 'securityUpdates', 'notifications'),
  ...open('notificationSettings', 'displaySetupWizard', 'dataplaneGroupId', 'defaultGeography'),
  webhookConfigs: [open('name', 'authToken', 'validationUrl', 'customDbtHost')],
};
const connectionId = open('connectionId');
const workspaceId = open('workspaceId');
const named: Shape = { ...open('workspaceIds', 'includeDeleted', 'nameContains'), pagination };

/** What requests declare, by route: only those that a strict server looks at (API §1). */
export const declaredMembers: Readonly<Record<string, Shape>> = {
  'workspaces/list': {},
  'workspaces/list_by_organization_id': { ...open('organizationId', 'nameContains'), pagination },
  'workspaces/list_by_user_id': { ...open('userId', 'nameContains'), pagination },
  'workspaces/list_paginated': named,
  'workspaces/get': open('workspaceId', 'includeTombstone'),
  'workspaces/get_by_slug': open('slug'),
  'workspaces/get_by_connection_id': connectionId,
  'workspaces/create': { ...workspace, ...open('organizationId') },
  'workspaces/update': { ...workspace, ...open('workspaceId', 'initialSetupComplete', 'notificationsConfig') },
  'workspaces/delete': open('workspaceId', 'includeTombstone'),
  'connections/create': { ...settings, ...open('sourceId', 'destinationId') },
  'connections/update': { ...settings, ...open('connectionId', 'breakingChange') },
  'connections/get': connectionId,
  'connections/list': workspaceId,
  'connections/list_all': workspaceId,
  'connections/list_paginated': { ...open('workspaceIds', 'userId', 'includeDeleted', 'tagIds'), pagination },
  'connections/delete': connectionId,
  'connections/sync': connectionId,
  'connections/reset': connectionId,
  'connections/clear': connectionId,
  'connections/reset/stream': { ...connectionId, streams },
  'connections/clear/stream': { ...connectionId, streams },
  'connections/refresh': { ...open('connectionId', 'refreshMode'), streams },
  'connections/status': open('connectionIds'),
  'web_backend/connections/get': open('connectionId', 'withRefreshedCatalog'),
  'web_backend/connections/list': {
    ...open('workspaceId', 'sourceId', 'destinationId', 'cursor', 'sortKey', 'pageSize'),
    filters: open(
      'sourceDefinitionIds',
      'destinationDefinitionIds',
      'statuses',
      'states',
      'tagIds',
      'searchTerm',
      'onDemandEnabled',
    ),
  },
  'web_backend/connections/update': { ...settings, ...open('connectionId', 'skipReset', 'operations') },
};
