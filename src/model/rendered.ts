import type { JsonScalar } from './json.ts';
import type { ResourceKey } from './resource.ts';

/** What a value of the desired state comes from: its resource's own file, or something else. */
export const valueSources = ['file', 'patch', 'catalog', 'defaults', 'variable', 'airplan'] as const;
export type ValueSource = (typeof valueSources)[number];

/** Where a value of the desired state comes from. */
export interface ValueOrigin {
  readonly from: ValueSource;
  /** Absent for what airplan fills in by itself. */
  readonly place?: { readonly file: string; readonly line: number };
  /** The variable's name. */
  readonly variable?: string;
}

/** A value as it is to be, with where it comes from. Holds no secret: a reference stays one. */
export type RenderedValue =
  | { readonly type: 'scalar'; readonly value: JsonScalar; readonly origins: readonly ValueOrigin[] }
  | { readonly type: 'list'; readonly items: readonly RenderedValue[]; readonly origins: readonly ValueOrigin[] }
  | RenderedMapping;

export interface RenderedMapping {
  readonly type: 'mapping';
  /** In the order in which they are shown. */
  readonly members: readonly (readonly [name: string, value: RenderedValue])[];
  readonly origins: readonly ValueOrigin[];
}

/** One resource of an environment, as a document of its own. */
export interface RenderedResource {
  readonly key: ResourceKey;
  readonly document: RenderedMapping;
}

/** What one environment is to be, catalogs, defaults, patches and variables filled in. */
export interface RenderedState {
  readonly environment: string;
  /** In the order of kinds, each sorted by key. */
  readonly resources: readonly RenderedResource[];
}
