import {
  type Configuration,
  type ConfigurationValue,
  isConfiguration,
  Secret,
  secretLabel,
  serverMask,
} from '../model/configuration.ts';
import { compareText } from '../util/sort.ts';
import { type CanonicalForm, canonicalField } from './canonical-form.ts';

/**
 * Every leaf of a configuration by its path; a list is one leaf, because its order counts.
 *
 * @param other - what it is compared with: where that has something else than an object, or an empty one, the object
 *   here is one leaf too, so that a value that was replaced is one difference
 */
export function configurationForm(configuration: Configuration, other: Configuration = {}): CanonicalForm {
  return memberLeaves(['configuration'], configuration, other);
}

function memberLeaves(path: readonly string[], members: Configuration, others: Configuration): CanonicalForm {
  return Object.keys(members)
    .sort(compareText)
    .flatMap((name) => leaves([...path, name], members[name] ?? null, ownValue(others, name)));
}

function leaves(
  path: readonly string[],
  value: ConfigurationValue,
  other: ConfigurationValue | undefined,
): CanonicalForm {
  const isSplit = hasMembers(value) && (other === undefined || hasMembers(other));
  if (!isSplit) return [canonicalField(path, value)];
  return memberLeaves(path, value, isConfiguration(other) ? other : {});
}

function hasMembers(value: ConfigurationValue): value is Configuration {
  return isConfiguration(value) && Object.keys(value).length > 0;
}

/**
 * A live value in which everything that cannot be told from the desired value is the desired value: a server's mask
 * is never a difference. Masks without a counterpart become secrets, so that they show as such.
 */
export function alignedWithDesired(
  live: ConfigurationValue,
  desired: ConfigurationValue | undefined,
): ConfigurationValue {
  if (live === serverMask) return desired === undefined ? sealed(live) : desired;
  if (desired instanceof Secret) return live === desired.reveal() ? desired : sealed(live);
  if (Array.isArray(live)) {
    const items = Array.isArray(desired) ? desired : [];
    return live.map((item, index) => alignedWithDesired(item, items[index]));
  }
  if (!isConfiguration(live)) return live;
  const members = isConfiguration(desired) ? desired : {};
  return Object.fromEntries(
    Object.entries(live).map(([name, value]) => [name, alignedWithDesired(value, ownValue(members, name))]),
  );
}

/** Where the specification sees a secret, even what a server shows in clear stays hidden. */
function sealed(live: ConfigurationValue): ConfigurationValue {
  return live === null ? live : new Secret(String(live), secretLabel);
}

function ownValue(members: Configuration, name: string): ConfigurationValue | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}
