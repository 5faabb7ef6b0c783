import type { Locate, Origin, PathStep, Place } from '../model/issue.ts';
import type { Places } from './places.ts';

/** Places whose lines show no credentials that someone wrote into `airplan.yaml` instead of a reference. */
export function hidingCredentials(places: Places): Places {
  return { ofValue: hiding(places.ofValue), ofKey: hiding(places.ofKey), ofEnd: hiding(places.ofEnd) };
}

function hiding(locate: Locate): Locate {
  return (origin) => {
    const place = locate(origin);
    return holdsCredential(origin, place.lineText) ? withoutValue(place) : place;
  };
}

function holdsCredential({ path: [, , section] }: Origin, line: string): boolean {
  return section === 'server' ? line.includes('@') : isSecretSection(section) && !isReference(line);
}

/** One with a default spells that out. */
function isReference(line: string): boolean {
  return line.includes('${env:') && !/\$\{env:[^}]*:-/.test(line);
}

function isSecretSection(section: PathStep | undefined): boolean {
  return section === 'auth' || section === 'headers';
}

function withoutValue(place: Place): Place {
  return { ...place, lineText: place.lineText.replace(/:\s.*$/, ': …') };
}
