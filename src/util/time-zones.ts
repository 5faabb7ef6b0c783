/**
 * True for the name of a time zone that servers take: their library minds the case, and they refuse what begins with
 * `Etc` (API §2.6).
 */
export function isTimeZone(name: string): boolean {
  const isSpeltOut = name.split('/').every((part) => /^[A-Z]/.test(part));
  return isSpeltOut && !/^etc/i.test(name) && isKnown(name);
}

/** Names of time zones, for suggestions; not all that there are. */
export function timeZoneNames(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => isTimeZone(name))];
}

function isKnown(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
