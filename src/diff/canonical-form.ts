import type { ConfigurationValue } from '../model/configuration.ts';
import { inNameOrder } from './name-order.ts';

/** One managed value of a resource, in the words of the files. */
export interface CanonicalField {
  /** What it is compared by: unique within its form. */
  readonly id: string;
  /** What people read. */
  readonly path: readonly string[];
  readonly value: ConfigurationValue;
}

/**
 * A resource as it is compared: every managed value by itself, without order, defaults filled in.
 *
 * Lists without an order are keyed or sorted before they come here, because a list compared by position shows a
 * reordering as a rewrite.
 */
export type CanonicalForm = readonly CanonicalField[];

export function canonicalField(path: readonly string[], value: ConfigurationValue): CanonicalField {
  return { id: JSON.stringify(path), path, value: inNameOrder(value) };
}
