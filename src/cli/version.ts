import manifest from '../../package.json' with { type: 'json' };

/** This release, as the package states it. */
export const version: string = manifest.version;
