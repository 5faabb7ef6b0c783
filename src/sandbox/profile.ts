/** Which servers the sandbox can be. */
export const sandboxProfiles = ['1.6', '2.0'] as const;
export type SandboxProfile = (typeof sandboxProfiles)[number];

/** In what the profiles differ (API §7). */
export interface ProfileRules {
  /** As `instance_configuration` gives it. */
  readonly version: string;
  /** `workspaces/list` is gone since 1.7. */
  readonly listsWorkspaces: boolean;
  /** Lists of sources and destinations come in pages since 1.8. */
  readonly pagesActors: boolean;
  /** Since 2.0 most errors are an `errorId` and nothing else. */
  readonly explainsErrors: boolean;
  /** `includeFiles`, `isFileBased`, `destinationObjectName`: 1.7 and 1.8. */
  readonly hasFiles: boolean;
}

export const profileRules: { readonly [Profile in SandboxProfile]: ProfileRules } = {
  '1.6': { version: '1.6.0', listsWorkspaces: true, pagesActors: false, explainsErrors: true, hasFiles: false },
  '2.0': { version: '2.0.0', listsWorkspaces: false, pagesActors: true, explainsErrors: false, hasFiles: true },
};
