import { findClosest } from './suggest.ts';

/** What is wrong with the name of a time zone, and what to write instead. */
export interface TimeZoneFault {
  readonly message: string;
  readonly hint: string;
}

const example = 'write a name such as Europe/Berlin, or UTC';

/**
 * Why a server takes no time zone of this name; `undefined` when it does.
 *
 * Servers know the names of the time zone database as they are spelled, but for those below `Etc` (API §2.6).
 */
export function findTimeZoneFault(name: string): TimeZoneFault | undefined {
  const message = `"${name}" is no time zone`;
  if (/^etc/i.test(name))
    return { message: `Airbyte takes no time zone below "Etc", such as "${name}"`, hint: example };
  const isOffset = /^[+-]/.test(name);
  const spelled = isOffset ? undefined : knownNames().find((known) => known.toLowerCase() === name.toLowerCase());
  if (spelled !== undefined) return spelled === name ? undefined : { message, hint: `did you mean "${spelled}"?` };
  if (!isOffset && isKnown(name)) return undefined;
  const closest = isOffset ? undefined : findClosest(name, knownNames());
  return { message, hint: closest === undefined ? example : `did you mean "${closest}"?` };
}

/** The main name of each zone; its other names are known to `isKnown` only. */
function knownNames(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')];
}

function isKnown(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
