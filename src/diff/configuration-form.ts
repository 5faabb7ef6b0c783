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

/** Every leaf of a configuration by its path; a list is one leaf, because its order counts. */
export function configurationForm(configuration: Configuration): CanonicalForm {
  return leaves(['configuration'], configuration);
}

function leaves(path: readonly string[], value: ConfigurationValue): CanonicalForm {
  if (!isConfiguration(value)) return [canonicalField(path, value)];
  const names = Object.keys(value).sort(compareText);
  if (names.length === 0) return path.length === 1 ? [] : [canonicalField(path, value)];
  return names.flatMap((name) => leaves([...path, name], value[name] ?? null));
}

/**
 * A live value in which everything that cannot be told from the desired value is the desired value: a server's mask
 * is never a difference. Masks without a counterpart become secrets, so that they show as such.
 */
export function alignedWithDesired(
  live: ConfigurationValue,
  desired: ConfigurationValue | undefined,
): ConfigurationValue {
  if (live === serverMask) return desired === undefined || isCompound(desired) ? sealed(live) : desired;
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

function isCompound(value: ConfigurationValue): boolean {
  return Array.isArray(value) || isConfiguration(value);
}

/** Where the specification sees a secret, even what a server shows in clear stays hidden. */
function sealed(live: ConfigurationValue): ConfigurationValue {
  return isCompound(live) || live === null ? live : new Secret(String(live), secretLabel);
}

function ownValue(members: Configuration, name: string): ConfigurationValue | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}
