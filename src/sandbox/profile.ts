/** Which servers the sandbox can be. */
export const sandboxProfiles = ['1.6', '1.8', '2.0'] as const;
export type SandboxProfile = (typeof sandboxProfiles)[number];

/** In what the profiles differ (API §7). */
export interface ProfileRules {
  /** As `instance_configuration` gives it. */
  readonly version: string;
  /** `workspaces/list` is gone since 1.7. */
  readonly listsWorkspaces: boolean;
  /** Connections and workspaces had a geography up to 1.6. */
  readonly hasGeography: boolean;
  /** Updates of definitions name a workspace since 1.7. */
  readonly scopesDefinitionUpdates: boolean;
  /** `includeFiles`, `isFileBased` and `destinations/discover_schema`: 1.7. */
  readonly hasFiles: boolean;
  /** `destinationObjectName`, the modes `update` and `soft_delete`: 1.8. */
  readonly hasDataActivation: boolean;
  /** The mapper `field-filtering`: 1.8. */
  readonly filtersFields: boolean;
  /** States of streams whose sync mode changes are forgotten since 1.8. */
  readonly dropsStates: boolean;
  /** Lists of sources, destinations and of the UI's connections come in pages since 1.8. */
  readonly pagesActors: boolean;
  /** Since 2.0 most errors are an `errorId` and nothing else. */
  readonly explainsErrors: boolean;
  /** `onDemandEnabled` and the status `locked` came between 2.0 and today. */
  readonly locksConnections: boolean;
  /** `sources/get_with_metadata` came between 2.0 and today. */
  readonly tellsCoordinates: boolean;
}

export const profileRules: { readonly [Profile in SandboxProfile]: ProfileRules } = {
  '1.6': {
    version: '1.6.0',
    listsWorkspaces: true,
    hasGeography: true,
    scopesDefinitionUpdates: false,
    hasFiles: false,
    hasDataActivation: false,
    filtersFields: false,
    dropsStates: false,
    pagesActors: false,
    explainsErrors: true,
    locksConnections: false,
    tellsCoordinates: false,
  },
  '1.8': {
    version: '1.8.0',
    listsWorkspaces: false,
    hasGeography: false,
    scopesDefinitionUpdates: true,
    hasFiles: true,
    hasDataActivation: true,
    filtersFields: true,
    dropsStates: true,
    pagesActors: true,
    explainsErrors: true,
    locksConnections: false,
    tellsCoordinates: false,
  },
  '2.0': {
    version: '2.0.0',
    listsWorkspaces: false,
    hasGeography: false,
    scopesDefinitionUpdates: true,
    hasFiles: true,
    hasDataActivation: true,
    filtersFields: true,
    dropsStates: true,
    pagesActors: true,
    explainsErrors: false,
    locksConnections: true,
    tellsCoordinates: true,
  },
};
