import {
  type Configuration,
  type ConfigurationValue,
  isConfiguration,
  Secret,
  secretLabel,
  serverMask,
} from '../../model/configuration.ts';
import type { ComparisonRule, Sides } from '../sides.ts';

/** Rules for what may not be shown. */
export const secretRules = {
  'masked-secret': {
    sentence: "A server's mask is never a difference.",
    reason: 'On every read Airbyte replaces secrets by ********** and never gives them out again (API §2.2, §3.1).',
    story:
      'Nobody can tell whether the stored password is the one of the file, so airplan does not claim that it changed. ' +
      'It sends the mask back as "unchanged" where the server takes it, and the true secret where the server would store the mask itself. ' +
      'A secret that was changed on the server alone is not seen.',
    example: 'live: password **********\nfile: password ${env:DB_PASSWORD}',
    apply: (sides) => alongside(sides, fromMask),
  },
  'plain-secret': {
    sentence: 'A secret shown in clear is compared by its value, and hidden here.',
    reason: 'Servers mask what the specification in use marks; older ones of the connector marked less (API §2.2).',
    story:
      'The file gives a secret, and the server answers with a text it does not mask. If both are the same text, nothing has changed; if not, the plan shows (secret) → (secret).',
    example: 'live: token t0ps3cret\nfile: token ${env:TOKEN}, which is t0ps3cret',
    apply: (sides) => alongside(sides, fromPlainText),
  },
} as const satisfies Readonly<Record<string, ComparisonRule>>;

/** A live value for those who may read it: nothing of what stands in the place of a secret, but its mask. */
export function withoutSecrets({ live, desired }: Sides): Sides['live'] {
  const hide: Decision = (value, other) =>
    other instanceof Secret && value !== serverMask ? sealed(value) : undefined;
  return alongside({ live, desired }, hide).live;
}

/** What a live value becomes beside its counterpart; `undefined` leaves it, and goes on inside. */
type Decision = (live: ConfigurationValue, desired: ConfigurationValue | undefined) => ConfigurationValue | undefined;

/** A mask without a counterpart becomes a secret, so that it shows as one. */
const fromMask: Decision = (live, desired) => (live === serverMask ? (desired ?? sealed(live)) : undefined);

const fromPlainText: Decision = (live, desired) => {
  if (!(desired instanceof Secret) || live === desired) return undefined;
  return live === desired.reveal() ? desired : sealed(live);
};

function alongside(sides: Sides, decide: Decision): Sides {
  const { live, desired } = sides;
  if (live === undefined) return sides;
  const decided = decideInside(live, desired, decide);
  return decided === live ? sides : { live: decided, desired };
}

function decideInside(
  live: ConfigurationValue,
  desired: ConfigurationValue | undefined,
  decide: Decision,
): ConfigurationValue {
  const decided = decide(live, desired);
  if (decided !== undefined) return decided;
  if (Array.isArray(live)) {
    const items = Array.isArray(desired) ? desired : [];
    return live.map((item, index) => decideInside(item, items[index], decide));
  }
  if (!isConfiguration(live)) return live;
  const members = isConfiguration(desired) ? desired : {};
  return Object.fromEntries(
    Object.entries(live).map(([name, value]) => [name, decideInside(value, ownValue(members, name), decide)]),
  );
}

/** Where the specification sees a secret, even what a server shows in clear stays hidden. */
function sealed(live: ConfigurationValue): ConfigurationValue {
  return live === null || live instanceof Secret ? live : new Secret(String(live), secretLabel);
}

function ownValue(members: Configuration, name: string): ConfigurationValue | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}
