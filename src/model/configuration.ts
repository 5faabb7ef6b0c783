import type { JsonScalar } from './json.ts';

/**
 * A string that must not be shown: it came out of a reference, or stands where a specification says `airbyte_secret`.
 *
 * The value is out of reach of JSON, of string templates and of `util.inspect`; each of them gives the label.
 */
export class Secret {
  /** What may be shown: the text with its references as the file has it, or `(secret)`. */
  readonly label: string;
  /** False for what stands in where an environment variable is not set: nothing can be told of its value. */
  readonly isKnown: boolean;
  readonly #value: string;
  readonly #defaults: string;

  constructor(value: string, label: string, defaults = '', isKnown = true) {
    this.#value = value;
    this.#defaults = defaults;
    this.label = label;
    this.isKnown = isKnown;
  }

  /** The true value; call it only to send it, or to prove that it is not one. */
  reveal(): string {
    return this.#value;
  }

  /** What files spell out for it, as defaults of its references, whether it is the value now or not. */
  revealDefaults(): string {
    return this.#defaults;
  }

  toJSON(): string {
    return this.label;
  }

  toString(): string {
    return this.label;
  }
}

/** What is shown in place of a secret that the file holds as a literal. */
export const secretLabel = '(secret)';

/** What servers show in place of a secret, and take back as "unchanged" on a full update (API §2.2). */
export const serverMask = '**********';

/**
 * A connector's own settings. Strings with references are `Secret` until the connector's specification has shown
 * which of them are none.
 */
export type ConfigurationValue = JsonScalar | Secret | readonly ConfigurationValue[] | Configuration;
export interface Configuration {
  readonly [name: string]: ConfigurationValue;
}

/** True for objects, false for lists, secrets and scalars. */
export function isConfiguration(value: ConfigurationValue | undefined): value is Configuration {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Secret);
}
