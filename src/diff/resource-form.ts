import type { LiveActor, LiveConnection } from '../model/live.ts';
import type { PlannedActor, PlannedConnection } from '../model/plan.ts';
import { type Pair, plainPair } from './canonical-form.ts';
import { configurationPairs } from './configuration-form.ts';
import { connectionAdditions, settingPairs } from './connection-form.ts';
import { streamPairs } from './stream-form.ts';

/** Everything of a source or destination that is compared: its name, and its configuration as a whole. */
export function actorPairs(desired: PlannedActor, live: LiveActor): readonly Pair[] {
  const { resourceAllocation } = live;
  const additions: readonly Pair[] =
    resourceAllocation === undefined
      ? []
      : [{ path: ['resourceAllocation'], rules: ['server-additions'], live: resourceAllocation, desired: undefined }];
  return [
    plainPair(['name'], { live: live.name, desired: desired.name }),
    ...configurationPairs(live.configuration, desired.configuration),
    ...additions,
  ];
}

/** Everything of a connection that is compared; its ends are not: no server can change them. */
export function connectionPairs(desired: PlannedConnection, live: LiveConnection): readonly Pair[] {
  return [
    plainPair(['name'], { live: live.name, desired: desired.name }),
    ...settingPairs(desired.settings, live),
    ...streamPairs(desired, live),
    ...connectionAdditions(live),
  ];
}
